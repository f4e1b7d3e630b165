import Rating

/// A line as one rule would have it.
public struct Reindexed: Codable, Sendable {
  /// How the rule ends.
  public enum Result: String, Codable, Sendable {
    case applies
    case doesNotApply = "does-not-apply"
    /// Something that it needs is not known.
    case unknown
  }

  /// The line on one day.
  public struct Row: Codable, Equatable, Sendable {
    public let date: CalendarDate
    /// By the rule, on the day itself.
    public let value: Double
    /// What the sources of a chip leave, the published interval of an index, or the interval of the trend.
    public let range: ClosedRange<Double>
    /// As the last review left it, rounded.
    public let inForce: Double
    public let reviewed: CalendarDate
    /// What the law says; its last value where it has lapsed.
    public let law: Double
    /// law ÷ value: below 1 where the law has become stricter than the rule, above 1 where it has become laxer.
    public let staleness: Double
    public let isForecast: Bool
  }

  /// A value from one review to the next.
  public struct Review: Codable, Equatable, Sendable {
    public let from: CalendarDate
    public let value: Double
  }

  public let rule: IndexRule
  public let title: String
  public let formula: String
  public let direction: IndexRule.Direction
  public let result: Result
  /// Why it does not apply or is unknown.
  public let reason: String?
  /// What the line follows, in words.
  public let series: String?
  /// The factor a year.
  public let growth: Double?
  public let growthInterval: ClosedRange<Double>?
  /// The probability of that interval: of a published one as published; `nil` where nobody says it.
  public let growthLevel: Double?
  /// The id of the source, or how the growth was fitted.
  public let source: String?
  /// Other published growths of the same thing.
  public let rivals: [YearlyGrowth]
  public let rows: [Row]
  public let reviews: [Review]
  /// When the law's value is first half or twice what the rule says; `nil` where it is not within the days looked at.
  public let staleOn: CalendarDate?
  /// From the day the line was written to that.
  public let yearsToTwo: Double?
  /// By the ends of the growth's interval.
  public let yearsToTwoInterval: ClosedRange<Double>?
  /// What the unchanged line holds, for the rule that changes no line.
  public let erosion: [LineWorth]
}
