import Rating

/// A day of a ledger in four bytes, with the order of the calendar.
public struct LedgerDay: Hashable, Comparable, Sendable {
  /// The digits YYYYMMDD as a number.
  private let digits: Int32

  public init(_ date: CalendarDate) {
    digits = Int32(date.year * 10_000 + date.month * 100 + date.day)
  }

  public var year: Int { Int(digits) / 10_000 }
  public var month: Int { Int(digits) / 100 % 100 }
  public var day: Int { Int(digits) % 100 }
  public var quarter: Quarter { Quarter(year: year, number: (month + 2) / 3) }

  /// The same day as a date.
  public var date: CalendarDate {
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("made from a date, and stays one")
    }
    return date
  }

  public static func < (a: LedgerDay, b: LedgerDay) -> Bool { a.digits < b.digits }
}

/// A quarter of a calendar year.
public struct Quarter: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Quarters since the year 0.
  private let index: Int32

  /// - Parameter number: from 1 to 4.
  init(year: Int, number: Int) { index = Int32(year * 4 + number - 1) }

  private init(index: Int32) { self.index = index }

  public var year: Int { Int(index) / 4 }
  public var number: Int { Int(index) % 4 + 1 }
  public var next: Quarter { Quarter(index: index + 1) }

  /// Its last day.
  public var end: CalendarDate {
    let days = [31, 30, 30, 31]
    guard let date = CalendarDate(year: year, month: number * 3, day: days[number - 1]) else {
      preconditionFailure("every quarter has a last day")
    }
    return date
  }

  /// "2025 Q3".
  public var description: String { "\(year) Q\(number)" }

  public static func < (a: Quarter, b: Quarter) -> Bool { a.index < b.index }
}
