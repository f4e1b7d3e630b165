import ChipDB
import Foundation
import Rating

/// How a figure of chips has grown, with what that growth is known to.
public struct ChipTrend: Sendable {
  /// How sure and how reproducible.
  public struct Settings: Codable, Equatable, Sendable {
    /// The probability that intervals are to hold.
    public var level: Double
    /// How many resamples the bootstrap draws.
    public var resamples: Int
    public var seed: UInt64
    /// The share of the chips below the line of the quantile regression.
    public var quantile: Double

    public init(level: Double = 0.9, resamples: Int = 10_000, seed: UInt64 = 1, quantile: Double = 0.9) {
      self.level = level
      self.resamples = resamples
      self.seed = seed
      self.quantile = quantile
    }
  }

  /// The fit without one of its chips.
  public struct Influence: Codable, Equatable, Sendable {
    public let chip: String
    /// The factor per year without it; `nil` where too few points are left.
    public let growth: Double?
  }

  public let series: ChipSeries
  public let settings: Settings
  /// The plain fit to the selected points.
  public let fit: LogLinearFit
  public let bootstrap: BlockBootstrap

  /// - Throws: `ForecastError.tooFewPoints` and `ForecastError.oneDate` with what is missing.
  public init(_ series: ChipSeries, settings: Settings = Settings()) throws {
    self.series = series
    self.settings = settings
    fit = try series.line()
    bootstrap = BlockBootstrap(series, count: settings.resamples, seed: settings.seed)
  }

  /// The line that `settings.quantile` of all points lie below; `nil` where they allow none.
  public var quantile: QuantileRegression? {
    QuantileRegression(series.points.map { ($0.year, $0.logarithm) }, quantile: settings.quantile)
  }

  /// What each selected chip matters, the most first.
  public var influences: [Influence] {
    let points = series.selected.map { (year: $0.year, logarithm: $0.logarithm) }
    return series.selected.enumerated().map { index, point in
      var others = points
      others.remove(at: index)
      return Influence(chip: point.chip, growth: LogLinearFit(others)?.growth)
    }.sorted { a, b in
      let (x, y) = (
        abs(log((a.growth ?? .infinity) / fit.growth)), abs(log((b.growth ?? .infinity) / fit.growth))
      )
      return x == y ? a.chip < b.chip : x > y
    }
  }

  /// The interval of the factor per year that the bootstrap leaves; `nil` where no resample could be fitted.
  public var bootstrapGrowth: ClosedRange<Double>? { Percentiles(bootstrap.growths).middle(settings.level) }

  /// The interval of the factor per year of the quantile regression; of a tenth of the resamples, since each costs as much
  /// as many plain fits.
  public var quantileGrowth: ClosedRange<Double>? {
    let lines = BlockBootstrap.quantileLines(
      series.blocks, quantile: settings.quantile, count: settings.resamples / 10, seed: settings.seed)
    return Percentiles(lines.map { pow(10, $0.slope) }).middle(settings.level)
  }

  /// What the trend says of one day.
  public func forecast(on date: CalendarDate) -> TrendForecast {
    let year = date.decimalYear
    return TrendForecast(
      date: date, value: fit.value(at: year), mean: fit.meanInterval(at: year, level: settings.level),
      prediction: fit.predictionInterval(at: year, level: settings.level),
      bootstrap: Percentiles(bootstrap.predictions(at: year)).middle(settings.level),
      yearsBeyondData: max(0, year - (series.selected.last?.year ?? year)))
  }

  /// When the trend reaches a value.
  public func crossing(of value: Double) -> TrendCrossing {
    let dates = DrawnDates(bootstrap.years(reaching: value), level: settings.level)
    return TrendCrossing(
      value: value, fitted: fit.year(reaching: value).flatMap { CalendarDate(decimalYear: $0) },
      earliest: dates.earliest, median: dates.median, latest: dates.latest, never: dates.never ?? 0)
  }
}
