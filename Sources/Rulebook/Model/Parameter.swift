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

  /// The repeal in force on a day; `nil` before the first value and where there is a value.
  public func repeal(on date: CalendarDate) -> DatedValue? {
    guard let entry = values.last(where: { $0.from <= date }), entry.value == nil else { return nil }
    return entry
  }
}

extension Parameter {
  /// The first of the values that say the same number without a break up to one of them.
  public func first(of entry: DatedValue) -> DatedValue {
    values.filter { $0.from <= entry.from }.reversed().prefix { $0.value == entry.value }.last ?? entry
  }
}

/// A value from one day until the next value starts.
public struct DatedValue: Equatable, Sendable {
  /// The first day in force.
  public let from: CalendarDate
  /// The day on which it was made public, not after `from`; `nil` where the file does not say.
  public let announced: CalendarDate?
  /// In the unit of the parameter's quantity, if it has one; `nil` where the number was repealed or has lapsed.
  public let value: Double?
  public let reference: String
  public let confidence: Confidence
}
