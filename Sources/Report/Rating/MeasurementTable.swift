import Measurement

/// Measured rows as a table, a chart and remarks.
struct MeasurementTable {
  private let rows: [MeasurementRow]

  init(_ rows: [MeasurementRow]) { self.rows = rows }

  var blocks: [Document.Block] {
    let measured = rows.filter { $0.status != .unsupported }
    let unsupported = rows.filter { $0.status == .unsupported }
    let unit = RateUnit(for: measured.compactMap(\.topsBest).max())
    let table = Document.Table(
      [
        .text("precision"), .text("library"), .text("kernel"), .text("shape"), .number("best \(unit.label)"),
        .number("median"), .number("spread"), .number("ceiling"), .number("of ceiling"), .text("status"),
      ],
      rows: measured.map { row in
        [
          row.precision.label, row.provider ?? "-", row.kernel ?? "-", row.shape?.description ?? "-",
          unit.format(row.topsBest), unit.format(row.topsMedian), row.spread.map(NumberFormat.percent) ?? "-",
          unit.format(row.ceiling?.tops), row.efficiency.map(NumberFormat.percent) ?? "-",
          row.status.rawValue,
        ]
      })
    var blocks: [Document.Block] = []
    if !measured.isEmpty { blocks += [.table(table), .chart(ceilingChart(measured, unit))] }
    let remarks = measured.compactMap { row in row.reason.map { "\(row.precision.label): \($0)" } }
    let failed = measured.flatMap { row in
      row.candidates.filter { $0.tops == nil }.map {
        "\(row.precision.label): \($0.provider), \($0.shape) was tried and failed: \($0.reason ?? "no reason given")"
      }
    }
    if !(remarks + failed).isEmpty { blocks.append(.notes(remarks + failed)) }
    if !unsupported.isEmpty {
      blocks.append(
        .notes(unsupported.map { "\($0.precision.label) unsupported: \($0.reason ?? "no reason given")" }))
    }
    return blocks
  }

  private func ceilingChart(_ rows: [MeasurementRow], _ unit: RateUnit) -> Chart {
    let names = rows.map(\.precision.label)
    func series(_ name: String, _ value: (MeasurementRow) -> Double?) -> Chart.Series {
      .init(
        name,
        rows.enumerated().compactMap { index, row in
          value(row).map { .init(x: Double(index), y: $0 * unit.perTops, label: row.precision.label) }
        })
    }
    return Chart(
      kind: .bar, title: "Throughput by precision against the bare instruction's ceiling",
      xTitle: "precision",
      yTitle: unit.label, categories: names,
      series: [
        series("median", \.topsMedian), series("best", \.topsBest), series("ceiling", { $0.ceiling?.tops }),
      ])
  }
}
