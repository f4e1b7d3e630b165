import Foundation
import Rating

extension CalendarDate {
  /// Today in UTC.
  static func today() -> CalendarDate {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: .now)
    guard let date = CalendarDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0) else {
      preconditionFailure("the Gregorian calendar gives every moment a day")
    }
    return date
  }
}
