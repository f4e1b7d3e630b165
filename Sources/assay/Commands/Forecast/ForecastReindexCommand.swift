import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report

extension IndexRule: ExpressibleByArgument {}

extension ForecastCommand {
  struct Reindex: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reindex",
      abstract: "Say what a line of the law would be if it had been tied to something: eight rules.",
      discussion: """
        Rules: \(IndexRule.allCases.map { "\($0.rawValue) \($0.title)" }.joined(separator: "; ")).
        Examples: assay forecast reindex lpp; assay forecast reindex 3A090.a.1 --by R1 --write-rule r1.yaml
        """)

    @OptionGroup var line: LineOptions

    @Option(
      name: .customLong("by"), parsing: .upToNextOption,
      help: ArgumentHelp("The rules, R1 to R8 (default: all).", valueName: "rule"))
    var rules: [IndexRule] = []

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "The days (default: when it was written, --known-by, the ends of the years to the horizon).",
        valueName: "date"), transform: CalendarDate.argument)
    var on: [CalendarDate] = []

    @Option(
      parsing: .unconditionalSingleValue,
      help: ArgumentHelp(
        "Follow another published growth, by its id in trends/indices.csv; repeat for other rules.",
        valueName: "index"))
    var index: [String] = []

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Significant digits that a review keeps, 1 to 15.", valueName: "digits"))
    var round = 3

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Years from one review to the next, 1 to 50.", valueName: "years"))
    var every = 1

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "By how many orders of magnitude R6 stays below the largest training.", valueName: "orders"))
    var below = 1.0

    @Option(
      help: ArgumentHelp("Write the line of one rule as a file that --rule reads.", valueName: "file"))
    var writeRule: String?

    @OptionGroup var training: TrainingTermsOptions
    @OptionGroup var output: PlotOptions
    @OptionGroup var data: RuleOptions

    func validate() throws {
      guard (1...15).contains(round) else {
        throw ValidationError("--round \(round): give 1 to 15 significant digits")
      }
      guard (1...50).contains(every) else { throw ValidationError("--every \(every): give 1 to 50 years") }
      guard below.isFinite, (0...20).contains(below) else {
        throw ValidationError("--below \(below): give 0 to 20 orders of magnitude")
      }
      if writeRule != nil, rules.count != 1 {
        throw ValidationError("--write-rule writes the line of one rule: name it with --by")
      }
      if writeRule == "" { throw ValidationError("--write-rule has an empty name: name a file") }
    }

    func run() throws {
      let (database, rulebook) = try data.databaseAndRulebook()
      let question = try line.question(in: database, data: data)
      let (found, notModelled) = try line.line(question, in: database, rulebook: rulebook)
      if !on.isEmpty, on.allSatisfy({ $0 < found.written }) {
        throw ForecastError.badQuestion(
          "\(found.id) was first written on \(found.written): choose a later day for --on")
      }
      let trends = try data.trends()
      let growths = try trends.growths(choosing: index)
      let runs = trends.runPath(knownBy: question.knownBy, growths: growths)
      let drift = LineDrift(
        found, try training.terms(in: database, isNeeded: false, growths: growths, runs: runs))
      let settings = line.trend.uncertainty.settings
      let frontier = try FrontierPath(ChipSeries(question, in: database), settings: settings)
      let reindexer = Reindexer(
        found,
        terms: .init(digits: round, everyYears: every, ordersBelow: below, horizon: line.horizon),
        frontier: frontier, growths: growths, runs: runs, drift: drift,
        source: .frontier([frontier], in: database))
      let page = try ReindexPage(
        reindexer, by: rules.isEmpty ? IndexRule.allCases : IndexRule.allCases.filter(rules.contains),
        on: on, settings: settings, knownBy: question.knownBy, notModelled: notModelled)
      let file = try writeRule.flatMap { path in
        try page.rules.first.map {
          (
            path,
            try IndexedRuleFile(
              found, $0, version: Assay.version, settings: settings, knownBy: question.knownBy
            ).text
          )
        }
      }
      try output.emit(byLaw: page, page.document, under: rulebook)
      if let (path, text) = file { try Console.write(text, to: path) }
    }
  }
}
