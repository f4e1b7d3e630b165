import Measurement
import Rating

/// Holds the rules of its tier against a run on the host's processor.
struct HostRunRules {
  private let result: MeasurementResult
  private let circumstances: RunCircumstances
  private let limits: RunLimits
  private let rows: RowRules
  private let findings: [PlausibilityFinding]?

  /// - Parameter findings: what speaks against the run; `nil` where that was not looked for.
  init(_ result: MeasurementResult, _ circumstances: RunCircumstances, findings: [PlausibilityFinding]?) {
    self.findings = findings
    self.result = result
    self.circumstances = circumstances
    limits = .of(result.plan.tier)
    rows = RowRules(result.rows, result.plan, limits)
  }

  var rules: RunRules {
    RunRules(
      tier: result.plan.tier,
      [
        .complete(result.rows, interrupted: result.interrupted),
        .plan(result.plan, of: SamplingPlan.named(result.plan.tier)),
        rows.precisions, whole, rows.operands, rows.checked, rows.sound, rows.visits, rows.agreement,
        undisturbed, rows.duration(result.seconds), rows.warm, rows.sustained, rows.ceilings,
        identified, .unsteered(circumstances.environment, limits), .plausible(findings),
      ])
  }

  private var whole: RunRule {
    let asks = "all visible cores worked"
    guard limits.isEvidence else { return RunRule(notAsked: .whole, asks) }
    let all = circumstances.host.topology.workers
    return RunRule(
      .whole, asks,
      broken: result.threads < all
        ? ["\(result.threads) of \(all): leave --threads out"] : [],
      met: "\(result.threads)")
  }

  private var undisturbed: RunRule {
    let taken = [
      ("other processes", result.foreignShare), ("other guests of the hypervisor", result.stealShare),
    ].compactMap { thief, share in share.map { (thief: thief, share: $0) } }
    return RunRule(
      .undisturbed,
      "others took at most \(NumberFormat.percent(limits.mostDisturbed)) of the processors' time",
      broken: taken.filter { $0.share > limits.mostDisturbed }.map {
        "\($0.thief) took \(NumberFormat.percent($0.share)): measure again when it is quiet"
      } + (limits.isEvidence && taken.isEmpty ? ["the kernel does not show what others took"] : []),
      met: taken.isEmpty
        ? "not shown by the kernel"
        : taken.map { "\($0.thief) \(NumberFormat.percent($0.share))" }.joined(separator: ", "))
  }

  private var identified: RunRule {
    let asks = "processor, kernel and the libraries' files are known"
    guard limits.isEvidence else { return RunRule(notAsked: .identified, asks) }
    let host = circumstances.host
    let digests = circumstances.digests
    return RunRule(
      .identified, asks,
      broken: [
        host.cpu == nil ? "the processor cannot be told" : nil,
        host.kernel == nil ? "the kernel's release cannot be told" : nil,
        digests.isEmpty ? "no library's file is recorded" : nil,
      ].compactMap { $0 }
        + digests.filter { $0.sha256 == nil }.map { "\($0.path): \($0.reason ?? "no digest")" },
      met: "\(digests.count) files with their SHA-256")
  }
}

extension RunRule {
  static func complete(_ rows: [MeasurementRow], interrupted: Bool) -> RunRule {
    let left = rows.filter { $0.status == .interrupted }.map(\.label)
    return RunRule(
      .complete, "the run came to its own end, and every row had its turn",
      broken: (interrupted ? ["it was interrupted"] : [])
        + (left.isEmpty ? [] : ["no time was left for \(left.joined(separator: ", "))"]),
      met: "not interrupted")
  }

  /// - Parameter known: the plan that the tier's name stands for.
  static func plan(_ plan: SamplingPlan, of known: SamplingPlan?) -> RunRule {
    RunRule(
      .plan, "it was sampled as the tier says",
      broken: known == nil
        ? ["there are no rules for a tier '\(plan.tier)'"]
        : known == plan ? [] : ["the plan is not that of the \(plan.tier) tier"],
      met: plan.tier)
  }

  /// - Parameter findings: `nil` where none was looked for, as without the chip database.
  static func plausible(_ findings: [PlausibilityFinding]?) -> RunRule {
    let asks = "no finding that cannot be true"
    guard let findings else { return RunRule(notAsked: .plausible, asks) }
    return RunRule(
      .plausible, asks,
      broken: findings.filter { $0.severity == .impossible }.map { "\($0.subject): \($0.text)" },
      met: "none is impossible")
  }

  /// A preloaded library can stand between the tool and its clock.
  static func unsteered(_ environment: RunEnvironment, _ limits: RunLimits) -> RunRule {
    let asks = "no library is laid over the tool's own (LD_PRELOAD)"
    guard limits.asksUnsteered else { return RunRule(notAsked: .unsteered, asks) }
    let steering = environment.variables.filter { $0.key == "LD_PRELOAD" && !$0.value.isEmpty }
    return RunRule(
      .unsteered, asks, broken: steering.map { "\($0.key)=\($0.value)" }, met: "none")
  }
}
