/// A rate of growth that somebody published.
public struct PublishedTrend: Codable, Equatable, Sendable {
  /// What grows.
  public enum Quantity: String, Codable, CaseIterable, Sendable {
    case tpp
    case tensor16Bit = "tensor-16bit"
    case fp32
    case memoryBandwidth = "memory-bandwidth"
    case memoryCapacity = "memory-capacity"
    case pricePerformance = "price-performance"
    case energyEfficiency = "energy-efficiency"
    case trainingCompute = "training-compute"
    case trainingCost = "training-cost"
    case trainingDuration = "training-duration"
    case algorithmicEfficiency = "algorithmic-efficiency"
    case clusterPerformance = "cluster-performance"
    case clusterChips = "cluster-chips"
    case clusterPower = "cluster-power"
    case clusterCost = "cluster-cost"
    case stock
  }

  public let id: String
  public let quantity: Quantity
  /// Of what, and how it was selected.
  public let population: String
  public let rate: PublishedRate
  /// How it was fitted, as far as the source says.
  public let method: String?
  /// The first and the last year of the data, as far as the source says.
  public let since: Int?
  public let until: Int?
  /// How many points were fitted, as far as the source says.
  public let count: Int?
  public let provenance: Provenance
}
