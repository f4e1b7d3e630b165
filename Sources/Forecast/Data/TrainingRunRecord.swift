import Rating
import Rulebook

/// A training run that is publicly known.
public struct TrainingRunRecord: Codable, Equatable, Sendable {
  /// How sure the data set is of the operations, in its own words.
  public enum Estimate: String, Codable, CaseIterable, Sendable {
    case confident, likely, speculative
  }

  public let id: String
  public let name: String
  public let developer: String
  public let countries: [CountryCode]
  /// When the model was published.
  public let date: CalendarDate
  /// Operations of the whole training, those of a base model included.
  public let operations: Double
  /// The published bounds of the operations.
  public let range: PublishedRange?
  public let estimate: Estimate
  /// The chip's id in the chip database, where the product is known.
  public let chip: String?
  /// The hardware as the source names it.
  public let hardware: String?
  /// The model it continues, as the source names it.
  public let base: String?
  public let provenance: Provenance
}
