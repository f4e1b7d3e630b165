import Rating

extension CalendarDate {
  /// The last day that forecasts are made for without a warning.
  public static let forecastHorizon: CalendarDate = {
    guard let date = CalendarDate(year: 2030, month: 12, day: 31) else {
      preconditionFailure("2030 has a last day")
    }
    return date
  }()
}
