/// How long and how often to measure.
///
/// The capability of a machine is the maximum over *visits* that are spread in time: disturbances last
/// from a tenth of a second to many seconds, so consecutive calls share one fate and repeating them
/// converges on the disturbance.
public struct SamplingPlan: Codable, Equatable, Sendable {
  public let tier: String
  /// The time for all visits together, in seconds; the search for shapes and kernels comes on top.
  public let seconds: Double
  public let minimumVisits: Int
  public let maximumVisits: Int
  /// A row is done when its three best visits agree within this fraction.
  public let agreement: Double
  /// The least time of one visit's calls, in seconds.
  public let burstSeconds: Double
  /// The sides of the square products that the search tries, in rising order.
  public let sides: [Int]
  /// The search goes at least up to this side, as far as calls stay short.
  public let leastLargestSide: Int
  /// In the search, the longest call that is worth trying, in seconds.
  public let longestCallSeconds: Double

  public init(
    tier: String, seconds: Double, minimumVisits: Int, maximumVisits: Int, agreement: Double,
    burstSeconds: Double, sides: [Int], leastLargestSide: Int,
    longestCallSeconds: Double
  ) {
    self.tier = tier
    self.seconds = seconds
    self.minimumVisits = minimumVisits
    self.maximumVisits = maximumVisits
    self.agreement = agreement
    self.burstSeconds = burstSeconds
    self.sides = sides
    self.leastLargestSide = leastLargestSide
    self.longestCallSeconds = longestCallSeconds
  }

  /// Under half a minute for a whole rating; indicative.
  public static let quick = SamplingPlan(
    tier: "quick", seconds: 12, minimumVisits: 8, maximumVisits: 20, agreement: 0.005,
    burstSeconds: 0.05, sides: commonSides, leastLargestSide: 3072, longestCallSeconds: 0.7)

  /// About two minutes, with larger products and more visits.
  public static let standard = SamplingPlan(
    tier: "standard", seconds: 90, minimumVisits: 12, maximumVisits: 40, agreement: 0.005,
    burstSeconds: 0.1, sides: commonSides, leastLargestSide: 3072, longestCallSeconds: 2)

  private static let commonSides = [512, 1024, 2048, 3072, 4096, 6144, 8192, 12288, 16384]
}
