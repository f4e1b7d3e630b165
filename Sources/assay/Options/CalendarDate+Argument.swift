import ArgumentParser
import Rating

extension CalendarDate {
  /// Reads a date of the command line.
  /// - Throws: `ValidationError` with the remedy for what is no day of the calendar.
  static func argument(_ text: String) throws -> CalendarDate {
    guard let date = CalendarDate(text) else {
      throw ValidationError("not a day of the calendar: write YYYY-MM-DD")
    }
    return date
  }
}
