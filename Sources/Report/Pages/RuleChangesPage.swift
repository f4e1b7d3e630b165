import Rating
import Rulebook

/// What `assay rules diff` tells: what changed between two days, each with its citation.
public struct RuleChangesPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let from: CalendarDate
  public let to: CalendarDate
  public let changes: [RuleChange]
  /// The first rule of all, if the earlier date lies before it.
  public let firstRule: FirstRule?

  /// - Throws: `RulebookError.backwards`.
  public init(_ rulebook: Rulebook, from: CalendarDate, to: CalendarDate) throws(RulebookError) {
    self.from = from
    self.to = to
    firstRule = rulebook.firstRule(ifAfter: from)
    changes = try rulebook.changes(after: from, through: to)
  }

  public var document: Document {
    let table = Document.Table(
      [
        .text("date"), .text("what"), .text("instrument"), .text("of"), .text("change"), .text("text"),
      ],
      rows: changes.map {
        [
          $0.date.description, $0.kind.rawValue, $0.instrument, $0.subject, $0.text,
          "\($0.reference) (\($0.confidence.rawValue))",
        ]
      })
    return Document(
      title: "Assay: changes of the rules after \(from), to \(to)",
      sections: [
        .init(
          "Changes",
          (firstRule.map { [.paragraph($0.sentence(on: from))] } ?? [])
            + (changes.isEmpty ? [.paragraph("Nothing that this rulebook holds changed.")] : [.table(table)])),
        .init(
          "How to read it",
          [
            .notes([
              "left: the date is the last day in force.",
              "Only changes that the rule files hold are known; each file says until when it was reviewed.",
            ])
          ]), .limits(),
      ])
  }
}
