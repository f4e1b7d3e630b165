/// What surrounded the products of one visit.
public struct Visit: Codable, Equatable, Sendable {
  /// From 1, over all contenders of the row.
  public let number: Int
  /// Seconds since the measurement began.
  public let startSeconds: Double
  /// The rate of the bare multiply instruction just before the products, in TOP/s.
  public let ceilingTops: Double?
  /// The time for a cache line to go from the first of the processors to the last, in nanoseconds; `nil` on one thread.
  /// A hypervisor that moves virtual processors between dies shows here and in the rate of small products.
  public let coreLatencyNs: Double?
  /// The core's true clock before, between and after the products, in GHz; empty where it cannot be measured.
  public var clocksGHz: [Double] = []
  /// The best of the visit's products, in TOP/s.
  public var bestTops: Double?
  /// The share of their time for which the library's threads waited for a processor that others than Assay held, 0…1.
  public var foreignShare: Double?
  /// The share of all processors' time that a hypervisor gave to other guests, 0…1.
  public var stealShare: Double?
  /// Why the visit is left out of every figure; `nil` for one that counts.
  public var excluded: String?

  /// The visit's clock: the median, since one of the short chains may have been interrupted.
  public var clockGHz: Double? { Statistics.median(clocksGHz) }

  init(number: Int, startSeconds: Double, ceilingTops: Double?, coreLatencyNs: Double?) {
    self.number = number
    self.startSeconds = startSeconds
    self.ceilingTops = ceilingTops
    self.coreLatencyNs = coreLatencyNs
  }
}
