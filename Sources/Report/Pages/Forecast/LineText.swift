import Forecast
import Rating

/// How the pages about lines put things.
enum LineText {
  static func text(_ interval: ClosedRange<Double>?) -> String {
    guard let interval, interval.lowerBound < interval.upperBound else { return "-" }
    return "\(NumberFormat.number(interval.lowerBound)) to \(NumberFormat.number(interval.upperBound))"
  }

  static func whole(_ count: Double?, _ range: ClosedRange<Double>?) -> String {
    guard let count else { return "-" }
    guard let range, range.lowerBound < range.upperBound else { return NumberFormat.whole(count) }
    return NumberFormat.whole(count)
      + " (\(NumberFormat.whole(range.lowerBound)) to \(NumberFormat.whole(range.upperBound)))"
  }

  static func fields(_ line: ThresholdLine, on date: CalendarDate) -> [(label: String, value: String)] {
    let now = line.entry(on: date)
    func value(_ entry: ThresholdLine.Value) -> String {
      "\(line.comparison.symbol) \(NumberFormat.exact(entry.value ?? 0)) \(line.unit) from \(entry.from) "
        + "(\(entry.reference))"
    }
    return [
      ("line", "\(line.id): \(line.title)"), ("bears on", line.bearing.words),
      ("as written", value(line.values[0])),
    ] + (now.flatMap { $0.from == line.written ? nil : ("on \(date)", value($0)) }.map { [$0] } ?? [])
  }

  /// The warning for days beyond the horizon; `nil` where there are none.
  /// - Parameter drawn: what is no more than drawn on there.
  static func beyond(_ horizon: CalendarDate, _ dates: [CalendarDate], _ drawn: String) -> String? {
    let beyond = dates.filter { $0 > horizon }.map(\.description)
    return beyond.isEmpty
      ? nil
      : "\(beyond.joined(separator: ", ")): beyond the horizon, \(horizon): no more than \(drawn) drawn on"
  }

  /// What has to be said of the days asked about.
  static func warnings(_ line: ThresholdLine, _ dates: [CalendarDate], horizon: CalendarDate) -> [String] {
    var warnings: [String] = []
    if let beyond = Self.beyond(horizon, dates, "trends") { warnings.append(beyond) }
    if let last = dates.max(), let lapsed = line.lapsed(by: last), let value = line.entry(on: last)?.value {
      warnings.append(
        "the number lapsed on \(lapsed): from there on its last value, \(NumberFormat.exact(value)) \(line.unit), is "
          + "followed")
    }
    let before = dates.filter { $0 < line.written }.map(\.description)
    if !before.isEmpty {
      warnings.append("\(before.joined(separator: ", ")): before the line was written, on \(line.written)")
    }
    return warnings
  }

  /// How far the best chip, which days to come start from, lies from the trend that they grow by, and on how much that
  /// trend rests.
  static func step(_ path: FrontierPath) -> String? {
    guard let trend = try? path.trend.get(), let best = path.series.best(by: path.knownBy) else { return nil }
    let (quantity, value) = (path.series.question.quantity, trend.fit.value(at: path.knownBy.decimalYear))
    return
      "\(quantity.label): on \(path.knownBy) the best chip has \(NumberFormat.number(best.value)) \(quantity.unit) "
      + "(\(best.name), \(best.released)) and the trend \(NumberFormat.number(value)); days to come start from "
      + "the chip and grow as the trend, which rests on \(trend.fit.count) points"
  }

  /// The day it was written, the last known day, and the ends of the years to the horizon.
  static func days(
    _ dates: [CalendarDate], _ line: ThresholdLine, knownBy: CalendarDate, horizon: CalendarDate
  ) -> [CalendarDate] {
    guard dates.isEmpty else { return dates }
    return Set(
      [line.written, max(knownBy, line.written)] + TrendPage.yearEnds(from: line.written, to: horizon)
    ).sorted()
  }
}
