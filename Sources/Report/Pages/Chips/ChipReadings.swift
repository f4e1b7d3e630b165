import ChipDB
import Rating

/// TPP and density of a chip under each reading of the note on bit length, with the working.
struct ChipReadings: Encodable, Sendable {
  /// One reading.
  struct Row: Encodable, Sendable {
    let reading: RatingReading
    let tpp: WorkedFigure
    let performanceDensity: WorkedFigure?
    let performanceDensityWithoutIO: WorkedFigure?
    /// What follows from each published figure of the governing precision.
    let published: [WorkedFigure]

    init(_ rated: RatedReading) {
      reading = rated.reading
      tpp = WorkedFigure(rated.tpp)
      performanceDensity = rated.performanceDensity.map(WorkedFigure.init)
      performanceDensityWithoutIO = rated.performanceDensityWithoutIO.map(WorkedFigure.init)
      published = rated.published.map(WorkedFigure.init)
    }
  }

  let rows: [Row]

  init(_ readings: [RatedReading]) { rows = readings.map(Row.init) }

  func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }

  /// The readings side by side, then the working of each figure that differs from those above it.
  var blocks: [Document.Block] {
    rows.isEmpty ? [.paragraph("Unknown: no throughput is known.")] : [table, .notes(workings)]
  }

  private var table: Document.Block {
    .table(
      .init(
        [
          .text("what counts"), .number("TPP"), .number("by the sources"), .text("governed by"),
          .number("TPP/mm²"), .number("by the sources"), .number("without I/O dies"),
          .number("by the sources"),
        ],
        rows: rows.map { row in
          [
            row.reading.label, row.tpp.value, row.tpp.interval, row.tpp.figure.precision?.label ?? "-",
            row.performanceDensity?.value ?? "unknown", row.performanceDensity?.interval ?? "-",
            row.performanceDensityWithoutIO?.value ?? "-", row.performanceDensityWithoutIO?.interval ?? "-",
          ]
        }))
  }

  private var workings: [String] {
    var lines: [String] = []
    for row in rows {
      let densities = [row.performanceDensity, row.performanceDensityWithoutIO].compactMap { $0 }
      for worked in row.published + densities {
        let precision = worked.figure.quantity == .tpp ? worked.figure.precision.map { "\($0.label): " } : nil
        let label = precision ?? "\(worked.figure.quantity.label): "
        let line = "\(label)\(worked.sourcedFormula) = \(worked.value) \(worked.figure.unit)"
        if !lines.contains(line) { lines.append(line) }
      }
    }
    return lines
  }
}

extension RatingReading {
  /// "every precision, TF32 as 32 bit", "without FP6".
  var label: String {
    leftOut.isEmpty
      ? "every precision, TF32 as \(tf32.bits) bit"
      : "without \(leftOut.map(\.label).joined(separator: ", "))"
  }
}
