import Rating
import Testing

@Suite struct CalendarDateTests {
  @Test(
    "real days are read and written back",
    arguments: ["2024-02-29", "2022-10-07", "2000-02-29", "0001-01-01", "9999-12-31"])
  func real(text: String) throws {
    #expect(try #require(CalendarDate(text)).description == text)
  }

  @Test(
    "what is not a day in ISO form is refused",
    arguments: [
      "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "24-01-01", "2024-1-1",
      "2024/01/01", "",
      "2024-01-01T00", "２０２４-01-01", "-024-01-01", "0000-01-01", "+024-01-01",
    ])
  func refused(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test("dates are ordered by year, month and day")
  func order() throws {
    let dates = try ["2023-11-17", "2022-10-07", "2023-11-16", "2023-01-31"].map {
      try #require(CalendarDate($0))
    }
    #expect(dates.sorted().map(\.description) == ["2022-10-07", "2023-01-31", "2023-11-16", "2023-11-17"])
  }
}
