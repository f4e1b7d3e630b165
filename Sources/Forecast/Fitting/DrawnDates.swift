import Rating

/// When something happens by a number of draws: the ends and the middle of their interval, `nil` for never.
struct DrawnDates {
  let earliest: CalendarDate?
  let median: CalendarDate?
  let latest: CalendarDate?
  /// The share of the draws in which it never happens; `nil` without draws.
  let never: Double?

  /// - Parameters:
  ///   - years: a decimal year for each draw, infinite for never.
  ///   - level: the share of the draws between the earliest and the latest day.
  init(_ years: [Double], level: Double) {
    let percentiles = Percentiles(years)
    func date(_ share: Double) -> CalendarDate? {
      percentiles(share).flatMap { CalendarDate(decimalYear: $0) }
    }
    earliest = date((1 - level) / 2)
    median = date(0.5)
    latest = date((1 + level) / 2)
    never = years.isEmpty ? nil : Double(years.count { !$0.isFinite }) / Double(years.count)
  }
}
