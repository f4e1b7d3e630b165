import Rating

/// The outcome of measuring one precision, or one shape of it.
public struct MeasurementRow: Codable, Equatable, Sendable {
  public enum Status: String, Codable, Sendable {
    /// Measured, and every product checked.
    case verified
    /// Measured, but a product was wrong, or the library failed; it has no rate.
    case failed
    /// Not measured: this host has no native path.
    case unsupported
    /// Not measured: stopped before its turn.
    case interrupted
  }

  public let precision: Precision
  public let status: Status
  /// Why there is no rate, or what to know about it.
  public var reason: String?
  /// The library that gave the best verified rate, with its version.
  public var provider: String?
  /// The kernel it ran, in its own words.
  public var kernel: String?
  public var shape: GEMMShape?
  public var threads: Int?
  /// The best rate over all visits, in TOP/s.
  public var topsBest: Double?
  /// The median over all samples, in TOP/s.
  public var topsMedian: Double?
  /// The interquartile range of the samples over their median.
  public var spread: Double?
  /// The best rate of the bare multiply instruction, and which it was.
  public var ceiling: Ceiling?
  /// The median of the clock over the visits, in GHz.
  public var clockGHz: Double?
  public var check: ProductCheck?
  /// Why sampling ended: "agreement", "visits", "budget", "interrupted".
  public var stopped: String?
  public var visits: [Visit] = []
  public var samples: [Sample] = []
  /// What else was tried in the search for the best library and shape.
  public var candidates: [Candidate] = []

  /// One library and shape tried in the search.
  public struct Candidate: Codable, Equatable, Sendable {
    public let provider: String
    public let shape: GEMMShape
    /// TOP/s of the best trial; `nil` when it failed.
    public let tops: Double?
    public let reason: String?
  }

  /// The rate of the bare multiply instruction on all measured cores, registers only.
  public struct Ceiling: Codable, Equatable, Sendable {
    /// The instruction, e.g. "vdpbf16ps zmm".
    public let instruction: String
    /// TOP/s, the best over the visits.
    public let tops: Double
  }

  /// Writes every key: what is absent is null, so that readers can tell it from a key they misspelt.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(precision, forKey: .precision)
    try container.encode(status, forKey: .status)
    try container.encode(reason, forKey: .reason)
    try container.encode(provider, forKey: .provider)
    try container.encode(kernel, forKey: .kernel)
    try container.encode(shape, forKey: .shape)
    try container.encode(threads, forKey: .threads)
    try container.encode(topsBest, forKey: .topsBest)
    try container.encode(topsMedian, forKey: .topsMedian)
    try container.encode(spread, forKey: .spread)
    try container.encode(ceiling, forKey: .ceiling)
    try container.encode(clockGHz, forKey: .clockGHz)
    try container.encode(check, forKey: .check)
    try container.encode(stopped, forKey: .stopped)
    try container.encode(visits, forKey: .visits)
    try container.encode(samples, forKey: .samples)
    try container.encode(candidates, forKey: .candidates)
  }

  public init(precision: Precision, status: Status, reason: String? = nil) {
    self.precision = precision
    self.status = status
    self.reason = reason
  }

  /// Best rate over the ceiling: the efficiency of the product against the silicon.
  public var efficiency: Double? {
    guard let topsBest, let ceiling, ceiling.tops > 0 else { return nil }
    return topsBest / ceiling.tops
  }
}
