import Rating

/// Decimal years as dates: 2024.5 is 2024-07-02.
enum PlotYear {
  /// What an axis of dates can show: the years of `CalendarDate`.
  static func isDrawable(_ year: Double) -> Bool { (1..<10_000).contains(year) }

  /// The day in which a moment lies; `nil` outside of the years 1 to 9999.
  static func date(_ year: Double) -> CalendarDate? {
    guard isDrawable(year) else { return nil }
    let whole = Int(year)
    guard let first = CalendarDate(year: whole, month: 1, day: 1),
      let last = CalendarDate(year: whole, month: 12, day: 31)
    else { return nil }
    // Half a thousandth of a day: the date that a decimal year was made from comes back.
    var day = Int(((year - Double(whole)) * Double(first.days(to: last) + 1) + 5e-4).rounded(.down))
    day = min(day, first.days(to: last))
    let month = (1...12).last { month in
      CalendarDate(year: whole, month: month, day: 1).map { first.days(to: $0) <= day } ?? false
    }
    guard let month, let start = CalendarDate(year: whole, month: month, day: 1) else { return nil }
    return CalendarDate(year: whole, month: month, day: day - first.days(to: start) + 1)
  }

  /// The first moment of a month as a decimal year.
  static func start(ofMonth month: Int, _ year: Int) -> Double? {
    guard let first = CalendarDate(year: year, month: 1, day: 1),
      let last = CalendarDate(year: year, month: 12, day: 31),
      let start = CalendarDate(year: year, month: month, day: 1)
    else { return nil }
    return Double(year) + Double(first.days(to: start)) / Double(first.days(to: last) + 1)
  }
}
