import ChipDB
import Rating

/// What `assay systems compare` tells: two systems figure by figure, and the power that each figure takes.
public struct SystemComparisonPage: Encodable, Sendable {
  struct Row: Encodable, Sendable {
    let measure: String
    let unit: String
    let first: BoundedValue?
    let second: BoundedValue?
    /// First over second; null where one of them is unknown.
    let ratio: BoundedValue?
  }

  public let schemaVersion = RatingReport.schemaVersion
  let first: ComputeSystem
  let second: ComputeSystem
  let rows: [Row]
  let notes: [String]
  let sources: [Source]
  private let comparison: SystemComparison

  private enum CodingKeys: CodingKey { case schemaVersion, first, second, rows, notes, sources }

  public init(_ comparison: SystemComparison, in database: ChipDatabase) {
    self.comparison = comparison
    first = comparison.first.system
    second = comparison.second.system
    rows = comparison.rows.map {
      Row(
        measure: $0.measure.label, unit: $0.measure.unit, first: $0.first, second: $0.second, ratio: $0.ratio)
    }
    let pages = [comparison.first, comparison.second].map { SystemPage($0, in: database) }
    notes = Self.notes(pages, comparison)
    sources = Set(pages.flatMap(\.sources).map(\.id)).sorted().compactMap { database.sources[$0] }
  }

  private static func notes(_ pages: [SystemPage], _ comparison: SystemComparison) -> [String] {
    let unknown = pages.filter { !$0.unknown.isEmpty }.map { page in
      "Unknown of \(page.system.name): \(page.unknown.joined(separator: ", "))."
    }
    let announced = pages.filter { $0.system.status == .announced }.map { page in
      "\(page.system.name) is announced: its figures are its maker's."
    }
    let oneSided = comparison.rows.filter { $0.ratio == nil && $0.measure.isRate }.map(\.measure.label)
    let left = oneSided.isEmpty ? [] : ["Known of one system alone: \(oneSided.joined(separator: ", "))."]
    return [
      "Published figures of the system count, or for want of one its chips' together; see `assay systems show`. Power is "
        + "that of the whole system. Yields, software and reliability are outside every ratio."
    ] + left + unknown + announced
  }

  public var document: Document {
    Document(
      title: "Assay: \(first.name) beside \(second.name)",
      sections: [
        .init("Systems", [.fields(systems)]), .init("Comparison", [.table(table), .notes(notes)]),
        .init("Sources", [.notes(sources.map { "\($0.id): \($0.citation)" })]),
      ])
  }

  private var systems: [(label: String, value: String)] {
    [comparison.first, comparison.second].map { rated in
      (rated.system.id, "\(NumberFormat.whole(Double(rated.system.count))) × \(rated.chip.name)")
    }
  }

  private var table: Document.Table {
    func text(_ value: BoundedValue?) -> String {
      value.map { NumberFormat.number($0.value) + ($0.isDisputed ? " (\($0.intervalText))" : "") }
        ?? "unknown"
    }
    return .init(
      [
        .text("figure"), .text("unit"), .number(first.id), .number(second.id), .number("ratio"),
        .number("by the sources"),
      ],
      rows: comparison.rows.filter { $0.ratio != nil || !$0.measure.isRate }.map { row in
        [
          row.measure.label, row.measure.unit, text(row.first), text(row.second),
          row.ratio.map { "× \(NumberFormat.number($0.value, digits: 3))" } ?? "unknown",
          row.ratio?.intervalText ?? "-",
        ]
      })
  }
}
