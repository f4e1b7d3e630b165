import ChipDB
import Rulebook

/// Where a row of the trend data comes from.
public struct Provenance: Codable, Equatable, Sendable {
  /// The id in `TrendData.sources`.
  public let source: String
  public let confidence: Confidence
  public let note: String?
  public let place: DataPlace
}
