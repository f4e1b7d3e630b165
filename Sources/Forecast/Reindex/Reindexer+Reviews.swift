import Foundation
import Rating

extension Reindexer {
  /// The reviews from the day on which the line was written to the horizon. The first keeps what was written, but for the
  /// relation to the largest training, which is one from the first day.
  func reviews(_ curve: IndexCurve, _ rule: IndexRule) throws(ForecastError) -> [Reindexed.Review] {
    var reviews: [Reindexed.Review] = []
    var day: CalendarDate? = line.written
    while let from = day, from <= terms.horizon || reviews.isEmpty {
      let isWritten = from == line.written && rule != .largestRun
      reviews.append(
        .init(
          from: from, value: isWritten ? line.original : Self.rounded(try curve.central(from), terms.digits)))
      day = line.written.adding(years: reviews.count * terms.everyYears)
    }
    return reviews
  }

  func row(
    _ date: CalendarDate, _ curve: IndexCurve, _ reviews: [Reindexed.Review]
  ) throws(ForecastError) -> Reindexed.Row {
    let value = try curve.value(date)
    let review = reviews.last { $0.from <= date } ?? reviews[0]
    let law = line.entry(on: date)?.value ?? line.original
    return Reindexed.Row(
      date: date, value: value.value, range: value.range, inForce: review.value, reviewed: review.from,
      law: law, staleness: law / value.value, isForecast: date > frontier.knownBy)
  }

  /// The first day on which the law's value is half or twice what the rule says, up to ten years after the horizon, by
  /// months and then by days; `nil` where there is none.
  func staleDay(_ curve: IndexCurve) -> CalendarDate? {
    func isStale(_ date: CalendarDate) -> Bool {
      guard let law = line.entry(on: date)?.value, let value = try? curve.central(date) else { return false }
      return law / value >= 2 || law / value <= 0.5
    }
    guard let end = terms.horizon.adding(years: 10) else { return nil }
    var last = line.written
    if isStale(last) { return last }
    while let next = last.adding(days: 30), next <= end {
      if isStale(next) {
        return (1...30).lazy.compactMap { last.adding(days: $0) }.first(where: isStale)
      }
      last = next
    }
    return nil
  }

  /// A number with some significant digits, as decimal notation writes it.
  static func rounded(_ value: Double, _ digits: Int) -> Double {
    Double(String(format: "%.*e", digits - 1, value)) ?? value
  }

  func result(
    _ rule: IndexRule, _ result: Reindexed.Result, reason: String? = nil, curve: IndexCurve? = nil,
    rows: [Reindexed.Row] = [], reviews: [Reindexed.Review] = [], stale: CalendarDate? = nil,
    erosion: [LineWorth] = []
  ) -> Reindexed {
    func years(_ growth: Double) -> Double { log(2) / abs(log(growth)) }
    let interval = curve.flatMap { $0.hasInterval ? $0.growth.range : nil }
    // A growth that may be none has no longest time.
    let isOneWay = interval.map { $0.lowerBound > 1 || $0.upperBound < 1 } ?? false
    let times = interval.map { [years($0.lowerBound), years($0.upperBound)].sorted() }
    return Reindexed(
      rule: rule, title: rule.title, formula: rule.formula, direction: rule.direction, result: result,
      reason: reason, series: curve?.series, growth: curve?.growth.value, growthInterval: interval,
      growthLevel: interval == nil ? nil : curve?.level,
      source: curve?.source, rivals: growths.rivals(rule).map { rule.direction == .down ? $0.inverse : $0 },
      rows: rows, reviews: reviews, staleOn: stale,
      yearsToTwo: stale.map { line.written.decimalYear.distance(to: $0.decimalYear) },
      yearsToTwoInterval: isOneWay && [.cost, .energy, .rank, .capability, .stockShare].contains(rule)
        ? times.map { $0[0]...$0[1] } : nil, erosion: erosion)
  }
}

extension CalendarDate {
  /// The same day some years later; 1 March where there is no 29 February. `nil` after the year 9999.
  func adding(years: Int) -> CalendarDate? {
    CalendarDate(year: year + years, month: month, day: day)
      ?? CalendarDate(year: year + years, month: 3, day: 1)
  }
}
