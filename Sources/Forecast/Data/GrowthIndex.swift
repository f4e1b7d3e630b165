/// A published trend that a rule of re-indexing may tie a threshold to.
public struct GrowthIndex: Codable, Equatable, Sendable {
  /// The rules that need a rate of growth.
  public enum Rule: String, Codable, CaseIterable, Sendable {
    case constantCost = "R2"
    case constantEnergy = "R3"
    case constantCapability = "R5"
    case largestRun = "R6"
    case shareOfStock = "R7"

    /// Which way the rule moves a threshold. Hardware makes a line too strict, algorithms make it too lax, so that no index
    /// of one direction serves a rule of the other.
    public var direction: Direction { self == .constantCapability ? .down : .up }
  }

  /// Which way an index moves a threshold.
  public enum Direction: String, Codable, CaseIterable, Sendable {
    case up, down
  }

  public let id: String
  public let rule: Rule
  public let title: String
  /// The published rate it follows, with its source.
  public let trend: PublishedTrend
  /// Whether the rule uses it when nobody chooses; exactly one of each rule is.
  public let isDefault: Bool
  public let note: String?

  public var direction: Direction { rule.direction }

  /// The factor by which a threshold under this index changes in a year: below 1 where it falls.
  public var thresholdFactorPerYear: Double {
    let growth = trend.rate.growthPerYear
    return direction == .up ? growth : 1 / growth
  }
}
