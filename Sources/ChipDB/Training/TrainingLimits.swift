import Rating

/// How far training runs have gone, and how far they are reckoned to go: yardsticks for a planned run.
public struct TrainingLimits: Codable, Equatable, Sendable {
  /// A figure with its source.
  public struct Limit: Codable, Equatable, Sendable {
    public let value: Double
    public let unit: String
    /// The id of its source.
    public let source: String
    public let note: String?
  }

  /// Days that a run rarely exceeds.
  public let usualDays: Limit
  /// Operations above which moving data lowers the utilisation of a run of three months.
  public let efficientOperations: Limit
  /// Operations that latency keeps out of reach of a run of three months.
  public let latencyOperations: Limit
}
