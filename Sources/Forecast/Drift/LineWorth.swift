import Rating

/// What a line is worth on a day, in one view.
public struct LineWorth: Codable, Equatable, Sendable {
  public let view: LineView
  public let date: CalendarDate
  /// In `unit`; `nil` where something is missing.
  public let value: Double?
  /// What the sources of a chip's figures leave; for a day to come, the interval of the trend.
  public let range: ClosedRange<Double>?
  /// The count in whole chips, where chips are added up.
  public let whole: Double?
  public let wholeRange: ClosedRange<Double>?
  public let unit: String?
  /// By which chip or trend.
  public let basis: String?
  public let isForecast: Bool
  /// Why there is no value, and the remedy.
  public let missing: String?

  init(
    _ view: LineView, _ date: CalendarDate, _ value: BoundedValue, whole: BoundedValue? = nil, unit: String,
    basis: String, isForecast: Bool
  ) {
    self.view = view
    self.date = date
    self.value = value.value
    range = value.range
    self.whole = whole?.value
    wholeRange = whole?.range
    self.unit = unit
    self.basis = basis
    self.isForecast = isForecast
    missing = nil
  }

  init(_ view: LineView, _ date: CalendarDate, missing: String) {
    self.view = view
    self.date = date
    (value, range, whole, wholeRange, unit, basis) = (nil, nil, nil, nil, nil, nil)
    isForecast = false
    self.missing = missing
  }
}
