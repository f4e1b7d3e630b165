/// One timed product, or several that were timed together.
public struct Sample: Codable, Equatable, Sendable {
  /// The visit it belongs to, from 1; 0 for the search's trial.
  public let visit: Int
  /// Of one product.
  public let seconds: Double
  /// TOP/s of this product.
  public let tops: Double
  /// How many products, one after another, a device's seconds are the average of; `nil` for one that was timed by itself.
  public let products: Int?

  public init(visit: Int, seconds: Double, tops: Double, products: Int? = nil) {
    self.visit = visit
    self.seconds = seconds
    self.tops = tops
    self.products = products
  }

  /// The seconds of all of them.
  package var burstSeconds: Double { seconds * Double(products ?? 1) }
}
