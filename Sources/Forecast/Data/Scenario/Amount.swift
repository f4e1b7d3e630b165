/// A figure of a scenario, as it was published: a median, a range, or both.
public struct Amount: Codable, Equatable, Sendable {
  /// Whether the source gives the figure as a bound alone.
  public enum Bound: String, Codable, CaseIterable, Sendable {
    case atMost = "at-most"
    case atLeast = "at-least"
  }

  /// `nil` where only a range is published.
  public let median: Double?
  public let range: PublishedRange?
  public let bound: Bound?

  /// The median, or the geometric mean of the range.
  public let central: Double

  /// - Returns: `nil` without both a median and a range.
  init?(median: Double?, range: PublishedRange?, bound: Bound?) {
    guard let central = median ?? range.map({ ($0.low * $0.high).squareRoot() }) else { return nil }
    self.median = median
    self.range = range
    self.bound = bound
    self.central = central
  }

  /// The amount as a distribution; `nil` where no range with a level is published.
  public var distribution: Lognormal? {
    guard let range, let level = range.level else { return nil }
    return Lognormal(low: range.low, median: central, high: range.high, level: level)
  }
}
