import ChipDB
import Foundation
import Rating

/// What a fit on the chips that were out by a day would have said of those that came later, and what came.
///
/// Held back are the chips, not later corrections of their figures: the tables hold what is known today.
public struct BackTest: Sendable {
  /// A chip that came out after the day of a fit.
  public struct Score: Codable, Equatable, Sendable {
    public let chip: String
    public let released: CalendarDate
    /// From the day of the fit.
    public let yearsAhead: Double
    public let actual: Double
    public let forecast: Double
    /// Whether it lies in the interval of a new point, by the plain fit and by the bootstrap.
    public let isCovered: Bool
    public let isCoveredByBootstrap: Bool

    /// Natural logarithm of actual over forecast.
    public var error: Double { log(actual / forecast) }
  }

  /// The fit of one day.
  public struct Origin: Codable, Equatable, Sendable {
    public let knownBy: CalendarDate
    /// How many points it had; too few of them are no fit.
    public let points: Int
    /// The factor per year; `nil` without a fit.
    public let growth: Double?
    /// Why there is no fit; `nil` where there is one.
    public let reason: String?
    /// In the order of their days.
    public let scores: [Score]
  }

  public let question: TrendQuestion
  public let settings: ChipTrend.Settings
  /// In the order of their days.
  public let origins: [Origin]

  /// - Parameters:
  ///   - question: what is followed; the chips that count as the truth are those out by its `knownBy`.
  ///   - days: the days of the fits.
  ///   - database: the chips.
  /// - Throws: `ForecastError.badQuestion` for a day on or after the question's own, `missingFigure` where no day has a
  ///   fit.
  public init(
    _ question: TrendQuestion, on days: [CalendarDate], in database: ChipDatabase,
    settings: ChipTrend.Settings = .init()
  ) throws {
    if let late = days.first(where: { $0 >= question.knownBy }) {
      throw ForecastError.badQuestion(
        "a fit of what was known by \(late) has nothing to be tested on by \(question.knownBy): choose an earlier day"
      )
    }
    let truth = try ChipSeries(question, in: database).selected
    origins = try days.sorted().map { day in
      var then = question
      then.knownBy = day
      let series = try ChipSeries(then, in: database)
      do {
        let trend = try ChipTrend(series, settings: settings)
        return Origin(
          knownBy: day, points: trend.fit.count, growth: trend.fit.growth, reason: nil,
          scores: truth.filter { $0.released > day }.map { Self.score($0, trend, since: day) })
      } catch let error as ForecastError {
        return Origin(
          knownBy: day, points: series.selected.count, growth: nil, reason: error.description, scores: [])
      }
    }
    if !origins.isEmpty, origins.allSatisfy({ $0.growth == nil }), let reason = origins.last?.reason {
      throw ForecastError.missingFigure(what: "a fit on any of these days", remedy: reason)
    }
    self.question = question
    self.settings = settings
  }

  private static func score(_ point: ChipSeries.Point, _ trend: ChipTrend, since day: CalendarDate) -> Score {
    let forecast = trend.forecast(on: point.released)
    return Score(
      chip: point.chip, released: point.released, yearsAhead: point.year - day.decimalYear,
      actual: point.value,
      forecast: forecast.value, isCovered: forecast.prediction.contains(point.value),
      isCoveredByBootstrap: forecast.bootstrap?.contains(point.value) ?? false)
  }

  /// How well a set of forecasts did.
  public struct Summary: Codable, Equatable, Sendable {
    public let forecasts: Int
    /// The share that lay in the interval of the plain fit, and of the bootstrap.
    public let coverage: Double
    public let bootstrapCoverage: Double
    /// The geometric mean of actual over forecast: below 1 the fits promised too much.
    public let bias: Double
    /// Half of the forecasts were off by at most this factor, up or down.
    public let medianFactor: Double

    /// - Returns: `nil` without scores.
    init?(_ scores: [Score]) {
      guard !scores.isEmpty else { return nil }
      let count = Double(scores.count)
      forecasts = scores.count
      coverage = Double(scores.count(where: \.isCovered)) / count
      bootstrapCoverage = Double(scores.count(where: \.isCoveredByBootstrap)) / count
      bias = exp(scores.reduce(0) { $0 + $1.error } / count)
      medianFactor = exp(Percentiles(scores.map { $0.error.magnitude })(0.5) ?? 0)
    }
  }

  /// The forecasts at most, or more than, so many whole years ahead: under 1, 1 to 2, …, the last for all beyond.
  public func byYearsAhead(upTo last: Int) -> [(years: ClosedRange<Int>?, summary: Summary?)] {
    (0...last).map { years in
      let scores = origins.flatMap(\.scores).filter { min(last, Int($0.yearsAhead)) == years }
      return (years == last ? nil : years...(years + 1), Summary(scores))
    }
  }

  /// How well all of them did; `nil` where nothing could be tested.
  public var total: Summary? { Summary(origins.flatMap(\.scores)) }
}

extension BackTest.Origin {
  /// How well its forecasts did; `nil` where none could be tested.
  public var summary: BackTest.Summary? { BackTest.Summary(scores) }
}
