import Measurement

/// What `assay worker check` tells: each rule of the worker protocol, and whether it is kept.
public struct ConformancePage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let passed: Bool
  /// How many judgements each verdict has.
  public let counts: [String: Int]
  public let report: ConformanceReport

  public init(_ report: ConformanceReport) {
    self.report = report
    passed = report.passed
    let verdicts: [ConformanceJudgement.Verdict] = [.passed, .failed, .notApplicable]
    counts = Dictionary(uniqueKeysWithValues: verdicts.map { ($0.rawValue, report.count($0)) })
  }

  public var document: Document {
    var sections = [Document.Section("Answer", answer)]
    let faults = report.judgements.compactMap { judgement in judgement.fault.map { (judgement, $0) } }
    if !faults.isEmpty {
      sections.append(.init("Broken rules", faults.flatMap { Self.blocks($0.0, $0.1) }))
    }
    sections.append(.init("Rules", [.table(summary)]))
    sections.append(.init("Every judgement", [.table(details)], isWorking: true))
    return Document(title: "Assay: a worker held against the worker protocol", sections: sections)
  }

  private var answer: [Document.Block] {
    let failed = report.count(.failed)
    let verdict =
      failed == 0
      ? "The worker keeps every rule that applies to it"
      : "The worker breaks a rule in \(failed) of \(report.judgements.count) trials"
    return [
      .paragraph(
        "\(verdict): \(report.count(.passed)) passed, \(failed) failed, \(report.count(.notApplicable)) not applicable. "
          + "The rules are those of docs/worker-protocol.md."),
      .fields(
        [
          ("program", report.program), ("worker", report.worker ?? "did not greet"),
          ("device", report.device.map { "\($0.id), \($0.name)" } ?? "none"),
        ]),
    ]
  }

  private static func blocks(_ judgement: ConformanceJudgement, _ fault: ConformanceFault) -> [Document.Block]
  {
    let variant = judgement.variant.map { " (\($0))" } ?? ""
    return [
      .paragraph(judgement.statement + variant),
      .fields([
        ("rule", "\(judgement.rule.rawValue), under \"\(judgement.section)\" of docs/worker-protocol.md"),
        ("asked", fault.asked), ("expected", fault.expected), ("came", fault.came),
      ]),
    ]
  }

  /// One row a rule, however many variants it was tried on.
  private var summary: Document.Table {
    Document.Table(
      [.text("verdict"), .text("rule"), .text("tried on"), .text("seen")],
      rows: ConformanceRule.allCases.compactMap { rule in
        let own = report.judgements.filter { $0.rule == rule }
        guard !own.isEmpty else { return nil }
        let failed = own.filter { $0.verdict == .failed }
        let passed = own.filter { $0.verdict == .passed }
        let worst = failed.first ?? passed.first ?? own[0]
        let triedOn =
          own[0].variant == nil
          ? "" : failed.isEmpty ? "\(own.count) variants" : "\(own.count) variants, \(failed.count) failed"
        return [worst.verdict.rawValue, rule.statement, triedOn, worst.note ?? worst.fault?.came ?? ""]
      })
  }

  private var details: Document.Table {
    Document.Table(
      [.text("verdict"), .text("rule"), .text("variant"), .text("seen")],
      rows: report.judgements.map {
        [$0.verdict.rawValue, $0.rule.rawValue, $0.variant ?? "", $0.note ?? $0.fault?.came ?? ""]
      })
  }
}
