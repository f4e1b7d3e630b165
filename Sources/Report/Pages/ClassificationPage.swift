import Rating
import Rulebook

/// What `assay classify` tells: each paragraph met, not met or undecided, with its working.
public struct ClassificationPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let subject: String
  public let date: CalendarDate
  public let tf32Reading: TF32Reading
  public let operands: [String: Operand]
  public let facts: [String: Outcome]
  public let findings: [Finding]

  public init(_ subject: Subject, on date: CalendarDate, tf32Reading: TF32Reading, findings: [Finding]) {
    self.subject = subject.name
    self.date = date
    self.tf32Reading = tf32Reading
    operands = Dictionary(uniqueKeysWithValues: subject.operands.map { ($0.key.rawValue, $0.value) })
    facts = Dictionary(uniqueKeysWithValues: subject.facts.map { ($0.key.rawValue, $0.value) })
    self.findings = findings
  }

  public var document: Document {
    Document(
      title: "Assay: \(subject) under the rules of \(date)",
      sections: [.init("Answer", answer), .init("Figures", [.fields(figureFields)])] + paragraphSections + [
        .init("Not modelled", [.notes(notModelled + ["This is not legal advice."])])
      ])
  }

  private var answer: [Document.Block] {
    let met = findings.filter { $0.outcome == .yes }
    let open = findings.filter { $0.outcome == .unknown }
    var lines: [String] = []
    if findings.isEmpty { lines.append("No paragraph was in force on \(date) that tests these figures.") }
    if !met.isEmpty { lines.append("Met: \(met.map(\.paragraph).joined(separator: ", ")).") }
    if !open.isEmpty {
      lines.append("Undecided for want of a figure: \(open.map(\.paragraph).joined(separator: ", ")).")
    }
    if met.isEmpty && open.isEmpty && !findings.isEmpty { lines.append("No paragraph is met.") }
    let table = Document.Table(
      [
        .text("paragraph"), .text("outcome"), .text("what it is"), .text("status on the date"),
        .text("text known from"),
      ],
      rows: findings.map {
        [
          $0.paragraph, $0.outcome.rawValue, $0.title, $0.status.summary,
          "\($0.citation.reference) (\($0.confidence.rawValue))",
        ]
      })
    return lines.map(Document.Block.paragraph) + (findings.isEmpty ? [] : [.table(table)])
  }

  private var figureFields: [(label: String, value: String)] {
    let figures = Quantity.allCases.compactMap { quantity in
      operands[quantity.rawValue].map {
        (quantity.label, "\(NumberFormat.number($0.value)) \(quantity.unit), from \($0.source)")
      }
    }
    let known = Fact.allCases.compactMap { fact in facts[fact.rawValue].map { (fact.label, $0.rawValue) } }
    let missing = Quantity.allCases.filter { $0 != .trainingOperations && operands[$0.rawValue] == nil }
    let unknown =
      operands[Quantity.trainingOperations.rawValue] == nil ? missing.map { ($0.label, "unknown") } : []
    return figures + known + unknown + [("TF32 reading", tf32Reading.rawValue)]
  }

  private var paragraphSections: [Document.Section] {
    findings.map { finding in
      let lines = TraceText(finding.trace).lines
      var blocks: [Document.Block] = [.tree(lines)]
      if finding.outcome == .yes { blocks.append(.paragraph(finding.consequence)) }
      blocks.append(
        .notes(["\(finding.instrumentTitle): \(finding.citation.label), \(finding.citation.url)"]))
      return .init("\(finding.paragraph): \(finding.outcome.rawValue)", blocks)
    }
  }

  private var notModelled: [String] {
    var seen: Set<String> = []
    return findings.flatMap(\.notModelled).filter { seen.insert($0).inserted }
  }
}
