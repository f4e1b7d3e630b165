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
  /// When the oldest of the rules applied was last compared with its source.
  public let reviewedOn: CalendarDate?

  /// Applies the rulebook to a subject.
  /// - Throws: `RulebookError` for a date before any rule, and for figures that no rule tests.
  public init(
    _ subject: Subject, on date: CalendarDate, tf32Reading: TF32Reading, rulebook: Rulebook
  ) throws(RulebookError) {
    let findings = try rulebook.classify(subject, on: date)
    let applied = Set(findings.map(\.instrument))
    reviewedOn = rulebook.instruments.filter { applied.contains($0.id) }.map(\.reviewedOn).min()
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
        .init("Open questions of the text", [.notes(unique(findings.flatMap(\.ambiguities)))]),
        .init(
          "Not modelled", [.notes(unique(findings.flatMap(\.notModelled)) + ["This is not legal advice."])]),
      ])
  }

  private var answer: [Document.Block] {
    var lines = Paragraph.Effect.allCases.compactMap { effect -> String? in
      let met = findings.filter { $0.effect == effect && $0.outcome == .yes }
      return met.isEmpty ? nil : "\(effect.sentence): \(met.map(\.paragraph).joined(separator: ", "))."
    }
    let controls = findings.filter { [.control, .duty].contains($0.effect) }
    let open = controls.filter { $0.outcome == .unknown }
    if !open.isEmpty {
      lines.append("Undecided for want of a figure: \(open.map(\.paragraph).joined(separator: ", ")).")
    }
    let unverified = Quantity.allCases.filter { operands[$0.rawValue]?.isUnverified == true }
    if !unverified.isEmpty {
      lines.append(
        "Not to be quoted: no source of this could be read: \(unverified.map(\.label).joined(separator: ", "))."
      )
    }
    let contested = findings.filter(\.isContested)
    if !contested.isEmpty {
      lines.append(
        "Contested, since figures that have been published fall on both sides: "
          + contested.map(\.paragraph).joined(separator: ", ") + ".")
    }
    if findings.isEmpty {
      lines.append("No paragraph was in force on \(date) that tests these figures.")
    } else if controls.allSatisfy({ $0.outcome == .no }) {
      lines.insert("No control or duty is met.", at: 0)
    }
    if let reviewedOn, reviewedOn < date {
      lines.append(
        "The texts were last compared with their sources on \(reviewedOn); later changes are not known here.")
    }
    let table = Document.Table(
      [
        .text("paragraph"), .text("outcome"), .text("effect"), .text("what it is"),
        .text("status on the date"),
        .text("text"),
      ],
      rows: findings.map {
        [
          $0.paragraph, $0.outcome.rawValue + ($0.isContested ? ", contested" : ""), $0.effect.rawValue,
          $0.title, $0.status.summary,
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
        .notes([
          "\(finding.instrumentTitle): \(finding.citation.section) (\(finding.citation.reference)), \(finding.citation.url)"
        ]))
      return .init("\(finding.paragraph): \(finding.outcome.rawValue)", blocks)
    }
  }

  private func unique(_ lines: [String]) -> [String] {
    var seen: Set<String> = []
    return lines.filter { seen.insert($0).inserted }
  }
}

extension Paragraph.Effect {
  /// What it means that a paragraph with this effect is met.
  fileprivate var sentence: String {
    switch self {
    case .control: "Met"
    case .duty: "Above the compute line of"
    case .exclusion: "Taken out by"
    case .relief: "Easier terms under"
    }
  }
}
