import ChipDB
import Rating

/// What `assay systems show` tells: one system, what is published of it and what its chips have together.
public struct SystemPage: Encodable, Sendable {
  /// One figure of the system.
  struct Figure: Encodable, Sendable {
    let quantity: String
    let unit: String
    let value: Double
    /// What the published figure, its conflicts and the chips' figure leave.
    let range: ClosedRange<Double>
    let published: SourcedValue?
    /// The chip's figure times the number of chips.
    let reckoned: SourcedValue?
  }

  public let schemaVersion = RatingReport.schemaVersion
  let system: ComputeSystem
  let figures: [Figure]
  let unknown: [String]
  let sources: [Source]
  private let rated: RatedSystem

  private enum CodingKeys: CodingKey { case schemaVersion, system, figures, unknown, sources }

  public init(_ rated: RatedSystem, in database: ChipDatabase) {
    self.rated = rated
    system = rated.system
    figures = rated.values.map {
      Figure(
        quantity: $0.quantity.key, unit: $0.quantity.unit, value: $0.bounded.value, range: $0.bounded.range,
        published: $0.published, reckoned: $0.reckoned)
    }
    let wanted: [SystemQuantity] = [.rate(.bf16), .memory, .bandwidth, .scaleUp, .power]
    unknown = wanted.filter { rated.value($0) == nil }.map(\.label)
    let named = rated.values.flatMap { [$0.published, $0.reckoned] }.compactMap { $0?.source }.flatMap(\.ids)
    sources = Set(named + [rated.system.source]).sorted().compactMap { database.sources[$0] }
  }

  public var document: Document {
    Document(
      title: "Assay: \(system.name)",
      sections: [
        .init("System", [.fields(identity)] + (system.note.map { [.notes([$0])] } ?? [])),
        .init("Figures", [.table(table), .notes(notes)]),
        .init("Sources", [.notes(sources.map { "\($0.id): \($0.citation)" })]),
      ])
  }

  private var identity: [(label: String, value: String)] {
    [
      ("id", system.id), ("vendor", "\(system.vendor), \(system.country)"),
      ("chips", "\(NumberFormat.whole(Double(system.count))) × \(rated.chip.name) (\(system.source))"),
      ("link of all", system.link ?? "unknown"), ("status", system.status?.rawValue ?? "unknown"),
    ]
  }

  private var table: Document.Table {
    .init(
      [
        .text("figure"), .number("value"), .text("unit"), .number("by the sources"), .text("published"),
        .number("chips × count"), .text("of the chip"), .text("note"),
      ],
      rows: rated.values.map { value in
        [
          value.quantity.label, NumberFormat.number(value.bounded.value), value.quantity.unit,
          value.bounded.intervalText,
          value.published.map { "\($0.source), \($0.grade.rawValue)" } ?? "no: reckoned from the chips",
          value.reckoned.map { NumberFormat.number($0.value) } ?? "-",
          value.reckoned.map { "\($0.source), \($0.grade.rawValue)" } ?? "-",
          value.published?.note ?? value.reckoned?.note ?? "",
        ]
      })
  }

  private var notes: [String] {
    var notes = [
      "The published figure of the system counts, or for want of one its chips' together; the interval takes in both. "
        + "Yields, software and reliability are in none of them."
    ]
    if !unknown.isEmpty {
      notes.append(
        "Unknown: \(unknown.joined(separator: ", ")). Power is never reckoned from the chips: what joins and cools them "
          + "takes its own.")
    }
    return notes
  }
}
