/// Findings of plausibility laid out for people, and what was checked and could not be.
struct PlausibilitySection {
  private let findings: [PlausibilityFinding]
  private let checks: [PlausibilityCheck.Record]

  init(_ findings: [PlausibilityFinding], _ checks: [PlausibilityCheck.Record]) {
    self.findings = findings
    self.checks = checks
  }

  /// `nil` where a report says nothing of plausibility, as those of earlier versions.
  var section: Document.Section? {
    if checks.isEmpty && findings.isEmpty { return nil }
    let found: Document.Block =
      findings.isEmpty
      ? .paragraph("Nothing was found that speaks against the measurement.")
      : .table(
        .init(
          [.text("severity"), .text("subject"), .text("check"), .text("finding")],
          rows: findings.map { [$0.severity.rawValue, $0.subject, $0.id.label, $0.text] }))
    return .init("Plausibility", [found, .notes(checks.flatMap(lines(of:)))])
  }

  /// "clock against rate: 4 things held against each other, nothing found".
  private func lines(of check: PlausibilityCheck.Record) -> [String] {
    let found = findings.count { $0.id == check.id }
    let count = check.examined.count
    let examined =
      count == 0
      ? []
      : [
        "\(check.id.label): \(count) comparison\(count == 1 ? "" : "s"), "
          + (found == 0 ? "nothing found" : "\(found) finding\(found == 1 ? "" : "s")")
      ]
    return examined + check.unsupported.map { "\(check.id.label): \($0)" }
  }
}
