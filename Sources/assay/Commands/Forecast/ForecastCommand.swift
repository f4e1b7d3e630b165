import ArgumentParser

struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Follow figures of chips over time, and say what thresholds were, are and will be worth.",
    subcommands: [
      Trend.self, Threshold.self, Reindex.self, Expiry.self, Gap.self, Scenario.self, BackTest.self,
    ])
}
