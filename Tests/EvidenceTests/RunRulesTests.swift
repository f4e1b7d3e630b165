import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement
@testable import Report

/// The rules of a run, on both sides of each line: what breaks one has no headline figure, keeps its data and is no
/// evidence.
@Suite struct RunRulesTests {
  /// A change of a record run that keeps every rule, and the rule that it breaks.
  struct Breach: CustomTestStringConvertible, Sendable {
    let rule: RunRule.Name
    let reason: String
    var plan = SamplingPlan.record
    var circumstances = FakeRun.circumstances
    var result: @Sendable (MeasurementResult) -> MeasurementResult = { $0 }
    var rows: @Sendable (inout [MeasurementRow]) -> Void = { _ in }
    var findings: [PlausibilityFinding] = []
    var testDescription: String { "\(plan.tier), \(rule.rawValue): \(reason)" }
  }

  private static func circumstances(_ change: (inout [String: Any]) -> Void) -> RunCircumstances {
    (try? FakeRun.circumstances.changed(change)) ?? FakeRun.circumstances
  }

  private static func result(
    interrupted: Bool = false, threads: Int = 2, seconds: Double = 391, foreign: Double? = 0.01,
    steal: Double? = nil, plan: SamplingPlan? = nil
  ) -> @Sendable (MeasurementResult) -> MeasurementResult {
    {
      MeasurementResult(
        rows: $0.rows, plan: plan ?? $0.plan, threads: threads, seed: $0.seed, operands: $0.operands,
        seconds: seconds, interrupted: interrupted, stealShare: steal, foreignShare: foreign,
        memoryPlan: $0.memoryPlan, memory: $0.memory, power: $0.power, accounts: $0.accounts,
        startClockGHz: $0.startClockGHz)
    }
  }

  static let breaches: [Breach] = [
    Breach(rule: .complete, reason: "it was interrupted", result: result(interrupted: true)),
    Breach(
      rule: .complete, reason: "no time was left for BF16",
      rows: { rows in rows.append(MeasurementRow(precision: .bf16, status: .interrupted)) }),
    Breach(
      rule: .plan, reason: "the plan is not that of the record tier",
      result: result(plan: shorter(.record))),
    Breach(
      rule: .plan, reason: "there are no rules for a tier 'gold'",
      result: result(plan: shorter(.quick, tier: "gold"))),
    Breach(
      rule: .precisions, reason: "left out: INT4", rows: { rows in rows.removeAll { $0.precision == .int4 } }),
    Breach(rule: .whole, reason: "1 of 2: leave --threads out", result: result(threads: 1)),
    Breach(
      rule: .operands, reason: "drawn as 'int'",
      rows: { rows in
        for index in rows.indices where rows[index].operands != nil { rows[index].operands = .int }
      }),
    Breach(
      rule: .checked, reason: "1 checks of 126 samples",
      rows: { rows in
        rows[2].check = ProductCheck(
          method: .freivalds, vectors: 1, products: 1, residual: 0, bound: 1, passed: true, mistrusted: nil)
      }),
    Breach(
      rule: .sound, reason: "wrong result",
      rows: { rows in
        rows.append(MeasurementRow(precision: .bf16, status: .failed, reason: "wrong result"))
      }),
    Breach(rule: .visits, reason: "19 of 19 count", rows: { rows in rows[0].keepVisits(19) }),
    Breach(
      rule: .visits, reason: "20 of 41 count",
      rows: { rows in
        let last = rows[0].visits[rows[0].visits.count - 1]
        rows[0].visits.removeAll { $0.excluded != nil }
        for number in 1...21 {
          var visit = Visit(
            number: 100 + number, startSeconds: last.startSeconds, ceilingTops: nil, coreLatencyNs: nil)
          visit.excluded = "disturbed"
          rows[0].visits.append(visit)
        }
      }),
    Breach(
      rule: .agreement, reason: "they differ by ",
      rows: { rows in rows[2].visits[0].bestTops = (rows[2].topsBest ?? 0) * 1.05 }),
    Breach(rule: .undisturbed, reason: "other processes took 4.1 %", result: result(foreign: 0.041)),
    Breach(
      rule: .undisturbed, reason: "other guests of the hypervisor took 5", result: result(steal: 0.05)),
    Breach(rule: .undisturbed, reason: "does not show", result: result(foreign: nil)),
    Breach(rule: .duration, reason: "359 s", result: result(seconds: 359)),
    Breach(
      rule: .warm, reason: "first visit after 59",
      rows: { rows in
        rows[0].visits[0] = Visit(number: 1, startSeconds: 59, ceilingTops: nil, coreLatencyNs: nil)
      }),
    Breach(rule: .sustained, reason: "no sustained rate", rows: { rows in rows[0].sustained = nil }),
    Breach(rule: .ceilings, reason: "no ceiling was measured", rows: { rows in rows[2].ceiling = nil }),
    Breach(
      rule: .identified, reason: "/fake: no such file",
      circumstances: circumstances { $0["digests"] = [["path": "/fake", "reason": "no such file"]] }),
    Breach(
      rule: .identified, reason: "no library's file is recorded",
      circumstances: circumstances { $0["digests"] = [[String: String]]() }),
    Breach(
      rule: .unsteered, reason: "LD_PRELOAD=/lib/other.so",
      circumstances: circumstances { json in
        var environment = json["environment"] as? [String: Any] ?? [:]
        environment["variables"] = ["LD_PRELOAD": "/lib/other.so"]
        json["environment"] = environment
      }),
    Breach(
      rule: .plausible, reason: "the run: the clock stood still", findings: [finding(.impossible)]),
    Breach(rule: .visits, reason: "0 of 0 count", plan: .quick, rows: { rows in rows[0].keepVisits(0) }),
    Breach(
      rule: .undisturbed, reason: "took 51", plan: .quick, result: result(seconds: 18, foreign: 0.51)),
    Breach(
      rule: .agreement, reason: "they differ by ", plan: .quick,
      rows: { rows in rows[2].visits[0].bestTops = (rows[2].topsBest ?? 0) * 1.4 }),
    Breach(rule: .visits, reason: "5 of 5 count", plan: .standard, rows: { rows in rows[0].keepVisits(5) }),
  ]

  private static func finding(_ severity: PlausibilityFinding.Severity) -> PlausibilityFinding {
    PlausibilityFinding(
      id: .clockAgreement, severity: severity, subject: "the run", text: "the clock stood still", value: nil,
      limit: nil, unit: nil)
  }

  private static func shorter(_ plan: SamplingPlan, tier: String? = nil) -> SamplingPlan {
    SamplingPlan(
      tier: tier ?? plan.tier, isEvidence: plan.isEvidence, seconds: plan.seconds - 1,
      usesAllTime: plan.usesAllTime, soakSeconds: plan.soakSeconds, sustainedSeconds: plan.sustainedSeconds,
      memorySeconds: plan.memorySeconds, minimumVisits: plan.minimumVisits,
      maximumVisits: plan.maximumVisits, agreement: plan.agreement, burstSeconds: plan.burstSeconds,
      sides: plan.sides, longestCallSeconds: plan.longestCallSeconds)
  }

  @Test(
    "a run that keeps every rule of its tier has a headline figure",
    arguments: [
      SamplingPlan.quick, .standard, .record,
    ])
  func kept(plan: SamplingPlan) throws {
    let rules = RunRules(
      try FakeRun.measurement(plan), FakeRun.circumstances, findings: [Self.finding(.doubtful)])
    #expect(rules.areMet, "\(rules.objection ?? "")")
    #expect(rules.objection == nil)
    #expect((plan.tier == "record") == !rules.rules.contains { $0.outcome == .notAsked })
    #expect(rules.rules.allSatisfy { $0.outcome == .notAsked || !$0.found.isEmpty })
  }

  @Test("a run that breaks a rule is told which and why, and breaks no other", arguments: breaches)
  func broken(breach: Breach) throws {
    let kept = try FakeRun.measurement(breach.plan)
    var rows = kept.rows
    breach.rows(&rows)
    let rules = RunRules(
      breach.result(kept.with(rows: rows)), breach.circumstances, findings: breach.findings)
    #expect(!rules.areMet)
    #expect(rules.broken.map(\.name) == [breach.rule])
    #expect(
      rules.broken.first?.found.contains(breach.reason) == true,
      "\(rules.broken.first?.found ?? "none")")
  }

  @Test("no headline figure: no TPP, equivalent, hosts or verdict; the rates stay")
  func withheld() throws {
    let kept = try FakeRun.measurement()
    var rows = kept.rows
    rows[2].ceiling = nil
    let report = try FakeRun.report(kept.with(rows: rows))
    #expect(report.rules?.areMet == false)
    let demonstrated = report.rating.demonstrated
    #expect(
      demonstrated.tpp == nil && demonstrated.tppPerCore == nil && demonstrated.governingPrecision == nil)
    #expect(report.rating.governingPrecision == nil)
    #expect(demonstrated.rows.count == 2 && report.measurements.count == rows.count)
    #expect(report.equivalents.allSatisfy { $0.value == nil && $0.reason == "a run rule is broken" })
    #expect(report.thresholds.allSatisfy { $0.hosts == nil })
    #expect(report.check.verdict == .inconclusive && report.check.claims.isEmpty)
    #expect(report.check.reason.contains("ceilings"))
    let text = TerminalRenderer(isColored: false).render(RatingPage(report, peers: []).document)
    #expect(text.contains("No headline figure") && text.contains("BROKEN"))
    let predicate = EvidencePredicate(report, choices: .init(try FakeRun.choices()), signer: "key")
    #expect(!predicate.isEvidence && predicate.headline.demonstratedTPP == nil)
    #expect(predicate.rules?.broken == ["ceilings"])
  }

  @Test("a bundle of a run that broke a rule is verified, and is no evidence")
  func bundle() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    rows[0].sustained = nil
    try bundle.redo(measurement.with(rows: rows))
    let verification = try bundle.verification()
    #expect(verification.isVerified && !verification.isEvidence)
    #expect(verification.verdict.contains("broke run rules: sustained"))
    #expect(Citation(verification)?.text.contains("no TPP may be quoted") == true)
  }

  @Test(
    "a broken rule is taken out of the report, the statement or both and all is signed again: it follows again"
  )
  func hidden() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    rows[0].sustained = nil
    try bundle.redo(measurement.with(rows: rows))
    try bundle.replace("\"outcome\" : \"broken\"", with: "\"outcome\" : \"met\"", in: BundleName.report)
    try bundle.resign()
    try bundle.expect(fails: .rating, "what follows is \"broken\"")

    try bundle.redo(measurement.with(rows: rows))
    try bundle.resign { $0.replacing("\"broken\":[\"sustained\"]", with: "\"broken\":[]") }
    try bundle.expect(fails: .headline, "sustained")
  }

  @Test(
    "a bundle from before there were rules is verified as it was; by those of today it may be no evidence")
  func earlier() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    for (sustained, isEvidence) in [(true, true), (false, false)] {
      var rows = measurement.rows
      if !sustained { rows[0].sustained = nil }
      try bundle.redoAsEarlier(measurement.with(rows: rows))
      let verification = try bundle.verification()
      #expect(verification.isVerified, "\(verification.verdict)")
      #expect(verification.isEvidence == isEvidence)
      #expect((verification.brokenRules == nil) == isEvidence)
      #expect(verification.remarks.contains { $0.contains("before run rules") })
      #expect(verification.predicate?.headline.demonstratedTPP != nil)
    }
  }

  @Test("only the distribution that was named first earns a rating")
  func sweep() throws {
    let measurement = try FakeRun.measurement()
    var rows = measurement.rows
    var faster = rows[2]
    faster.operands = .trig
    faster.topsBest = (faster.topsBest ?? 0) * 1.05
    faster.samples = faster.samples.enumerated().map { index, sample in
      let share = (0.754_878 * Double(index)).truncatingRemainder(dividingBy: 1)
      return Sample(visit: sample.visit, seconds: sample.seconds * (0.96 + 0.03 * share), tops: 0)
    }
    rows.insert(faster, at: 3)
    let report = try FakeRun.report(measurement.with(rows: rows))
    #expect(report.rules?.areMet == true, "\(report.rules?.objection ?? "")")
    #expect(report.rating.demonstrated.rows.last?.tops == measurement.rows[2].topsBest)
  }
}

extension MeasurementRow {
  fileprivate mutating func keepVisits(_ count: Int) {
    visits = Array(visits.filter { $0.excluded == nil }.prefix(count))
  }
}

extension FakeBundle {
  /// As the version before run rules made it.
  fileprivate func redoAsEarlier(_ measurement: MeasurementResult) throws {
    try redo(measurement, appliesRules: false)
    try write(text(BundleName.report).replacing("\"2.3.0\"", with: "\"2.2.0\""), to: BundleName.report)
    try resign { $0.replacing("\"2.3.0\"", with: "\"2.2.0\"") }
  }
}
