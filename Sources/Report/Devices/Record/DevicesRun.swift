import Measurement

/// Everything about a run on devices but what was measured: what is needed to judge it and to repeat it.
public struct DevicesRun: Encodable, Sendable {
  public let tier: String
  /// Whether the tier's figures count as evidence, or only indicate.
  public let isEvidence: Bool
  /// How the figures come about; figures of two versions must not be compared.
  public let methodVersion: String
  public let seconds: Double
  /// Draws the operands.
  public let seed: UInt64
  public let operands: [OperandDistribution]
  public let plan: SamplingPlan
  public let environment: RunEnvironment
  /// The system's clocks at both ends of the run.
  @Nullable public private(set) var clocks: RunClocks?
  /// The workers' files that the user named.
  public let digests: [FileDigest]

  init(_ result: DevicesResult, _ circumstances: DevicesCircumstances) {
    tier = result.plan.tier
    isEvidence = result.plan.isEvidence
    methodVersion = result.methodVersion
    seconds = result.seconds
    seed = result.seed
    operands = result.operands
    plan = result.plan
    environment = circumstances.environment
    digests = circumstances.digests
    clocks = result.clocks
  }

  var fields: [(label: String, value: String)] {
    [
      ("tier", tier + (isEvidence ? "" : ", indicative: no evidence for a filing")),
      (
        "method",
        "version \(methodVersion), seed \(seed), operands \(operands.map(\.rawValue).joined(separator: ", "))"
      ), ("time", "\(NumberFormat.number(seconds, digits: 3)) s"),
    ]
      + digests.map {
        ("worker", "\($0.path), SHA-256 \($0.sha256 ?? "not known: \($0.reason ?? "no reason given")")")
      }
  }
}
