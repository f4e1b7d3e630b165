extension CalendarDate {
  /// The day that lies a number of days after this one, or before it for a negative number; `nil` outside of the years 1
  /// to 9999.
  ///
  /// Days are counted from 1 March of the year 0 in eras of 400 years, in which the Gregorian calendar repeats.
  public func adding(days: Int) -> CalendarDate? {
    let sum = dayNumber.addingReportingOverflow(days)
    guard !sum.overflow, (0...Self.lastDayNumber).contains(sum.partialValue) else { return nil }
    let number = sum.partialValue
    let era = number / Self.daysInEra
    let dayOfEra = number % Self.daysInEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return CalendarDate(
      year: 400 * era + yearOfEra + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static let daysInEra = 146_097
  private static let lastDayNumber = 10_000 * 366

  private var dayNumber: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    let yearOfEra = shiftedYear % 400
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
    return shiftedYear / 400 * Self.daysInEra + 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  }
}
