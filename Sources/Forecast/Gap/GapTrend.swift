import Foundation
import Parallel
import Rating

/// Where the gap between the best chips of two countries goes, if both go on as they have.
///
/// It starts from the best chips of the day by which things are known; each side then grows by the factor per year by which
/// its best has grown over one span, standstill included. Both sides are resampled apart, since no vendor belongs to both; a
/// resample of the one is paired with one of the other.
public struct GapTrend: Sendable {
  /// The ratio on a day to come.
  public struct Ratio: Codable, Equatable, Sendable {
    public let date: CalendarDate
    public let value: Double
    /// That of the pairs of resamples.
    public let interval: ClosedRange<Double>?
  }

  /// The best chip of one side on a day to come.
  public struct Path: Codable, Equatable, Sendable {
    public let date: CalendarDate
    /// In reference chips.
    public let value: Double
    /// That of the resamples.
    public let interval: ClosedRange<Double>?
  }

  /// When the country has a chip as good as the other's best.
  public struct Crossover: Codable, Equatable, Sendable {
    /// By the growths of all chips; `nil` for never.
    public let expected: CalendarDate?
    /// The ends and the middle of the interval of the pairs of resamples; `nil` for never.
    public let earliest: CalendarDate?
    public let median: CalendarDate?
    public let latest: CalendarDate?
    /// The share of the pairs in which it never does, since the other grows as fast or faster.
    public let never: Double
  }

  /// The days from which and to which the growths are taken.
  public let since: CalendarDate
  public let until: CalendarDate
  public let country: FrontierGrowth
  public let against: FrontierGrowth
  public let level: Double
  /// The other's best over the country's own on the last day.
  public let ratioNow: Double

  /// - Parameter since: the first day of the span; the first on which both have a chip where it is `nil`.
  /// - Throws: `ForecastError.tooFewPoints` for the side that allows no line, or has no chip at all.
  public init(
    _ gap: FrontierGap, since: CalendarDate? = nil, settings: ChipTrend.Settings
  ) throws(ForecastError) {
    let until = gap.country.question.knownBy
    guard let begin = gap.begin, let ratio = gap.standing(on: until).ratio else {
      let empty = gap.country.points.isEmpty ? gap.country : gap.against
      throw .tooFewPoints(
        series: empty.question.words, count: 0, needed: 1, remedy: empty.remedy)
    }
    let first = max(begin, since ?? begin)
    guard first < until else {
      throw .badQuestion(
        "the span of the growths would begin on \(first), and end on \(until): begin it earlier")
    }
    self.since = first
    self.until = until
    level = settings.level
    ratioNow = ratio
    country = try FrontierGrowth(
      gap.country, over: first...until, resamples: settings.resamples, seed: settings.seed)
    // A stream of its own: one seed would draw the blocks of both in step.
    against = try FrontierGrowth(
      gap.against, over: first...until, resamples: settings.resamples,
      seed: SplitMix64.number(at: 0, seed: ~settings.seed))
  }

  /// The interval of the factors per year.
  public func interval(_ growth: FrontierGrowth) -> ClosedRange<Double>? {
    Percentiles(growth.resampled).middle(level)
  }

  /// Where one side goes from its best chip of the last day.
  public func path(of growth: FrontierGrowth, from best: FrontierGap.Best, on date: CalendarDate) -> Path {
    let years = date.decimalYear - until.decimalYear
    return Path(
      date: date, value: best.value * pow(growth.line.growth, years),
      interval: Percentiles(growth.resampled.map { best.value * pow($0, years) }).middle(level))
  }

  /// By what the ratio is multiplied in a year, in each pair of resamples.
  private var widenings: [Double] { zip(against.resampled, country.resampled).map { $0 / $1 } }

  private var widening: Double { against.line.growth / country.line.growth }

  /// The ratio on a day after the last one.
  public func ratio(on date: CalendarDate) -> Ratio {
    let years = date.decimalYear - until.decimalYear
    return Ratio(
      date: date, value: ratioNow * pow(widening, years),
      interval: Percentiles(widenings.map { ratioNow * pow($0, years) }).middle(level))
  }

  /// `nil` where the country leads already.
  public var crossover: Crossover? {
    guard ratioNow > 1 else { return nil }
    let now = until.decimalYear
    func year(_ widening: Double) -> Double {
      widening < 1 ? now + log(ratioNow) / -log(widening) : .infinity
    }
    let dates = DrawnDates(widenings.map(year), level: level)
    return Crossover(
      expected: CalendarDate(decimalYear: year(widening)), earliest: dates.earliest, median: dates.median,
      latest: dates.latest, never: dates.never ?? 0)
  }
}
