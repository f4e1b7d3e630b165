import Rating

/// A number of the law through time.
public struct Parameter: Equatable, Sendable {
  public let id: String
  /// What it is a line for; `nil` for a factor without a unit.
  public let quantity: Quantity?
  /// In ascending order of their first day.
  public let values: [DatedValue]

  /// The value in force on a day; `nil` before the first value and after a repeal.
  public func value(on date: CalendarDate) -> DatedValue? {
    guard let entry = values.last(where: { $0.from <= date }), entry.value != nil else { return nil }
    return entry
  }
}

/// A value from one day until the next value starts.
public struct DatedValue: Equatable, Sendable {
  public let from: CalendarDate
  /// In the unit of the parameter's quantity, if it has one; `nil` where the number was repealed or has lapsed.
  public let value: Double?
  public let reference: String
  public let confidence: Confidence
}
