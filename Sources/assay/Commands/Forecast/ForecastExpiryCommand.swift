import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report

extension ForecastCommand {
  struct Expiry: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "expiry",
      abstract:
        "Say when a line for one chip catches consumer parts, when every new part lies above it, when it is overtaken.",
      discussion: "Example: assay forecast expiry 3A090.a.1")

    @OptionGroup var line: LineOptions
    @OptionGroup var output: PlotOptions
    @OptionGroup var data: RuleOptions

    func validate() throws {
      if line.trend.filter.dataCentre != nil || line.trend.select != .frontier {
        throw ValidationError(
          "expiry looks at parts for data centres and others, each in the way of its question: leave out --data-centre "
            + "and --select")
      }
    }

    func run() throws {
      let (database, rulebook) = try data.databaseAndRulebook()
      let question = try line.question(in: database, data: data)
      let (found, notModelled) = try line.line(question, in: database, rulebook: rulebook)
      let settings = line.trend.uncertainty.settings
      let page = try ExpiryPage(
        LineExpiry(found, question, in: database, settings: settings), settings: settings,
        knownBy: question.knownBy, horizon: line.horizon, notModelled: notModelled)
      try output.emit(byLaw: page, page.document, under: rulebook)
    }
  }
}
