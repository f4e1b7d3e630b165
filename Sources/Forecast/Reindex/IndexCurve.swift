import Foundation
import Rating

/// A line through time by one rule.
struct IndexCurve {
  let series: String
  let source: String
  let growth: BoundedValue
  let hasInterval: Bool
  /// The probability of the growth's interval; `nil` where nobody says it.
  let level: Double?
  /// With its interval, on a day not before the line was written.
  let value: (CalendarDate) throws(ForecastError) -> BoundedValue
  /// Without it: quick.
  let central: (CalendarDate) throws(ForecastError) -> Double

  init(
    series: String, source: String, growth: BoundedValue, hasInterval: Bool, level: Double?,
    value: @escaping (CalendarDate) throws(ForecastError) -> BoundedValue,
    central: @escaping (CalendarDate) throws(ForecastError) -> Double
  ) {
    self.series = series
    self.source = source
    self.growth = growth
    self.hasInterval = hasInterval
    self.level = level
    self.value = value
    self.central = central
  }

  /// A line that starts as it was written and grows as an index does.
  init(_ line: ThresholdLine, _ index: YearlyGrowth) {
    func factor(_ date: CalendarDate) -> BoundedValue {
      index.factor(years: line.written.decimalYear.distance(to: date.decimalYear))
    }
    self.init(
      series: index.title, source: index.source,
      growth: BoundedValue(index.perYear, index.interval ?? index.perYear...index.perYear),
      hasInterval: index.interval != nil, level: index.level,
      value: { date throws(ForecastError) in BoundedValue(line.original) * factor(date) },
      central: { date throws(ForecastError) in line.original * factor(date).value })
  }
}

/// A rank among chips or trainings, and how the line that keeps it has grown.
struct KeptRank {
  /// A value with its moment; those of one block are drawn together.
  typealias Point = (block: String, year: Double, logarithm: Double)

  /// The window before the line was written, in years.
  static let window = 2.0

  let growth: BoundedValue
  let words: String

  /// - Throws: `ForecastError.doesNotApply` for a line above or below all of the window, `tooFewPoints` for a window with
  ///   less than three.
  init(
    of line: ThresholdLine, among points: [Point], _ what: String, settings: ChipTrend.Settings
  ) throws(ForecastError) {
    let end = line.written.decimalYear
    let window = points.filter { $0.year <= end && $0.year > end - Self.window }
    let years = "the \(Int(Self.window)) years up to \(line.written)"
    guard window.count >= LogLinearFit.fewest else {
      throw .tooFewPoints(
        series: "\(what) of \(years)", count: window.count, needed: LogLinearFit.fewest,
        remedy: "the rank of the line cannot be told; add more with their sources")
    }
    let target = log10(line.original)
    let below = window.count { $0.logarithm < target }
    guard below > 0, below < window.count else {
      throw .doesNotApply(
        "\(below == 0 ? "none" : "all") of \(window.count) \(what) of \(years) lie below the line: it has no rank to keep"
      )
    }
    let quantile = Double(below) / Double(window.count)
    guard let fit = QuantileRegression(points.map { ($0.year, $0.logarithm) }, quantile: quantile) else {
      throw .tooFewPoints(
        series: what, count: points.count, needed: LogLinearFit.fewest, remedy: "add more with their sources")
    }
    let blocks = Dictionary(grouping: points, by: \.block).sorted { $0.key < $1.key }
      .map { $0.value.map { (year: $0.year, logarithm: $0.logarithm) } }
    let growths = BlockBootstrap.quantileLines(
      blocks, quantile: quantile, count: settings.resamples / 10, seed: settings.seed
    ).map { pow(10, $0.slope) }
    let value = pow(10, fit.slope)
    growth = BoundedValue(value, Percentiles(growths).middle(settings.level) ?? value...value)
    words = "\(below) of \(window.count) \(what) of \(years) lay below the line"
  }
}
