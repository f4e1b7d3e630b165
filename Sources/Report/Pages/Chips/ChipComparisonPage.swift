import ChipDB
import Rating

/// What `assay chips compare` tells: chips side by side, the best of each figure, and what differs most.
public struct ChipComparisonPage: Encodable, Sendable {
  /// A chip's facts.
  struct Fact: Encodable, Sendable {
    let id: String
    let name: String
    let vendor: String
    /// ISO 3166 alpha-2.
    let country: String
    let kind: String
    let released: CalendarDate?
    let dataCentre: Outcome
  }

  /// One figure of every chip.
  struct Row: Encodable, Sendable {
    let figure: String
    let unit: String
    /// In the order of the chips; null where unknown.
    let values: [BoundedValue?]
    /// The ids of the best.
    let best: [String]
    /// Whether another is the best by some source.
    let contested: Bool
    /// The highest over the lowest.
    let ratio: Double?
  }

  /// What every chip is worth in reference chips under one definition.
  struct Equivalents: Encodable, Sendable {
    let definition: String
    let name: String
    /// In the order of the chips.
    let chips: [BoundedEquivalent]
  }

  public let schemaVersion = RatingReport.schemaVersion
  let tf32Reading: TF32Reading
  let chips: [Fact]
  let figures: [Row]
  /// The keys of the figures that differ, the widest first.
  let differsMost: [String]
  /// In the order of the definitions.
  let equivalents: [Equivalents]
  private let comparison: ChipComparison

  private enum CodingKeys: CodingKey {
    case schemaVersion, tf32Reading, chips, figures, differsMost, equivalents
  }

  public init(_ comparison: ChipComparison, definitions: [EquivalenceDefinition]) {
    self.comparison = comparison
    let equivalenceFigures = comparison.chips.map {
      $0.equivalenceFigures(tf32Reading: comparison.tf32Reading)
    }
    equivalents = definitions.map { definition in
      Equivalents(
        definition: definition.id, name: definition.name, chips: equivalenceFigures.map(definition.equivalent)
      )
    }
    tf32Reading = comparison.tf32Reading
    chips = comparison.chips.map {
      Fact(
        id: $0.id, name: $0.name, vendor: $0.vendor, country: $0.country, kind: $0.kind.rawValue,
        released: $0.released, dataCentre: $0.dataCentre)
    }
    figures = comparison.rows.map { row in
      Row(
        figure: row.figure.rawValue, unit: row.figure.unit, values: row.values,
        best: row.best.map { comparison.chips[$0].id }, contested: row.isContested, ratio: row.ratio)
    }
    differsMost = comparison.differences.map(\.figure.rawValue)
  }

  public var document: Document {
    Document(
      title: "Assay: \(chips.map(\.name).joined(separator: ", "))",
      sections: [
        .init("Chips", [.table(facts)]),
        .init("Figures", [.table(table), .notes(legend)]),
        .init("In reference chips", [.table(equivalentTable)]),
        .init("What differs most", [.notes(mostDifferent)]),
      ])
  }

  private var facts: Document.Table {
    .init(
      [
        .text("id"), .text("name"), .text("vendor"), .text("country"), .text("kind"), .text("released"),
        .text("for data centres"),
      ],
      rows: chips.map {
        [
          $0.id, $0.name, $0.vendor, $0.country, $0.kind, $0.released?.description ?? "unknown",
          $0.dataCentre.rawValue,
        ]
      })
  }

  private var table: Document.Table {
    .init(
      [.text("figure"), .text("unit")] + chips.map { .number($0.id) },
      rows: comparison.rows.map { row in
        let cells = zip(row.values.indices, row.values).map { index, value in
          guard let value else { return "unknown" }
          let interval = value.isDisputed ? " (\(value.intervalText))" : ""
          let mark = row.best.contains(index) ? (row.isContested ? " *?" : " *") : ""
          return row.figure.text(value.value) + interval + mark
        }
        return [row.figure.label, row.figure.unit] + cells
      })
  }

  private var equivalentTable: Document.Table {
    .init(
      [.text("definition"), .text("meaning")] + chips.map { .number($0.id) },
      rows: equivalents.map { row in
        [row.definition, row.name]
          + row.chips.map { equivalent in
            guard let value = equivalent.bounded else { return "unknown" }
            return NumberFormat.number(value.value) + (value.isDisputed ? " (\(value.intervalText))" : "")
          }
      })
  }

  private var legend: [String] {
    [
      "* the best of those known; *? another is the best by some source; in parentheses what the sources leave.",
      "TF32 reading: \(tf32Reading.rawValue). \"unknown\": nobody has published it, or it could not be entered.",
    ]
  }

  private var mostDifferent: [String] {
    let shown = 5
    let lines = comparison.differences.prefix(shown).map { row in
      let values = zip(comparison.chips, row.values).map { chip, value in
        "\(chip.id) \(value.map { row.figure.text($0.value) } ?? "unknown")"
      }
      return "\(row.figure.label): \(NumberFormat.number(row.ratio ?? 1, digits: 3)) times ("
        + "\(values.joined(separator: ", ")) \(row.figure.unit))"
    }
    return lines.isEmpty ? ["No figure that is known of two chips differs."] : Array(lines)
  }
}
