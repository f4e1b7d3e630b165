import Foundation
import Rating

/// A growth that a line can be tied to, as it was published.
public struct YearlyGrowth: Codable, Equatable, Sendable {
  public let id: String
  public let title: String
  /// The factor a year; below 1 for what falls.
  public let perYear: Double
  /// As its source gives it; `nil` where none is published.
  public let interval: ClosedRange<Double>?
  /// The probability of the interval; `nil` where the source does not say.
  public let level: Double?
  /// The id of the source.
  public let source: String

  public init(
    id: String, title: String, perYear: Double, interval: ClosedRange<Double>?, level: Double?, source: String
  ) {
    self.id = id
    self.title = title
    self.perYear = perYear
    self.interval = interval
    self.level = level
    self.source = source
  }

  /// What it grows by in some years, with its interval; a single point where none is published.
  public func factor(years: Double) -> BoundedValue {
    let value = pow(perYear, years)
    guard let interval else { return BoundedValue(value) }
    let ends = [pow(interval.lowerBound, years), pow(interval.upperBound, years)]
    return BoundedValue(value, min(ends[0], ends[1])...max(ends[0], ends[1]))
  }

  /// Years until it has doubled or halved; `nil` for no growth.
  public var yearsToTwo: Double? { perYear == 1 ? nil : log(2) / abs(log(perYear)) }

  /// The same growth the other way.
  var inverse: YearlyGrowth {
    YearlyGrowth(
      id: id, title: title, perYear: 1 / perYear,
      interval: interval.map { 1 / $0.upperBound...1 / $0.lowerBound }, level: level, source: source)
  }
}
