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
  /// The line that `settings.quantile` of all points lie below; `nil` where they allow none.
  public let quantile: QuantileRegression?
  private let quantileGrowths: Percentiles
  /// What each selected chip matters, the most first.
  public let influences: [Influence]

  /// - Throws: `ForecastError.tooFewPoints` and `ForecastError.oneDate` with what is missing.
  public init(_ series: ChipSeries, settings: Settings = Settings()) throws {
    let points = series.selected.map { (year: $0.year, logarithm: $0.logarithm) }
    let fit = try series.line()
    self.series = series
    self.settings = settings
    self.fit = fit
    bootstrap = BlockBootstrap(series, count: settings.resamples, seed: settings.seed)
    let all = series.points.map { (year: $0.year, logarithm: $0.logarithm) }
    quantile = QuantileRegression(all, quantile: settings.quantile)
    // A tenth of the resamples: each costs as much as many plain fits.
    quantileGrowths = Percentiles(
      BlockBootstrap.quantileGrowths(
        series, quantile: settings.quantile, count: settings.resamples / 10, seed: settings.seed))
    influences = series.selected.enumerated().map { index, point in
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

  /// The interval of the factor per year of the quantile regression.
  public var quantileGrowth: ClosedRange<Double>? { quantileGrowths.middle(settings.level) }

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
    let years = bootstrap.years(reaching: value)
    let percentiles = Percentiles(years)
    func date(_ share: Double) -> CalendarDate? {
      percentiles(share).flatMap { CalendarDate(decimalYear: $0) }
    }
    return TrendCrossing(
      value: value, fitted: fit.year(reaching: value).flatMap { CalendarDate(decimalYear: $0) },
      earliest: date((1 - settings.level) / 2), median: date(0.5), latest: date((1 + settings.level) / 2),
      never: years.isEmpty ? 0 : Double(years.count { !$0.isFinite }) / Double(years.count))
  }
}
