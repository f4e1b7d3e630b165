import ChipDB
import Rating
import Rulebook

/// What `assay allowances` tells: how many of a chip each allowance of TPP holds on a day, by the chip's TPP and under
/// every definition of equivalence.
public struct AllowancesPage: Encodable, Sendable {
  /// The counts where a chip counts as a definition says.
  struct Row: Encodable, Sendable {
    /// The definition's id; `nil` for the chip's own TPP.
    let definition: String?
    let meaning: String
    /// Why nothing can be counted under it.
    let unknown: String?
    /// How the TPP of one chip comes about.
    let working: String?
    /// Which of its counts is the answer.
    let isChosen: Bool
    /// In the order of the allowances.
    let counts: [AllowanceCount]
  }

  public let schemaVersion = RatingReport.schemaVersion
  let chip: String
  let name: String
  let date: CalendarDate
  let tf32Reading: TF32Reading
  let allowances: [Allowance]
  /// Those that had a value before the day.
  let ended: [EndedAllowance]
  /// Whether the chip is an item that counts toward the allowances, by the instruments that say what counts.
  let counting: [CountingItem]
  let rows: [Row]
  let notes: [String]

  /// - Parameters:
  ///   - definition: under which the answer counts; by the chip's reported TPP where it is `nil`.
  ///   - ledgers: say which items count toward an allowance.
  /// - Throws: `RulebookError.beforeFirstAllowance` for a day before the first allowance.
  public init(
    _ chip: Chip, on date: CalendarDate, definition: EquivalenceDefinition?, in database: ChipDatabase,
    rulebook: Rulebook, ledgers: [LedgerRules], tf32Reading: TF32Reading
  ) throws(RulebookError) {
    let allowances = try rulebook.allowancesOfTPP(on: date)
    let subject = Subject(chip, tf32Reading: tf32Reading)
    counting = allowances.map(\.instrument).uniqued.compactMap { id in
      let law = rulebook.whatIfs.first { $0.instrument == id }?.overrides ?? id
      return ledgers.first { $0.instrument.id == law }?.counting(subject, on: date, as: id)
    }
    ended = rulebook.endedAllowancesOfTPP(on: date)
    self.chip = chip.id
    name = chip.name
    self.date = date
    self.tf32Reading = tf32Reading
    self.allowances = allowances
    let counting = CountedTPP(chip: chip, database: database, tf32Reading: tf32Reading)
    func row(_ definition: EquivalenceDefinition?, isChosen: Bool) -> Row {
      let counted = counting.counted(under: definition)
      return Row(
        definition: definition?.id,
        meaning: definition.map(\.name) ?? "the chip's reported TPP",
        unknown: counted.unknown, working: counted.working, isChosen: isChosen,
        counts: counted.tpp.map { tpp in allowances.map { AllowanceCount($0, tppOfOne: tpp) } } ?? [])
    }
    rows =
      [row(nil, isChosen: definition == nil)]
      + database.equivalenceDefinitions.map { row($0, isChosen: $0.id == definition?.id) }
    notes = allowances.flatMap(\.notModelled).uniqued
  }

  public var document: Document {
    Document(
      title: "Assay: how many \(name) each allowance of \(date) holds",
      sections: [
        .init("Answer", answer), .init("Under every definition", [.table(matrix), .notes(workings)]),
        .limits(notes),
      ])
  }

  private var answer: [Document.Block] {
    guard let chosen = rows.first(where: \.isChosen) else { return [] }
    if allowances.isEmpty && ended.isEmpty {
      return [.paragraph("No allowance in TPP has a value on \(date).")]
    }
    if let unknown = chosen.unknown { return [.paragraph("Unknown: \(unknown).")] }
    let basis = "Counted by \(chosen.definition.map { "\($0): " } ?? "")\(chosen.working ?? chosen.meaning)."
    return counting.compactMap { $0.sentence(name) }.map(Document.Block.paragraph) + [
      .paragraph(basis),
      .table(
        .init(
          [
            .text("allowance"), .number("TPP"), .text("period"), .number("whole chips"),
            .number("by the sources"), .text("meaning"), .text("the chip counts"),
            .text("status on the date"), .text("text"),
          ],
          rows: chosen.counts.map(row) + ended.map(row))),
    ]
  }

  private func counting(_ allowance: Allowance) -> CountingItem? {
    counting.first { $0.instrument == allowance.instrument }
  }

  private func row(_ count: AllowanceCount) -> [String] {
    let counting = counting(count.allowance)
    let wouldBe = counting.map { $0.outcome != .yes } ?? false ? "would be " : ""
    return [
      count.allowance.title,
      "\(count.allowance.comparison.symbol) \(NumberFormat.whole(count.allowance.value))",
      count.allowance.period, wouldBe + NumberFormat.whole(count.chips), count.intervalText,
      count.isBound ? "the most that fit" : "the fewest that reach it",
      counting?.outcome.rawValue ?? "not said", count.allowance.status.summary,
      "\(count.allowance.reference) (\(count.allowance.confidence.rawValue))",
    ]
  }

  private func row(_ allowance: EndedAllowance) -> [String] {
    [
      allowance.title, "none", allowance.period, "none", "-", "ended: none from \(allowance.since) on", "-",
      "-",
      "\(allowance.reference) (\(allowance.confidence.rawValue))",
    ]
  }

  private var matrix: Document.Table {
    .init(
      [.text("definition"), .number("TPP of one")] + allowances.map { .number($0.id) },
      rows: rows.map { row in
        let tpp = row.counts.first?.tppOfOne
        let counts = row.counts.map { NumberFormat.whole($0.chips) }
        return [
          (row.definition ?? row.meaning) + (row.isChosen ? " *" : ""),
          tpp.map { NumberFormat.number($0.value) } ?? "unknown",
        ] + (counts.isEmpty ? allowances.map { _ in "unknown" } : counts)
      })
  }

  private var workings: [String] {
    [
      "* the count of the answer. An allowance counts TPP; a definition says how much of it one chip stands for."
    ]
      + (counting.contains { $0.outcome == .no }
        ? ["The chip counts toward none: the numbers say how many would be."] : [])
      + rows.map { row in
        "\(row.definition ?? row.meaning): \(row.working ?? row.unknown.map { "unknown: \($0)" } ?? "-")"
      }
  }
}

extension AllowanceCount {
  /// "1,694 to 1,700", or a dash where the sources agree.
  fileprivate var intervalText: String {
    range.lowerBound == range.upperBound
      ? "-" : "\(NumberFormat.whole(range.lowerBound)) to \(NumberFormat.whole(range.upperBound))"
  }
}

extension CountingItem {
  /// What a reader must know before the numbers; `nil` for an item that counts.
  fileprivate func sentence(_ name: String) -> String? {
    let list = paragraphs.joined(separator: ", ")
    return switch outcome {
    case .yes: nil
    case .no:
      "\(name) does not count toward any quantity of \(instrument): it meets none of \(list), whose items alone count. "
        + "The numbers say how many there would be."
    case .unknown:
      "Undecided whether \(name) counts toward the quantities of \(instrument), which add up items of \(list) alone: "
        + "\(open.joined(separator: "; ")). The numbers say how many there would be."
    }
  }
}
