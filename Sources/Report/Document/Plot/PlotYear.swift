/// Decimal years as an axis shows them: 2024.5 is 2024-07-02.
enum PlotYear {
  /// What an axis of dates can show: the years of `CalendarDate`.
  static func isDrawable(_ year: Double) -> Bool { (1..<10_000).contains(year) }
}
