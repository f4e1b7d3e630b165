import ChipDB
import Rating
import Rulebook

/// Holds every chip against the rules as they are and as files suppose them, on one day under one standing.
struct ImpactComparison {
  let law: DayRules
  let supposed: DayRules
  let transaction: Transaction
  let standing: Standing
  let tf32Reading: TF32Reading

  /// What one chip is under the rules of one side.
  private struct Sides {
    var paragraphs: [ParagraphSide: Outcome] = [:]
    var findings: [ParagraphSide: Finding] = [:]

    /// Whether a paragraph of control is met.
    var isControlled: Outcome {
      .any(paragraphs.compactMap { findings[$0]?.effect == .control ? $1 : nil })
    }

    var isContested: Bool {
      findings.values.contains { $0.effect == .control && $0.isContested }
    }
  }

  /// What changes for a chip; `nil` for a chip without figures that a rule tests.
  /// - Throws: `RulebookError.beforeFirstRule`.
  func changes(
    of chip: Chip
  ) throws(RulebookError) -> (control: SideChange?, paragraphs: [SideChange])? {
    let subject = Subject(chip, tf32Reading: tf32Reading)
    guard !subject.operands.isEmpty else { return nil }
    let before = try sides(subject, law)
    let after = try sides(subject, supposed)
    let keys = Set(before.paragraphs.keys).union(after.paragraphs.keys)
      .sorted { ($0.instrument, $0.paragraph) < ($1.instrument, $1.paragraph) }
    let paragraphs = keys.compactMap { key -> SideChange? in
      let (old, new) = (before.paragraphs[key] ?? .no, after.paragraphs[key] ?? .no)
      guard old != new else { return nil }
      return SideChange(
        chip, paragraph: key, before: old, after: new, isContested: after.findings[key]?.isContested ?? false,
        margins: margins((after.findings[key] ?? before.findings[key]).map { [$0] } ?? []))
    }
    guard before.isControlled != after.isControlled else { return (nil, paragraphs) }
    let control = SideChange(
      chip, before: before.isControlled, after: after.isControlled, isContested: after.isContested,
      margins: margins(
        keys.filter { before.paragraphs[$0] != after.paragraphs[$0] }.compactMap { after.findings[$0] }
          .filter { $0.effect == .control }))
    return (control, paragraphs)
  }

  private func sides(_ subject: Subject, _ day: DayRules) throws(RulebookError) -> Sides {
    let items = try day.findings(subject)
    let answer = day.answer(items, day.reach(transaction), under: standing)
    var sides = Sides()
    for (finding, paragraph) in zip(answer.findings, answer.paragraphs) {
      let key = ParagraphSide(instrument: finding.instrument, paragraph: finding.paragraph)
      sides.findings[key] = finding
      // Without a destination by the item alone, as `ClassificationSummary` answers.
      sides.paragraphs[key] =
        transaction.destination == nil ? .all([paragraph.standing, paragraph.item]) : paragraph.outcome
    }
    return sides
  }

  /// From the supposed lines below the findings, each once; from all where none of them is supposed.
  private func margins(_ findings: [Finding]) -> [LineMargin] {
    let limbs = findings.flatMap(\.trace.root.limbs)
    let supposed = limbs.filter { $0.threshold.confidence == .whatIf }
    var seen: Set<[String]> = []
    return (supposed.isEmpty ? limbs : supposed).filter {
      seen.insert([$0.quantity.rawValue, $0.threshold.value.description]).inserted
    }.map(LineMargin.init)
  }
}
