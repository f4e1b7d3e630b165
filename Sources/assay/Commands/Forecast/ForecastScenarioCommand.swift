import ArgumentParser
import ChipDB
import Forecast
import Foundation
import Rating
import Report

extension ScenarioQuestion.LimitUse: ExpressibleByArgument {}

extension ForecastCommand {
  struct Scenario: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "scenario",
      abstract:
        "Add up a scenario of chips made, imported and smuggled to the compute of a country, with intervals.",
      discussion: """
        Sources that disagree stand side by side as alternatives of a part: --take domestic=cfr-generous.
        Example: assay forecast scenario --definition tops8-epoch --on 2025 2027 --take domestic=cfr-generous
        """)

    @Argument(
      help:
        "A scenario file, or the id of one of trends/scenarios (may be left out where there is only one).")
    var scenario: String?

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "The years at whose ends to add up (default: those of the supplies).", valueName: "year"))
    var on: [Int] = []

    @Option(
      help: ArgumentHelp("A definition of equivalence by its id, or all.", valueName: "definition"))
    var definition = "all"

    @Option(
      name: .customLong("take"), parsing: .unconditionalSingleValue,
      help: ArgumentHelp("Take an alternative of a part; repeat for more.", valueName: "part=alternative"))
    var take: [String] = []

    @Option(
      help:
        "What limits of parts do: stated (through their year), lasting (for good), none.")
    var limits: ScenarioQuestion.LimitUse = .stated

    @Option(help: "The correlation of the amounts of one part, 0 to 1 (default: the scenario's).")
    var correlation: Double?

    @Option(help: "How many draws, 100 to 10,000,000.")
    var draws = 100_000

    @Option(help: "The seed of all draws: the same seed gives the same bytes.")
    var seed: UInt64 = 1

    @Option(help: "The probability that an interval is to hold, above 0 and below 1.")
    var level = 0.9

    @OptionGroup var tf32: TF32Options
    @OptionGroup var output: PlotOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
      guard FigureRange.levels.contains(level) else {
        throw ValidationError("--level \(level): give a probability above 0 and below 1, such as 0.9")
      }
      guard (100...10_000_000).contains(draws) else {
        throw ValidationError("--draws \(draws): give 100 to 10,000,000")
      }
      if let correlation, !(0...1).contains(correlation) {
        throw ValidationError("--correlation \(correlation): give 0 to 1")
      }
      for year in on where !(1950...2100).contains(year) {
        throw ValidationError("--on \(year): give a year such as 2027")
      }
      _ = try choices()
    }

    func run() throws {
      let database = try data.database()
      let trends = try data.trends()
      let question = try ScenarioQuestion(
        trends.scenario(scenario, in: database), taking: choices(), limits: limits, correlation: correlation,
        tf32Reading: tf32.reading, settings: .init(draws: draws, seed: seed, level: level))
      let page = try ScenarioPage(
        question,
        under: definition == "all"
          ? database.equivalenceDefinitions : [database.equivalenceDefinition(definition)],
        years: Set(on).sorted(), data: trends, in: database)
      try output.emit(page, page.document)
    }

    private func choices() throws -> [String: String] {
      var choices: [String: String] = [:]
      for text in take {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
          throw ValidationError("--take \(text): write PART=ALTERNATIVE, such as domestic=cfr-generous")
        }
        guard choices.updateValue(parts[1], forKey: parts[0]) == nil else {
          throw ValidationError("--take names the part '\(parts[0])' twice: give it once")
        }
      }
      return choices
    }
  }
}
