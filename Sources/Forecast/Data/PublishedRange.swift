/// A published interval or range of a positive quantity.
public struct PublishedRange: Codable, Equatable, Sendable {
  public let low: Double
  public let high: Double
  /// The probability between the ends; `nil` where the source does not say.
  public let level: Double?
}
