import Rating

extension CalendarDate {
  /// The date as a number of years: 2024-07-02 is 2024.5. A year has as many days as the calendar gives it.
  public var decimalYear: Double {
    guard let first = CalendarDate(year: year, month: 1, day: 1),
      let last = CalendarDate(year: year, month: 12, day: 31)
    else { preconditionFailure("every year from 1 to 9999 has a first and a last day") }
    return Double(year) + Double(first.days(to: self)) / Double(first.days(to: last) + 1)
  }

  /// The day in which a moment lies; `nil` outside of the years 1 to 9999.
  public init?(decimalYear: Double) {
    guard decimalYear.isFinite, (1..<10_000).contains(decimalYear) else { return nil }
    let year = Int(decimalYear)
    guard let first = CalendarDate(year: year, month: 1, day: 1),
      let last = CalendarDate(year: year, month: 12, day: 31)
    else { return nil }
    let lastDay = first.days(to: last)
    // Half a thousandth of a day: the date that a decimal year was made from comes back.
    let days = ((decimalYear - Double(year)) * Double(lastDay + 1) + 5e-4).rounded(.down)
    guard let date = first.adding(days: min(Int(days), lastDay)) else { return nil }
    self = date
  }
}
