import Rating

/// What a trend says of one day, in the unit of its quantity.
public struct TrendForecast: Codable, Equatable, Sendable {
  public let date: CalendarDate
  /// The plain line.
  public let value: Double
  /// In which the plain line lies.
  public let mean: ClosedRange<Double>
  /// In which a new point lies, by the plain fit.
  public let prediction: ClosedRange<Double>
  /// In which a new point lies, by the block bootstrap; `nil` where no resample could be fitted.
  public let bootstrap: ClosedRange<Double>?
  /// How many years after the last point the day lies; 0 within them.
  public let yearsBeyondData: Double
}

/// When a trend reaches a value.
public struct TrendCrossing: Codable, Equatable, Sendable {
  public let value: Double
  /// When the plain line does; `nil` if it never rises to it.
  public let fitted: CalendarDate?
  /// The ends and the middle of the interval that the bootstrap leaves; `nil` for never.
  public let earliest: CalendarDate?
  public let median: CalendarDate?
  public let latest: CalendarDate?
  /// The share of the resamples that never reach it.
  public let never: Double
}
