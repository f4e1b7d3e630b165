/// What evidence says of a claimed throughput.
public enum ClaimVerdict: String, Codable, Sendable {
  /// The measurement reaches the claim or exceeds it.
  case provenAbove = "proven-above"
  /// The measurement is as far below the claim as good libraries usually are.
  case consistent
  /// The silicon's own limit lies below the claim.
  case refuted
  /// Neither: the measurement is a lower bound and proves nothing here.
  case inconclusive
}

/// One claimed throughput held against a measurement and against the silicon's limit.
///
/// A measurement is a lower bound. It can prove a claim, never refute it; what refutes is a limit that
/// the silicon cannot exceed: the rate of the bare multiply instruction, or units × operations per
/// cycle × the highest clock.
public struct ClaimCheck: Codable, Equatable, Sendable {
  public let precision: Precision
  /// The claim, in dense TOP/s for the same cores that were measured.
  public let claimedTops: Double
  /// Who claims it, and for what.
  public let source: String
  /// The best verified rate, in TOP/s.
  public let demonstratedTops: Double?
  /// The silicon's limit for the measured cores, in TOP/s.
  public let limitTops: Double?
  public let verdict: ClaimVerdict
  /// The verdict's reason, with its numbers.
  public let reason: String

  /// Holds a claim against the evidence.
  /// - Parameters:
  ///   - efficiencies: the range of GEMM rate over peak that published measurements span.
  ///   - tolerance: the relative difference that counts as none.
  public init(
    precision: Precision, claimedTops: Double, source: String, demonstratedTops: Double?, limitTops: Double?,
    efficiencies: ClosedRange<Double>, tolerance: Double
  ) {
    self.precision = precision
    self.claimedTops = claimedTops
    self.source = source
    self.demonstratedTops = demonstratedTops
    self.limitTops = limitTops
    let share = demonstratedTops.map { $0 / claimedTops }
    if let share, share >= 1 {
      verdict = .provenAbove
      reason = "measured \(Self.percent(share)) of the claim"
    } else if let limitTops, limitTops < claimedTops * (1 - tolerance) {
      verdict = .refuted
      let twice = abs(claimedTops / limitTops - 2) <= 2 * tolerance
      reason =
        "the silicon's limit is \(Self.percent(limitTops / claimedTops)) of the claim"
        + (twice ? ": the claim is twice the limit, as a sparse figure would be" : "")
    } else if let share, share >= efficiencies.lowerBound {
      verdict = .consistent
      reason =
        "measured \(Self.percent(share)) of the claim; published GEMM measurements reach "
        + "\(Self.percent(efficiencies.lowerBound)) to \(Self.percent(efficiencies.upperBound)) of a true peak"
    } else {
      verdict = .inconclusive
      reason =
        share.map {
          "measured \(Self.percent($0)) of the claim, below what good libraries reach: a lower bound proves nothing here"
        } ?? "nothing was measured at this precision"
    }
  }

  /// Writes every key: what is not known is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(precision, forKey: .precision)
    try container.encode(claimedTops, forKey: .claimedTops)
    try container.encode(source, forKey: .source)
    try container.encode(demonstratedTops, forKey: .demonstratedTops)
    try container.encode(limitTops, forKey: .limitTops)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(reason, forKey: .reason)
  }

  private static func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return "\(tenths) %"
  }
}
