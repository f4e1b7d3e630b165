import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report

extension ForecastCommand {
  struct BackTest: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backtest",
      abstract: "Fit on what was out by each day, forecast what came later, and score coverage and error.",
      discussion: """
        Example: assay forecast backtest tpp --since 2016; assay forecast backtest tpp --fit-on 2022-10-07
        What counts as having come is what was out by --known-by (default: today).
        """)

    @Argument(help: "The figure to follow.")
    var quantity: TrendQuantity

    @Option(
      parsing: .unconditional,
      help: "Fit on the first day of each year from this one on (default: 2016, or none with --fit-on).")
    var since: Int?

    @Option(
      name: .customLong("fit-on"), parsing: .upToNextOption,
      help: ArgumentHelp("Fit on these days.", valueName: "date"), transform: CalendarDate.argument)
    var fitOn: [CalendarDate] = []

    @OptionGroup var trend: TrendOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var data: RuleOptions

    func validate() throws {
      guard let since else { return }
      let last = (trend.knownBy ?? .today()).year
      guard (1...last).contains(since) else {
        throw ValidationError("--since \(since): give a year up to \(last)")
      }
    }

    func run() throws {
      let database = try data.database()
      let question = try trend.question(quantity, in: database, data: data)
      let page = try BackTestPage(
        Forecast.BackTest(
          question, on: days(before: question.knownBy), in: database, settings: trend.uncertainty.settings))
      try output.emit(page, page.document, isBrief: true)
    }

    private func days(before end: CalendarDate) -> [CalendarDate] {
      let first = since ?? (fitOn.isEmpty ? 2016 : nil)
      let years = first.map { Array($0...max($0, end.year)) } ?? []
      let starts = years.compactMap { CalendarDate(year: $0, month: 1, day: 1) }.filter { $0 < end }
      return Array(Set(starts + fitOn)).sorted()
    }
  }
}
