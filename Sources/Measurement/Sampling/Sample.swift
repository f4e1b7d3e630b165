/// One timed product.
public struct Sample: Codable, Equatable, Sendable {
  /// The visit it belongs to, from 1; 0 for the search's trial.
  public let visit: Int
  public let seconds: Double
  /// TOP/s of this product.
  public let tops: Double
}
