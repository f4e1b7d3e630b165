/// One timed product.
public struct Sample: Codable, Equatable, Sendable {
  /// The visit it belongs to, from 1; 0 for the search's trial.
  public let visit: Int
  public let seconds: Double
  /// TOP/s of this product.
  public let tops: Double
}

/// What surrounded the products of one visit.
public struct Visit: Codable, Equatable, Sendable {
  /// From 1.
  public let number: Int
  /// Seconds since the measurement began.
  public let startSeconds: Double
  /// The core's true clock just before the products, in GHz; `nil` where it cannot be measured.
  public let clockGHz: Double?
  /// The rate of the bare multiply instruction just before the products, in TOP/s.
  public let ceilingTops: Double?
}
