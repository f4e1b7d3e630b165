import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report

extension LineView: ExpressibleByArgument {}

extension ForecastCommand {
  struct Threshold: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "threshold",
      abstract: "Say what a line of the law was, is and will be worth: in chips, dollars, megawatts, days.",
      discussion: """
        Examples: assay forecast threshold lpp --as chips cost; assay forecast threshold 3A090.a.1 --as share --chip \
        h100-sxm; assay forecast threshold country --as train-days --precision bf16 --mfu 0.4 --goodput 1
        """)

    @OptionGroup var line: LineOptions

    @Option(
      name: .customLong("as"), parsing: .upToNextOption,
      help: ArgumentHelp("The views (default: all that fit the line).", valueName: "view"))
    var views: [LineView] = []

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "The days (default: when it was written, --known-by, the ends of the years to the horizon).",
        valueName: "date"), transform: CalendarDate.argument)
    var on: [CalendarDate] = []

    @Option(
      parsing: .unconditionalSingleValue,
      help: ArgumentHelp("Tell it in this chip too; repeat for more.", valueName: "chip"))
    var chip: [String] = []

    @OptionGroup var training: TrainingTermsOptions
    @OptionGroup var output: PlotOptions
    @OptionGroup var data: RuleOptions

    func run() throws {
      let (database, rulebook) = try data.databaseAndRulebook()
      let question = try line.question(in: database, data: data)
      let (found, notModelled) = try line.line(question, in: database, rulebook: rulebook)
      let trends = try data.trends()
      let growths = try trends.growths()
      let terms = try training.terms(
        in: database, isNeeded: views.contains { found.needsTraining($0) }, growths: growths,
        runs: trends.runPath(knownBy: question.knownBy, growths: growths))
      let drift = LineDrift(found, terms)
      let views = LineView.allCases.filter((views.isEmpty ? found.views : views).contains)
      let settings = line.trend.uncertainty.settings
      let paths = try LineDrift.quantities(views, of: found, terms.training).map { quantity in
        try FrontierPath(ChipSeries(question.about(quantity), in: database), settings: settings)
      }
      let page = try ThresholdPage(
        drift, views: views, on: on, frontier: (.frontier(paths, in: database), paths),
        chips: chip.map { name in
          let chip = try database.chip(matching: name)
          return (chip.id, .chip(chip, tf32Reading: question.tf32Reading))
        }, settings: settings, knownBy: question.knownBy, horizon: line.horizon, notModelled: notModelled)
      try output.emit(byLaw: page, page.document, under: rulebook)
    }
  }
}
