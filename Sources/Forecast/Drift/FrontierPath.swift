import ChipDB
import Foundation
import Rating

/// The best that chips offer of a quantity on any day: the best chip out by then, which grows as
/// the trend does after the last known day.
public struct FrontierPath: Sendable {
  public let series: ChipSeries
  /// The trend, or why there is none.
  public let trend: Result<ChipTrend, ForecastError>
  let settings: ChipTrend.Settings

  public init(_ series: ChipSeries, settings: ChipTrend.Settings) throws {
    self.series = series
    self.settings = settings
    do { trend = .success(try ChipTrend(series, settings: settings)) } catch let error as ForecastError {
      trend = .failure(error)
    }
  }

  public var knownBy: CalendarDate { series.question.knownBy }

  /// What the best chip offers on a day.
  ///
  /// After the last known day the best chip known then grows as the trend does: the trend says how fast, and the chip from
  /// where. The interval is that of the bootstrap, growth and distance of a new chip from the line, at the level of the
  /// settings, and no less than the best chip: a frontier does not fall. Before, it is what the sources leave of the
  /// chip's figure.
  /// - Throws: `ForecastError` for a day before the first chip, and for a day to come where there is no trend.
  public func offer(on date: CalendarDate) throws(ForecastError) -> Offer {
    let quantity = series.question.quantity
    guard let best = series.best(by: min(date, knownBy)) else {
      throw .missingFigure(
        what: "\(quantity.label) of a chip out by \(min(date, knownBy))", remedy: series.remedy)
    }
    guard date > knownBy else {
      return Offer(
        value: BoundedValue(best.value, best.range), chip: best.chip, basis: basis(best, on: date),
        isForecast: false)
    }
    let trend = try trend.get()
    let draws = zip(
      trend.bootstrap.predictions(at: date.decimalYear), trend.bootstrap.values(at: knownBy.decimalYear)
    ).map { then, now in best.value * max(1, then / now) }
    let value = best.value * growth(trend, until: date)
    let range = Percentiles(draws).middle(settings.level) ?? value...value
    return Offer(
      value: BoundedValue(value, range), chip: nil,
      basis: "\(basis(best, on: knownBy)), growing as the trend of \(quantity.label)", isForecast: true)
  }

  /// The factor from the last known day on; a trend that falls moves no frontier.
  private func growth(_ trend: ChipTrend, until date: CalendarDate) -> Double {
    max(1, pow(10, trend.fit.slope * knownBy.decimalYear.distance(to: date.decimalYear)))
  }

  /// The same without its interval.
  func central(on date: CalendarDate) throws(ForecastError) -> Double {
    guard date > knownBy, let best = series.best(by: knownBy) else { return try offer(on: date).value.value }
    return best.value * growth(try trend.get(), until: date)
  }

  /// The chip with its day, and a warning where nothing is known of newer ones.
  private func basis(_ best: ChipSeries.Point, on date: CalendarDate) -> String {
    let chip = "\(best.name) (\(best.released))"
    guard let last = series.points.last(where: { $0.released <= date }), last.released.days(to: date) > 366
    else { return chip }
    return chip + ", no chip after \(last.released) has a known \(series.question.quantity.label)"
  }
}

/// What one chip, or the frontier, offers of a quantity on a day.
public struct Offer: Codable, Equatable, Sendable {
  /// In the unit of the quantity.
  public let value: BoundedValue
  /// The id of the chip; `nil` for a trend.
  public let chip: String?
  /// The chip or the trend, in words.
  public let basis: String
  public let isForecast: Bool
}
