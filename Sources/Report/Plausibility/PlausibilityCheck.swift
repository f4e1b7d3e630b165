/// What a measurement is held against, so that a figure which cannot be true shows. docs/plausibility.md explains each.
public enum PlausibilityCheck: String, Codable, CaseIterable, Sendable {
  case powerAgainstClaim = "power-against-claim"
  case clockAgainstRate = "clock-against-rate"
  case ceilingAgainstRate = "ceiling-against-rate"
  case clockAgreement = "wall-clock-against-monotonic-clock"
  case sampleDistribution = "sample-distribution"

  public var label: String {
    switch self {
    case .powerAgainstClaim: "power against claim"
    case .clockAgainstRate: "clock against rate"
    case .ceilingAgainstRate: "ceiling against rate"
    case .clockAgreement: "wall clock against monotonic clock"
    case .sampleDistribution: "distribution of the samples"
    }
  }

  /// What a check looked at, and what it could not look at.
  public struct Record: Codable, Equatable, Sendable {
    public let id: PlausibilityCheck
    /// What was held against each other, one remark each; empty where nothing could be.
    public internal(set) var examined: [String]
    /// "unsupported: " and why something could not be.
    public internal(set) var unsupported: [String]
  }
}
