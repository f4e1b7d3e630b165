import ChipDB
import Rating

/// What `assay chips export` writes: chips with every published value, its source, grade and place.
public struct ChipExport: Encodable, Sendable {
  /// A chip's facts and values.
  struct Entry: Encodable, Sendable {
    let id: String
    let name: String
    let aliases: [String]
    let vendor: String
    /// ISO 3166 alpha-2.
    let country: String
    let kind: Chip.Kind
    let formFactor: Chip.FormFactor?
    let released: CalendarDate?
    let status: Chip.Status?
    let dataCentre: Outcome
    let nodeNM: Double?
    let nonPlanar: Outcome
    let package: String?
    let source: String
    let place: DataPlace
    let isOwn: Bool
    let note: String?
    let figures: [Value]
    let deviceIDs: [Chip.DeviceID]
    let traps: [Chip.Trap]
  }

  /// One published value.
  struct Value: Encodable, Sendable {
    let quantity: String
    let precision: Precision?
    /// Of what: the unit of compute, the die, the link, the type of memory.
    let part: String?
    let value: Double
    /// The unit of measure.
    let unit: String
    let source: String
    let grade: Grade
    let asOf: CalendarDate?
    /// Whether it is the one that is reported.
    let chosen: Bool
    let place: DataPlace?
    let isOwn: Bool
    let note: String?

    init(_ published: PublishedValue) {
      quantity = published.quantity.rawValue
      precision = published.precision
      part = published.part
      value = published.value.value
      unit = published.value.unit
      source = published.value.source
      grade = published.value.grade
      asOf = published.value.asOf
      chosen = published.isChosen
      place = published.value.place
      isOwn = published.value.isOwn
      note = published.value.note
    }
  }

  let chips: [Entry]

  public init(_ chips: [Chip]) {
    self.chips = chips.map { chip in
      Entry(
        id: chip.id, name: chip.name, aliases: chip.aliases, vendor: chip.vendor, country: chip.country,
        kind: chip.kind, formFactor: chip.formFactor, released: chip.released, status: chip.status,
        dataCentre: chip.dataCentre, nodeNM: chip.nodeNM, nonPlanar: chip.nonPlanar, package: chip.package,
        source: chip.source, place: chip.place, isOwn: chip.isOwn, note: chip.note,
        figures: chip.publishedValues.map(Value.init), deviceIDs: chip.deviceIDs, traps: chip.traps)
    }
  }

  /// An array of chips.
  public func encode(to encoder: any Encoder) throws { try chips.encode(to: encoder) }

  /// One row a value; a chip of which nothing has been published has none.
  public var csv: String {
    CSVRenderer().render(
      [
        "chip", "quantity", "precision", "unit", "value", "source", "grade", "as_of", "chosen", "part",
        "place",
      ],
      chips.flatMap { chip in
        chip.figures.map { row in
          [
            chip.id, row.quantity, row.precision?.rawValue ?? "", row.unit, CSVRenderer.number(row.value),
            row.source, row.grade.rawValue, row.asOf?.description ?? "", row.chosen ? "yes" : "no",
            row.part ?? "", row.place?.description ?? "",
          ]
        }
      })
  }

  /// One section a chip.
  public var document: Document {
    Document(
      title: "Assay: \(chips.count) chips with every published value",
      sections: chips.map { chip in
        .init("\(chip.id): \(chip.name)", [.paragraph(facts(chip)), .table(table(chip.figures))])
      })
  }

  private func facts(_ chip: Entry) -> String {
    let names = chip.aliases.isEmpty ? "" : "; also called \(chip.aliases.joined(separator: ", "))"
    return "\(chip.vendor) (\(chip.country)), \(chip.kind.rawValue), released "
      + "\(chip.released?.description ?? "unknown"), source \(chip.source), \(chip.place)\(names)"
  }

  private func table(_ values: [Value]) -> Document.Table {
    .init(
      [
        .text("quantity"), .text("precision"), .text("part"), .number("value"), .text("unit"),
        .text("source"),
        .text("grade"), .text("as of"), .text("chosen"), .text("place"),
      ],
      rows: values.map { row in
        [
          row.quantity, row.precision?.label ?? "", row.part ?? "", NumberFormat.exact(row.value), row.unit,
          row.source, row.grade.rawValue + (row.isOwn ? ", own" : ""), row.asOf?.description ?? "",
          row.chosen ? "yes" : "no", row.place?.description ?? "",
        ]
      })
  }
}
