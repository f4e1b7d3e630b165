import Rating
import Rulebook

/// The head of a classification: what follows under each standing, in sentences and one table.
struct ClassificationSummary {
  let page: ClassificationPage

  var blocks: [Document.Block] {
    var lines = standingLines
    let unverified = Quantity.allCases.filter { page.operands[$0.rawValue]?.isUnverified == true }
    if !unverified.isEmpty {
      lines.append(
        "Not to be quoted: no source of this could be read: \(unverified.map(\.label).joined(separator: ", "))."
      )
    }
    let contested = page.findings.filter(\.isContested)
    if !contested.isEmpty {
      lines.append(
        "Contested, since figures that have been published fall on both sides: "
          + contested.map { $0.paragraph + crossings($0) }.joined(separator: ", ") + ".")
    }
    if page.findings.isEmpty {
      lines.append("No paragraph was in force on \(page.date) that tests these figures.")
    }
    if !page.staleReviews.isEmpty {
      lines.append(
        "Last compared with their sources before the day asked about, or too long ago: "
          + "\(page.staleReviews.joined(separator: ", ")); later changes are not known here.")
    }
    return lines.map(Document.Block.paragraph) + (page.findings.isEmpty ? [] : [.table(table)])
      + reachedTable
  }

  /// The published ranges that lie on both sides of a line, and the line: " (TPP 4,700 to 5,000, line 4,800)".
  private func crossings(_ finding: Finding) -> String {
    let ranges = finding.trace.root.limbs.compactMap { limb in
      limb.crossing.map {
        "\(limb.quantity.label) \(NumberFormat.number($0.lowerBound)) to \(NumberFormat.number($0.upperBound)), line "
          + NumberFormat.number(limb.threshold.value)
      }
    }.uniqued
    return ranges.isEmpty ? "" : " (\(ranges.joined(separator: "; ")))"
  }

  private var asksWhere: Bool { page.transaction.destination != nil }

  /// One line for each standing, and one for both where codified and enforced say the same.
  private var standingLines: [String] {
    var lines: [(label: String, text: String)] = []
    for answer in page.answers {
      guard let text = sentences(answer) else { continue }
      if let last = lines.last, last.text == text, answer.standing == .enforced {
        lines[lines.count - 1].label = "Codified and enforced alike"
      } else {
        lines.append((label(answer.standing), text))
      }
    }
    return lines.map { "\($0.label): \($0.text)" }
  }

  private func label(_ standing: Standing) -> String {
    switch standing {
    case .codified: "Codified"
    case .enforced: "Enforced"
    case .announced: "Announced, not in force"
    }
  }

  private func sentences(_ answer: ClassificationPage.StandingAnswer) -> String? {
    guard !answer.paragraphs.isEmpty else {
      return answer.standing == .announced ? nil : "no paragraph that tests these figures."
    }
    var parts: [String] = []
    let controls = answer.paragraphs.filter { [.control, .duty].contains($0.effect) }
    if controls.allSatisfy({ outcome($0) == .no }) {
      parts.append(asksWhere ? "No control or duty applies." : "No control or duty is met.")
    }
    for effect in Paragraph.Effect.allCases where effect != .relief || needsRelief(answer) {
      let met = answer.paragraphs.filter { $0.effect == effect && outcome($0) == .yes }
      if !met.isEmpty {
        let names = met.map { $0.paragraph + lawFrom($0, under: answer.standing) }.joined(separator: ", ")
        parts.append("\(effect.sentence(answer.standing, asksWhere: asksWhere)): \(names).")
      }
    }
    if answer.isControlled == .yes, !controls.contains(where: { outcome($0) == .yes }) {
      parts.append("Controlled at every value of the interval, by one paragraph or another.")
    }
    if let open = undecided(controls, answer) { parts.append("Undecided: \(open).") }
    if needsRelief(answer), let open = undecided(answer.paragraphs.filter { $0.effect == .relief }, answer) {
      parts.append("Undecided whether easier terms apply: \(open).")
    }
    return parts.joined(separator: " ")
  }

  /// Whether a licence is or may be needed, so that terms easier than that can matter.
  private func needsRelief(_ answer: ClassificationPage.StandingAnswer) -> Bool {
    answer.paragraphs.contains { $0.effect == .control && outcome($0) != .no }
  }

  private func undecided(
    _ paragraphs: [ParagraphAnswer], _ answer: ClassificationPage.StandingAnswer
  ) -> String? {
    let open = paragraphs.filter { outcome($0) == .unknown }
    guard !open.isEmpty else { return nil }
    return UndecidedParagraphs(open, under: answer.standing, of: page, asksWhere: asksWhere).text
  }

  /// " (law from 2027-01-01)" for what is enacted and comes into force later.
  private func lawFrom(_ paragraph: ParagraphAnswer, under standing: Standing) -> String {
    let finding = page.findings.first {
      $0.instrument == paragraph.instrument && $0.paragraph == paragraph.paragraph
    }
    guard standing == .announced, let day = finding?.status.codifiedFrom else { return "" }
    return " (law from \(day))"
  }

  /// By the item alone where no destination is given: the answer then says where it applies.
  private func outcome(_ paragraph: ParagraphAnswer) -> Outcome {
    asksWhere ? paragraph.outcome : .all([paragraph.standing, paragraph.item])
  }

  private var table: Document.Table {
    let answered = page.answers.filter { $0.standing != .announced || !$0.paragraphs.isEmpty }
    let outcomes = answered.map { answer in
      Dictionary(
        uniqueKeysWithValues: answer.paragraphs.map { ([$0.instrument, $0.paragraph], outcome($0).rawValue) })
    }
    return Document.Table(
      [.text("paragraph"), .text("item"), .text("effect"), .text("what it is")]
        + answered.map { .text($0.standing.rawValue) } + [.text("text")],
      rows: page.findings.map { finding in
        [
          finding.paragraph, finding.outcome.rawValue + (finding.isContested ? ", contested" : ""),
          finding.effect.rawValue, finding.title,
        ] + outcomes.map { $0[[finding.instrument, finding.paragraph]] ?? "–" } + [
          "\(finding.citation.reference) (\(finding.confidence.rawValue))"
        ]
      })
  }

  /// Where the controls that the item meets reach, if it was not asked about one destination.
  private var reachedTable: [Document.Block] {
    let rows = page.answers.flatMap { answer in
      answer.reached.map { group in
        [
          answer.standing.rawValue, group.paragraphs.joined(separator: ", "), group.reach.words,
          countries(group.reach), "\(group.reach.reference), since \(group.reach.since)",
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .paragraph("No destination was given (--to). Where it is met, it reaches:"),
      .table(
        .init(
          [.text("standing"), .text("paragraphs"), .text("reach"), .text("destinations"), .text("text")],
          rows: rows)),
    ]
  }

  private func countries(_ reach: Reached) -> String {
    let codes = reach.destinations.map(\.description)
    let list = codes.count > 60 ? "\(codes.count) of 249" : codes.joined(separator: " ")
    let rest = reach.undecided.isEmpty ? "" : "others by headquarters or origin"
    return [list, rest].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

extension Paragraph.Effect {
  /// What it means that a paragraph with this effect is met.
  fileprivate func sentence(_ standing: Standing, asksWhere: Bool) -> String {
    switch self {
    case .control where asksWhere: "A licence \(standing == .announced ? "would be" : "is") needed under"
    case .control: "Met"
    case .duty: "Above the compute line of"
    case .exclusion: "Taken out by"
    case .relief: "Easier terms under"
    case .tariff: "A customs duty under"
    }
  }
}
