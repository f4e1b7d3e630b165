/// One timed product, or several that were timed together.
public struct Sample: Codable, Equatable, Sendable {
  /// The visit it belongs to, from 1; 0 for the search's trial.
  public let visit: Int
  /// Of one product.
  public let seconds: Double
  /// TOP/s of this product.
  public internal(set) var tops: Double
  /// How many products were timed together, of which `seconds` is the mean; `nil` for one that was timed by itself.
  public let products: Int?

  public init(visit: Int, seconds: Double, tops: Double, products: Int? = nil) {
    self.visit = visit
    self.seconds = seconds
    self.tops = tops
    self.products = products
  }

  /// What the clock told, in seconds: the time of all products that were timed together.
  package var toldSeconds: Double { seconds * Double(products ?? 1) }
}
