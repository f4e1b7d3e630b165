import Rating
import Testing

@Suite struct CalendarDaysTests {
  @Test("days are added over months, leap days and centuries")
  func days() throws {
    let cases = [
      ("2024-02-28", 1, "2024-02-29"), ("2023-02-28", 1, "2023-03-01"), ("2100-02-28", 1, "2100-03-01"),
      ("2000-02-28", 1, "2000-02-29"), ("2026-01-01", 365, "2027-01-01"), ("2026-12-31", 1, "2027-01-01"),
      ("2026-03-01", -1, "2026-02-28"), ("0001-01-01", 0, "0001-01-01"),
      ("1600-03-01", 146_097, "2000-03-01"),
    ]
    for (start, days, end) in cases {
      #expect(CalendarDate(start)?.adding(days: days)?.description == end)
    }
  }

  @Test("every day of 800 years is the next of the one before, and adding goes there and back")
  func everyDay() throws {
    let start = try #require(CalendarDate("1900-01-01"))
    var previous = start
    for days in 1...(2 * 146_097) {
      let day = try #require(start.adding(days: days))
      guard previous < day, day.adding(days: -days) == start else {
        Issue.record("\(days) days after \(start): \(day)")
        return
      }
      previous = day
    }
    #expect(previous.description == "2700-01-01")
  }

  @Test("there is no day outside of the years 1 to 9999, however far")
  func outside() throws {
    let last = try #require(CalendarDate("9999-12-31"))
    #expect(last.adding(days: 1) == nil)
    #expect(last.adding(days: .max) == nil)
    #expect(CalendarDate("0001-01-01")?.adding(days: -1) == nil)
    #expect(CalendarDate("0001-01-01")?.adding(days: .min) == nil)
  }
}
