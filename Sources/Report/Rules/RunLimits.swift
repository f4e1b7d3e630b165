import Measurement

/// What the rules of a tier ask, in figures (docs/run-rules.md).
struct RunLimits {
  /// Visits that count, at least, of every row that earns a rating.
  let leastVisits: Int
  /// By how much the three best of them may differ, as a share of the best.
  let agreement: Double
  /// What others may take of the processors' time, 0…1.
  let mostDisturbed: Double
  /// Whether what steers the tool from outside is refused.
  let asksUnsteered: Bool
  /// Whether it counts as evidence, so that everything is asked.
  let isEvidence: Bool

  /// The least length of a run that counts as evidence, in seconds: FlagPerf asks for six minutes too
  /// (base/benchmarks/computation-*/README.md).
  static let evidenceSeconds = 360.0

  private static let quick = RunLimits(
    leastVisits: 1, agreement: 0.25, mostDisturbed: 0.5, asksUnsteered: false, isEvidence: false)
  private static let standard = RunLimits(
    leastVisits: 6, agreement: 0.05, mostDisturbed: 0.1, asksUnsteered: true, isEvidence: false)
  private static let record = RunLimits(
    leastVisits: 20, agreement: 0.02, mostDisturbed: 0.04, asksUnsteered: true, isEvidence: true)

  /// The limits of a tier. One that there are no rules for breaks the rule of the plan, whatever the others say.
  static func of(_ tier: String) -> RunLimits {
    switch tier {
    case SamplingPlan.record.tier: record
    case SamplingPlan.standard.tier: standard
    default: quick
    }
  }
}
