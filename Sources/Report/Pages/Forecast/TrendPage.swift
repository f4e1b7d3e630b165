import Forecast
import Foundation
import Rating

/// What `assay forecast trend` tells.
public struct TrendPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  let question: String
  let quantity: TrendQuantity
  let selection: TrendSelection
  let unit: String
  let knownBy: CalendarDate
  let horizon: CalendarDate
  let tf32Reading: TF32Reading
  let settings: ChipTrend.Settings
  let fit: LogLinearFit
  /// The factor per year by each method.
  let growth: [Growth]
  /// What others have published of the same kind of quantity.
  let published: [PublishedTrend]
  let forecasts: [TrendForecast]
  let crossings: [TrendCrossing]
  let points: [ChipSeries.Point]
  let missing: ChipSeries.Missing
  let influences: [ChipTrend.Influence]
  let resamplesWithoutLine: Int
  let blocks: Int
  let warnings: [String]
  /// The forecasts that the line of a plot goes through.
  let path: [TrendForecast]

  /// A factor per year by one method.
  struct Growth: Encodable, Sendable {
    let method: String
    let perYear: Double
    let interval: ClosedRange<Double>?
    /// `nil` for what does not rise.
    let doublingYears: Double?
    let points: Int
  }

  /// - Parameters:
  ///   - dates: the days to forecast; the ends of the years up to the horizon where there are none.
  ///   - values: when the trend reaches them.
  ///   - data: what others have published.
  public init(
    _ trend: ChipTrend, on dates: [CalendarDate], reaching values: [Double], horizon: CalendarDate,
    data: TrendData
  ) {
    let series = trend.series
    let last = series.selected.last?.released ?? series.question.knownBy
    question = series.question.words
    quantity = series.question.quantity
    selection = series.question.selection
    unit = series.question.quantity.unit
    knownBy = series.question.knownBy
    self.horizon = horizon
    tf32Reading = series.question.tf32Reading
    settings = trend.settings
    fit = trend.fit
    growth = Self.growth(trend)
    let kinds = series.question.quantity.published
    published = data.trends.filter { kinds.contains($0.quantity) }
    let days = dates.isEmpty ? Self.yearEnds(from: last, to: horizon) : dates
    forecasts = days.map(trend.forecast)
    crossings = values.map(trend.crossing)
    let first = series.selected.first?.released ?? last
    let path = ([first] + Self.yearEnds(from: first, to: max(horizon, days.max() ?? horizon))).map(
      trend.forecast)
    self.path = path
    points = series.points
    missing = series.missing
    influences = trend.influences
    resamplesWithoutLine = trend.bootstrap.failures
    blocks = trend.bootstrap.blocks
    warnings = Self.warnings(trend, forecasts, crossings, horizon: horizon)
  }

  private static func growth(_ trend: ChipTrend) -> [Growth] {
    let fit = trend.fit
    var rows = [
      Growth(
        method: "least squares, points taken for independent", perYear: fit.growth,
        interval: fit.growthInterval(level: trend.settings.level), doublingYears: fit.doublingYears,
        points: fit.count),
      Growth(
        method: "block bootstrap: chips of one vendor and year together", perYear: fit.growth,
        interval: trend.bootstrapGrowth, doublingYears: fit.doublingYears, points: fit.count),
    ]
    if let quantile = trend.quantile {
      rows.append(
        Growth(
          method: "quantile regression: \(NumberFormat.percent(quantile.quantile)) of all chips below it",
          perYear: pow(10, quantile.slope), interval: trend.quantileGrowth,
          doublingYears: quantile.slope > 0 ? log10(2) / quantile.slope : nil, points: quantile.count))
    }
    return rows
  }

  /// The ends of the years after a day.
  static func yearEnds(from day: CalendarDate, to horizon: CalendarDate) -> [CalendarDate] {
    guard day.year <= horizon.year else { return [] }
    return (day.year...horizon.year).compactMap { CalendarDate(year: $0, month: 12, day: 31) }.filter {
      $0 > day && $0 <= horizon
    }
  }

  private static func warnings(
    _ trend: ChipTrend, _ forecasts: [TrendForecast], _ crossings: [TrendCrossing], horizon: CalendarDate
  ) -> [String] {
    var warnings: [String] = []
    let reached = crossings.flatMap { [$0.fitted, $0.earliest, $0.median, $0.latest].compactMap { $0 } }
    let asked = Set(forecasts.map(\.date) + reached).sorted()
    if forecasts.isEmpty {
      warnings.append("no forecast: the horizon, \(horizon), is not after the last chip of the fit")
    }
    if let beyond = LineText.beyond(horizon, asked, "the line") { warnings.append(beyond) }
    if trend.bootstrap.failures > 0 {
      warnings.append(
        "\(trend.bootstrap.failures) of \(trend.settings.resamples) resamples had too few points for a line and do not count"
      )
    }
    if trend.fit.count < 8 {
      warnings.append("\(trend.fit.count) points: the intervals rest on little")
    }
    return warnings
  }
}
