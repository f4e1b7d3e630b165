import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report

extension ForecastCommand {
  struct Gap: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gap",
      abstract:
        "Hold the best chips of a country against those of another: ratio, years behind, where the trends cross.",
      discussion: """
        Under every definition of equivalence, or the one that --by names.
        Example: assay forecast gap --country CN --against US --by tops8-epoch --on 2024-12-31 2028-12-31
        On-chip memory is no device memory: --where 'memory>=16' leaves chips with little memory out.
        """)

    @Option(help: ArgumentHelp("The country asked about (ISO 3166 alpha-2).", valueName: "code"))
    var country = "CN"

    @Option(help: ArgumentHelp("The country it is held against.", valueName: "code"))
    var against = "US"

    @Option(
      help: ArgumentHelp(
        "A definition of equivalence by its id, or all.", valueName: "definition"))
    var by = "all"

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "Days: those past by the chips, those to come by the trends (default: the ends of the years).",
        valueName: "date"),
      transform: CalendarDate.argument)
    var on: [CalendarDate] = []

    @Option(
      name: .customLong("known-by"),
      help: ArgumentHelp("Only chips that were out by then (default: today).", valueName: "date"),
      transform: CalendarDate.argument)
    var knownBy: CalendarDate?

    @Option(
      help: ArgumentHelp(
        "The first day of the span that growths are taken over (default: the first on which both have a chip).",
        valueName: "date"),
      transform: CalendarDate.argument)
    var since: CalendarDate?

    @Option(
      help: ArgumentHelp("A day after which a forecast is marked as reaching too far.", valueName: "date"),
      transform: CalendarDate.argument)
    var horizon = CalendarDate.forecastHorizon

    @OptionGroup var chips: GapOptions
    @OptionGroup var uncertainty: UncertaintyOptions
    @OptionGroup var tf32: TF32Options
    @OptionGroup var output: PlotOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let database = try data.database()
      let page = try GapPage(
        by == "all" ? database.equivalenceDefinitions : [database.equivalenceDefinition(by)],
        country: database.country(country), against: database.country(against),
        question: chips.question(in: database, knownBy: knownBy ?? .today(), tf32Reading: tf32.reading),
        since: since, settings: uncertainty.settings, on: on.sorted(), horizon: horizon, in: database)
      try output.emit(page, page.document)
    }
  }
}
