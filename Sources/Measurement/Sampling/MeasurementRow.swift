import Rating

/// The outcome of measuring one precision, or one shape of it.
public struct MeasurementRow: Codable, Equatable, Sendable {
  public enum Status: String, Codable, Sendable {
    /// Measured, and every product checked.
    case verified
    /// Measured and right, but no faster than a conversion to a wider format would be: it earns no rating.
    case emulated
    /// Measured, but on operands with which a wrong product can look right: it earns no rating.
    case mistrusted
    /// Measured, but a product was wrong, or the library failed; it has no rate.
    case failed
    /// Not measured: no library here multiplies it.
    case unsupported
    /// Not measured: stopped before its turn.
    case interrupted
  }

  public let precision: Precision
  public internal(set) var status: Status
  /// Why there is no rate, or what to know about it.
  public var reason: String?
  /// The library that gave the best verified rate, with its version.
  public var provider: String?
  /// The kernel it ran, in its own words.
  public var kernel: String?
  public var shape: GEMMShape?
  public var threads: Int?
  /// What kind of product it is on a device, and how its matrices lay; `nil` on the host's processor.
  public var variant: ProductVariant?
  /// How the operands were drawn.
  public var operands: OperandDistribution?
  /// The capability: the best rate over the visits that count, in TOP/s.
  public var topsBest: Double?
  /// The median over these visits of each one's best rate, in TOP/s.
  public var topsMedian: Double?
  /// The interquartile range of these visits' best rates over their median.
  public var spread: Double?
  /// The median over these visits of their best rate over the ceiling measured in the same visit.
  public var ofVisitCeiling: Double?
  /// A run without a pause, on a warm machine; only in the record tier.
  public var sustained: Sustained?
  /// The best rate of the bare multiply instruction, and which it was.
  public var ceiling: Ceiling?
  /// The median of the clock over the visits, in GHz.
  public var clockGHz: Double?
  public var check: ProductCheck?
  /// A device's own check of all rows; `nil` on the host's processor, and where the device has none.
  public var deviceCheck: ProductCheck?
  /// What arithmetic the library ran, by crafted products.
  public var fingerprint: Fingerprint?
  /// The command line that measures this row again.
  public var reproduce: String?
  /// Why sampling ended: "agreement", "visits", "budget", "interrupted".
  public var stopped: String?
  public var visits: [Visit] = []
  public var samples: [Sample] = []
  /// What else was tried in the search for the best library and shape.
  public var candidates: [Candidate] = []
  /// What else was visited and fell behind or failed.
  public var rivals: [Rival] = []

  /// A library's product that was visited and does not give the row's rate.
  public struct Rival: Codable, Equatable, Sendable {
    public let provider: String
    /// The library's file.
    public let path: String
    public let kernel: String
    public let shape: GEMMShape
    /// Why it can give no rate; `nil` where it was only slower.
    public let failure: String?
    public let visits: [Visit]
    public let samples: [Sample]
  }

  /// One library and shape tried in the search.
  public struct Candidate: Codable, Equatable, Sendable {
    public let provider: String
    /// The library's file.
    public let path: String
    public let shape: GEMMShape
    public var kernel: String?
    /// TOP/s of the best trial; `nil` when it failed.
    public var tops: Double?
    public var reason: String?
    /// Whether the library has nothing to offer, as opposed to one that failed.
    public var isUnsupported = false

    init(provider: String, path: String, shape: GEMMShape) {
      self.provider = provider
      self.path = path
      self.shape = shape
    }
  }

  /// The product repeated without a pause.
  public struct Sustained: Codable, Equatable, Sendable {
    /// The rate over all calls, in TOP/s.
    public let tops: Double
    public let seconds: Double
    public let power: PowerSummary
    /// When it began, in seconds since the measurement began; `nil` on the host's processor.
    public let startSeconds: Double?
    /// TOP/s a watt; `nil` where the power is not known.
    public var topsPerWatt: Double? { power.topsPerWatt(tops) }

    init(tops: Double, seconds: Double, power: PowerSummary, startSeconds: Double? = nil) {
      self.tops = tops
      self.seconds = seconds
      self.power = power
      self.startSeconds = startSeconds
    }
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
    try container.encode(variant, forKey: .variant)
    try container.encode(operands, forKey: .operands)
    try container.encode(topsBest, forKey: .topsBest)
    try container.encode(topsMedian, forKey: .topsMedian)
    try container.encode(spread, forKey: .spread)
    try container.encode(ofVisitCeiling, forKey: .ofVisitCeiling)
    try container.encode(sustained, forKey: .sustained)
    try container.encode(ceiling, forKey: .ceiling)
    try container.encode(clockGHz, forKey: .clockGHz)
    try container.encode(check, forKey: .check)
    try container.encode(deviceCheck, forKey: .deviceCheck)
    try container.encode(fingerprint, forKey: .fingerprint)
    try container.encode(reproduce, forKey: .reproduce)
    try container.encode(stopped, forKey: .stopped)
    try container.encode(visits, forKey: .visits)
    try container.encode(samples, forKey: .samples)
    try container.encode(candidates, forKey: .candidates)
    try container.encode(rivals, forKey: .rivals)
  }

  public init(precision: Precision, status: Status, reason: String? = nil) {
    self.precision = precision
    self.status = status
    self.reason = reason
  }

  /// The kind of product on a device; `nil` on the host's processor.
  public var kind: ProductVariant.Kind? { variant?.kind }

  /// Best rate over the ceiling: the efficiency of the product against the silicon.
  public var efficiency: Double? {
    guard let topsBest, let ceiling, ceiling.tops > 0 else { return nil }
    return topsBest / ceiling.tops
  }
}

extension [MeasurementRow] {
  /// Those of the first distribution of operands that was drawn: the one that a rating is for. The others of a sweep show
  /// what a rate owes to its operands.
  package var ofFirstOperands: [MeasurementRow] {
    let first = lazy.compactMap(\.operands).first
    return filter { $0.operands == nil || $0.operands == first }
  }

  /// Those that a rating rests on: the fastest verified one of each precision. Sparse products earn none: TPP counts dense
  /// operations.
  package var rated: [MeasurementRow] {
    let earning = ofFirstOperands.filter { $0.status == .verified && $0.variant?.sparsity == nil }
    return Precision.allCases.compactMap { precision in
      earning.filter { $0.precision == precision }.max { ($0.topsBest ?? 0) < ($1.topsBest ?? 0) }
    }
  }

  /// The verified rates as evidence for a rating.
  /// - Parameter place: where the products ran, if not on threads of the host.
  func throughputs(source place: String? = nil) -> [Throughput] {
    rated.compactMap { row in
      row.topsBest.map {
        Throughput(
          precision: row.precision, tops: $0, evidence: .demonstrated,
          source: "\(row.provider ?? "?"), \(row.shape?.description ?? "?"), "
            + (place ?? "\(row.threads ?? 0) threads"))
      }
    }
  }
}
