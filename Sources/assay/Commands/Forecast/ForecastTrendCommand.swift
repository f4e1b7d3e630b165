import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report

extension TrendQuantity: ExpressibleByArgument {}

extension ForecastCommand {
  struct Trend: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "trend",
      abstract:
        "Fit how a figure of chips has grown: factor per year, doubling time, prediction, with intervals.",
      discussion: """
        Quantities: \(TrendQuantity.allCases.map(\.rawValue).joined(separator: ", ")).
        Example: assay forecast trend tpp --select frontier --data-centre yes --on 2028-01-01
        """)

    @Argument(help: "The figure to follow.")
    var quantity: TrendQuantity

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "The days to forecast (default: the ends of the years to the horizon).", valueName: "date"),
      transform: CalendarDate.argument)
    var on: [CalendarDate] = []

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp("Say when the trend reaches these values.", valueName: "value"))
    var reach: [Double] = []

    @Option(
      help: ArgumentHelp("A day after which a forecast is marked as reaching too far.", valueName: "date"),
      transform: CalendarDate.argument)
    var horizon = CalendarDate.forecastHorizon

    @OptionGroup var trend: TrendOptions
    @OptionGroup var output: PlotOptions
    @OptionGroup var data: RuleOptions

    func validate() throws {
      for value in reach where !(value.isFinite && value > 0) {
        throw ValidationError("--reach \(value): give a number above zero")
      }
    }

    func run() throws {
      let database = try data.database()
      let page = try TrendPage(
        ChipTrend(
          ChipSeries(trend.question(quantity, in: database, data: data), in: database),
          settings: trend.uncertainty.settings),
        on: on, reaching: reach, horizon: horizon, data: data.trends())
      try output.emit(page, page.document)
    }
  }
}
