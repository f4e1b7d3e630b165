extension Quantity {
  /// The theoretical peak of a computing cluster in operations a second; `nil` where this rulebook tests none.
  public static var ofClusterPerformance: Quantity? { Quantity(rawValue: "cluster-performance") }
  /// The networking of a computing cluster in Gbit/s; `nil` where this rulebook tests none.
  public static var ofClusterNetworking: Quantity? { Quantity(rawValue: "cluster-networking") }
}
