import ChipDB
import Rating
import Rulebook

/// What `assay rules impact` tells: which chips change side under supposed rules, and which lie near each line.
public struct RuleImpactPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let date: CalendarDate
  /// The standing of the law that is compared, and that the files are supposed to have.
  public let standing: Standing
  public let transaction: Transaction
  public let tf32Reading: TF32Reading
  /// How near a line a chip is listed, as a share of the line.
  public let within: Double
  /// Chips of the database that were compared.
  public let chips: Int
  /// Those without any figure that a rule tests, which are not among them.
  public let chipsWithoutFigures: Int
  /// By the question whether any paragraph of control is met.
  public let sides: [SideChange]
  public let paragraphs: [SideChange]
  public let lines: [RuleLine]
  private let hasFiles: Bool

  private enum CodingKeys: CodingKey {
    case schemaVersion, date, standing, transaction, tf32Reading, within, chips, chipsWithoutFigures, sides,
      paragraphs, lines
  }

  /// - Parameters:
  ///   - supposed: the rulebook with the files, as if they had the standing.
  ///   - withinPercent: how near a line a chip is listed, in per cent of the line, above 0.
  /// - Throws: `RulebookError.beforeFirstRule`.
  public init(
    law: Rulebook, supposed: Rulebook, database: ChipDatabase, on date: CalendarDate,
    _ transaction: Transaction,
    under standing: Standing, withinPercent: Double, tf32Reading: TF32Reading
  ) throws(RulebookError) {
    let comparison = ImpactComparison(
      law: law.rules(on: date), supposed: supposed.rules(on: date), transaction: transaction,
      standing: standing, tf32Reading: tf32Reading)
    hasFiles = !supposed.whatIfs.isEmpty
    var sides: [SideChange] = []
    var paragraphs: [SideChange] = []
    var without = 0
    for chip in database.chips {
      guard let changes = try comparison.changes(of: chip) else {
        without += 1
        continue
      }
      sides += changes.control.map { [$0] } ?? []
      paragraphs += changes.paragraphs
    }
    self.sides = sides
    self.paragraphs = paragraphs
    self.date = date
    self.standing = standing
    self.transaction = transaction
    self.tf32Reading = tf32Reading
    within = withinPercent / 100
    chips = database.chips.count - without
    chipsWithoutFigures = without
    lines = RuleLine.all(
      in: [comparison.law, comparison.supposed],
      chips: database.chips.map { ($0, Subject($0, tf32Reading: tf32Reading)) }, within: within)
  }

  public var document: Document {
    Document(
      title: "Assay: impact on the chips of the database, rules of \(date)",
      sections: [.init("Answer", answer)] + (hasFiles ? [sideSection] + paragraphSections : [])
        + RuleLineSections(lines: lines, within: within).sections + [.limits(notes)])
  }

  private var answer: [Document.Block] {
    let places = [
      ("destination", transaction.destination), ("headquarters", transaction.headquarters),
      ("sent from", transaction.origin),
    ].compactMap { label, code in code.map { (label, $0.description) } }
    let fields =
      [
        ("chips compared", "\(chips); \(chipsWithoutFigures) have no figure that a rule tests"),
        ("standing", standing.rawValue + (hasFiles ? ": the files are supposed to have it" : "")),
      ] + places + [("TF32 reading", tf32Reading.rawValue)]
    return (hasFiles ? [.paragraph(summary)] : [.paragraph("No --rule was given: no chip changes side.")])
      + [.fields(fields)]
  }

  private var summary: String {
    guard !sides.isEmpty else {
      return "No chip changes side, by the question whether a paragraph of control is met."
    }
    let steps = Dictionary(grouping: sides) { "\($0.before.rawValue) → \($0.after.rawValue)" }
    return "Controlled or not: "
      + steps.sorted { $0.key < $1.key }.map { "\($0.value.count) × \($0.key)" }.joined(separator: ", ")
      + " (\(sides.count { $0.isContested }) contested)."
  }

  private var sideSection: Document.Section {
    .init(
      "Chips that change side",
      sides.isEmpty
        ? [.paragraph("None.")] : [.table(Self.table(sides, question: "controlled"))])
  }

  private var paragraphSections: [Document.Section] {
    Dictionary(grouping: paragraphs) { "\($0.paragraph ?? "") of \($0.instrument ?? "")" }
      .sorted { $0.key < $1.key }
      .map { name, changes in .init(name, [.table(Self.table(changes, question: "met"))]) }
  }

  private static func table(_ changes: [SideChange], question: String) -> Document.Table {
    Document.Table(
      [.text("chip"), .text("vendor"), .text("released"), .text(question), .text("from the line")],
      rows: changes.map { change in
        [
          change.name, change.vendor, change.released?.description ?? "unknown", change.step,
          change.margins.map { "\($0.lineWords): \($0.words)" }.joined(separator: "; "),
        ]
      })
  }

  private var notes: [String] {
    [
      "Reported figures decide; contested ones would turn on another published figure.",
      transaction.destination == nil
        ? "No destination was given (--to): sides are those of the item alone, wherever it goes."
        : "End uses, end users and licences already granted.",
      "What makers would change in answer to the rule.",
    ]
  }
}
