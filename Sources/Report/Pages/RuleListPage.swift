import Rating
import Rulebook

/// What `assay rules list` tells: the instruments, and the quantities they set on a day.
public struct RuleListPage: Encodable, Sendable {
  /// One instrument.
  public struct Entry: Encodable, Sendable {
    public let id: String
    public let title: String
    public let jurisdiction: String
    public let kind: String
    public let confidence: Confidence
    public let reviewedOn: CalendarDate
    /// Whether that is longer ago than the file allows.
    public let isStale: Bool
    /// On the date.
    public let status: Status
    public let citation: Citation
    public let paragraphs: [String]
  }

  public let schemaVersion = RatingReport.schemaVersion
  public let date: CalendarDate
  public let instruments: [Entry]
  public let allowances: [Allowance]
  /// The first rule of all, if the date lies before it.
  public let firstRule: FirstRule?

  public init(_ rulebook: Rulebook, on date: CalendarDate, today: CalendarDate) {
    self.date = date
    instruments = rulebook.instruments.map {
      Entry(
        id: $0.id, title: $0.title, jurisdiction: $0.jurisdiction, kind: $0.kind.rawValue,
        confidence: $0.confidence, reviewedOn: $0.reviewedOn,
        isStale: $0.isStale(for: date, today: today), status: $0.status(on: date), citation: $0.citation,
        paragraphs: $0.paragraphs.filter { $0.isInForce(on: date) }.map(\.id))
    }
    allowances = rulebook.allowances(on: date)
    firstRule = rulebook.firstRule(ifAfter: date)
  }

  public var document: Document {
    Document(
      title: "Assay: rules on \(date)",
      sections: [
        .init(
          "Instruments",
          (firstRule.map { [.paragraph($0.sentence(on: date))] } ?? []) + [
            .table(
              .init(
                [
                  .text("id"), .text("title"), .text("kind"), .text("paragraphs"), .text("known"),
                  .text("reviewed"), .text("status"),
                ],
                rows: instruments.map {
                  [
                    $0.id, $0.title, $0.kind, $0.paragraphs.joined(separator: ", "), $0.confidence.rawValue,
                    $0.reviewedOn.description + ($0.isStale ? ", old" : ""), $0.status.summary,
                  ]
                }))
          ]),
        .init(
          "Quantities",
          [
            .table(
              .init(
                [
                  .text("id"), .text("title"), .number("value"), .text("unit"), .text("status"),
                  .text("citation"),
                ],
                rows: allowances.map {
                  [
                    $0.id, $0.title, "\($0.comparison.symbol) \(NumberFormat.number($0.value))", $0.unit,
                    $0.status.summary, $0.reference,
                  ]
                }))
          ]), .limits(),
      ])
  }
}

extension FirstRule {
  /// What to know of a day before it.
  func sentence(on date: CalendarDate) -> String {
    "No rule of this rulebook was in force on \(date): the first is \(id) of \(instrument), from \(from) on."
  }
}
