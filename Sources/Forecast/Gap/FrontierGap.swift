import ChipDB
import Rating

/// The best chips of one country beside those of another, under one definition of equivalence.
public struct FrontierGap: Sendable {
  /// The best chip of a country that was out by a day.
  public struct Best: Codable, Equatable, Sendable {
    public let chip: String
    public let name: String
    public let released: CalendarDate
    /// In reference chips.
    public let value: Double
    /// What the sources leave.
    public let range: ClosedRange<Double>

    init(_ point: ChipSeries.Point) {
      (chip, name, released) = (point.chip, point.name, point.released)
      (value, range) = (point.value, point.range)
    }
  }

  /// How the two stand on a day.
  public struct Standing: Codable, Equatable, Sendable {
    public let date: CalendarDate
    public let country: Best?
    public let against: Best?
    /// The other's best over the country's own; `nil` where one has no chip yet.
    public let ratio: Double?
    /// The ratio with what the sources leave of both chips.
    public let ratioRange: ClosedRange<Double>?
    /// The ratio without the country's best chip, by its next; `nil` where there is none.
    public let ratioWithoutBest: Double?
    /// The ratio by the other's next best chip; `nil` where there is none.
    public let ratioWithoutOther: Double?
    /// The best chips but one.
    public let next: Best?
    public let nextAgainst: Best?
    /// The first chip of the leading side that was as good as the trailing side's best.
    public let matchedBy: Best?
    /// Years since that chip came out; below zero where the country leads. `nil` where one has no chip yet.
    public let yearsBehind: Double?
  }

  public let definition: EquivalenceDefinition
  /// Of the country that is asked about.
  public let country: ChipSeries
  /// Of the country that it is held against.
  public let against: ChipSeries

  /// - Parameters:
  ///   - question: its quantity and country are replaced.
  ///   - country: ISO 3166 alpha-2, as is `against`.
  public init(
    _ definition: EquivalenceDefinition, country: String, against: String, question: TrendQuestion,
    in database: ChipDatabase
  ) throws {
    func series(_ code: String) throws -> ChipSeries {
      var question = question
      question.quantity = .equivalent(definition)
      question.filter.country = code
      return try ChipSeries(question, in: database)
    }
    self.definition = definition
    self.country = try series(country)
    self.against = try series(against)
  }

  /// How the two stand by the chips that were out on a day.
  public func standing(on date: CalendarDate) -> Standing {
    let own = best(of: country, by: date)
    let other = best(of: against, by: date)
    let next = own.flatMap { best(of: country, by: date, without: $0.chip) }
    let nextOther = other.flatMap { best(of: against, by: date, without: $0.chip) }
    guard let own, let other else {
      return Standing(
        date: date, country: own, against: other, ratio: nil, ratioRange: nil, ratioWithoutBest: nil,
        ratioWithoutOther: nil, next: next, nextAgainst: nextOther, matchedBy: nil, yearsBehind: nil)
    }
    let isBehind = own.value <= other.value
    let (leader, mark) = isBehind ? (against, own.value) : (country, other.value)
    let matched = leader.points.first { $0.value >= mark && $0.released <= date }.map(Best.init)
    let years = matched.map { date.decimalYear - $0.released.decimalYear }
    let range = other.range.lowerBound / own.range.upperBound...other.range.upperBound / own.range.lowerBound
    return Standing(
      date: date, country: own, against: other, ratio: other.value / own.value, ratioRange: range,
      ratioWithoutBest: next.map { other.value / $0.value },
      ratioWithoutOther: nextOther.map { $0.value / own.value }, next: next, nextAgainst: nextOther,
      matchedBy: matched, yearsBehind: years.map { isBehind ? $0 : -$0 })
  }

  /// The highest of those that were out; the earliest of equals.
  private func best(of series: ChipSeries, by date: CalendarDate, without chip: String? = nil) -> Best? {
    var best: ChipSeries.Point?
    for point in series.points
    where point.released <= date && point.chip != chip && point.value > best?.value ?? 0 { best = point }
    return best.map(Best.init)
  }

  /// The first day on which both have a chip.
  public var begin: CalendarDate? {
    guard let own = country.points.first?.released, let other = against.points.first?.released else {
      return nil
    }
    return max(own, other)
  }
}
