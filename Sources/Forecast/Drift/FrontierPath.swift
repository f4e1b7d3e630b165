import ChipDB
import Foundation
import Rating

/// The best that chips offer of a quantity on any day: the best chip out by then, and after the last known day the trend.
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

  /// The best chip out by a day; the first to reach that value. `nil` before the first of the series.
  public func best(by date: CalendarDate) -> ChipSeries.Point? {
    series.points.lazy.filter { $0.released <= date }.reduce(nil) { best, point in
      best.map { $0.value >= point.value } ?? false ? best : point
    }
  }

  /// What the best chip offers on a day.
  ///
  /// After the last known day it is the line of the trend, and no less than the best chip before it: a frontier does not
  /// fall. The interval is then that of the bootstrap's predictions, at the level of the settings; before, it is what the
  /// sources leave of the chip's figure.
  /// - Throws: `ForecastError` for a day before the first chip, and for a day to come where there is no trend.
  public func offer(on date: CalendarDate) throws(ForecastError) -> Offer {
    let quantity = series.question.quantity
    guard let best = best(by: min(date, knownBy)) else {
      throw .missingFigure(
        what: "\(quantity.label) of a chip out by \(min(date, knownBy))", remedy: series.remedy)
    }
    guard date > knownBy else {
      return Offer(
        value: BoundedValue(best.value, best.range), chip: best.chip, basis: basis(best, on: date),
        isForecast: false)
    }
    let trend = try trend.get()
    let draws = trend.bootstrap.predictions(at: date.decimalYear).map { max($0, best.value) }
    let value = max(trend.fit.value(at: date.decimalYear), best.value)
    let range = Percentiles(draws).middle(settings.level) ?? value...value
    return Offer(
      value: BoundedValue(value, range), chip: nil, basis: "trend of \(quantity.label)", isForecast: true)
  }

  /// The same without its interval.
  func central(on date: CalendarDate) throws(ForecastError) -> Double {
    guard date > knownBy, let best = best(by: knownBy) else { return try offer(on: date).value.value }
    return max(try trend.get().fit.value(at: date.decimalYear), best.value)
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
