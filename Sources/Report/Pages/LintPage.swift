import ChipDB
import Rating
import Rulebook

/// What `assay chips lint` tells: each finding with its rule, reason, rows and remedy.
public struct LintPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  /// The day whose rules legal lines are taken from.
  public let date: CalendarDate
  public let tf32Reading: TF32Reading
  public let chipCount: Int
  public let sourceCount: Int
  public let microarchitectureCount: Int
  /// How many findings each severity has.
  public let counts: [String: Int]
  /// The worst first, then in the order of the chips.
  public let findings: [LintFinding]

  /// - Throws: `RulebookError` for a date before any rule.
  public init(
    _ database: ChipDatabase, rulebook: Rulebook, on date: CalendarDate, tf32Reading: TF32Reading
  ) throws(RulebookError) {
    self.date = date
    self.tf32Reading = tf32Reading
    chipCount = database.chips.count
    sourceCount = database.sources.count
    microarchitectureCount = database.microarchitectures.count
    let all =
      database.lint(tf32Reading: tf32Reading)
      + (try LegalLint(rules: rulebook.rules(on: date), tf32Reading: tf32Reading).findings(in: database))
    findings = LintFinding.Severity.allCases.flatMap { severity in all.filter { $0.severity == severity } }
    counts = Dictionary(
      uniqueKeysWithValues: LintFinding.Severity.allCases.map { severity in
        (severity.rawValue, all.count { $0.severity == severity })
      })
  }

  /// Whether some rows cannot be true.
  public var hasErrors: Bool { findings.contains { $0.severity == .error } }

  public var document: Document {
    Document(
      title: "Assay: the chip database held against physics and habit",
      sections: [.init("Answer", answer)]
        + LintRule.allCases.compactMap { rule in
          let own = findings.filter { $0.rule == rule }
          return own.isEmpty ? nil : .init("\(rule.rawValue): \(rule.title)", [.table(table(own))])
        })
  }

  private var answer: [Document.Block] {
    func number(_ severity: LintFinding.Severity, _ word: String) -> String {
      let count = counts[severity.rawValue] ?? 0
      return "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    return [
      .paragraph(
        "\(number(.error, "error")), \(number(.warning, "warning")), \(number(.note, "note")): an error cannot be true, a "
          + "warning looks like a known mistake, a note is unusual and may be genuine."),
      .fields([
        (
          "tables",
          "\(chipCount) chips, \(sourceCount) sources, \(microarchitectureCount) microarchitectures: every cell reads, "
            + "every reference holds"
        ), ("legal lines of", date.description), ("TF32 reading", tf32Reading.rawValue),
        (
          "silent rules",
          LintRule.allCases.filter { rule in !findings.contains { $0.rule == rule } }.map(\.rawValue)
            .joined(separator: ", ")
        ),
      ]),
    ]
  }

  private func table(_ findings: [LintFinding]) -> Document.Table {
    Document.Table(
      [.text("severity"), .text("chip"), .text("reason"), .text("rows"), .text("remedy")],
      rows: findings.map {
        [
          $0.severity.rawValue, $0.chip, $0.reason, $0.places.map(\.description).joined(separator: " "),
          $0.remedy,
        ]
      })
  }
}
