/// One timed product, or a burst of them.
public struct Sample: Codable, Equatable, Sendable {
  /// The visit it belongs to, from 1; 0 for the search's trial.
  public let visit: Int
  /// Of one product.
  public let seconds: Double
  /// TOP/s of this product.
  public internal(set) var tops: Double
  /// How many products were timed together, of which `seconds` is the mean; `nil` for one alone.
  public internal(set) var products: Int?

  /// What the clock told, in seconds: the time of all products that were timed together.
  public var toldSeconds: Double { seconds * Double(products ?? 1) }
}
