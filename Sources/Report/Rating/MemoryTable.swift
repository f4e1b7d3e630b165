import Measurement

/// The bandwidth of the memory, and where the balance between it and the products lies.
struct MemoryTable {
  private let memory: MemoryBandwidth?
  private let rows: [MeasurementRow]

  init(_ memory: MemoryBandwidth?, _ rows: [MeasurementRow]) {
    self.memory = memory
    self.rows = rows
  }

  var blocks: [Document.Block] {
    guard let memory else { return [.paragraph("The memory's bandwidth was not measured.")] }
    var blocks: [Document.Block] = [
      .table(
        .init(
          [
            .number("threads"), .number("triad GB/s"), .number("median"), .number("read GB/s"),
            .number("median"),
          ],
          rows: memory.rows.map { row in
            ["\(row.threads)"]
              + [row.triad, row.read].flatMap { rate in
                [
                  rate.map { NumberFormat.number($0.bestGBps) } ?? "-",
                  rate.map { NumberFormat.number($0.medianGBps) } ?? "-",
                ]
              }
          })),
      .notes(
        [
          "Three arrays of \(NumberFormat.bytes(memory.arrayBytes)); triad is a = b + 3·c with stores that bypass the "
            + "caches, 24 bytes an element, as STREAM counts; read sums one array."
        ] + [memory.reason].compactMap { $0 } + wrong(memory)),
    ]
    guard let bandwidth = memory.bestGBps else { return blocks }
    let balanced = best
    if balanced.isEmpty { return blocks }
    blocks.append(
      .table(
        .init(
          [.text("precision"), .number("operations a byte"), .number("square product in balance")],
          rows: balanced.map { row, tops in
            let balance = tops * 1000 / bandwidth
            return [row.precision.label, NumberFormat.number(balance, digits: 3), side(row, balance)]
          })))
    blocks.append(.notes(["Below that many operations for a byte of memory, the memory sets the rate."]))
    blocks.append(.chart(roofline(balanced, bandwidth)))
    return blocks
  }

  private func wrong(_ memory: MemoryBandwidth) -> [String] {
    memory.rows.filter { [$0.triad, $0.read].contains { $0?.verified == false } }.map {
      "WRONG on \($0.threads) thread(s): the arrays did not hold what they should after the last pass; the rate does not count"
    }
  }

  /// The best all-core row of each precision.
  private var best: [(row: MeasurementRow, tops: Double)] {
    var best: [(row: MeasurementRow, tops: Double)] = []
    for row in rows where row.status == .verified {
      guard let tops = row.topsBest else { continue }
      if let index = best.firstIndex(where: { $0.row.precision == row.precision }) {
        if best[index].tops < tops { best[index] = (row, tops) }
      } else {
        best.append((row, tops))
      }
    }
    return best
  }

  /// The side n of the square product whose 2·n³ operations meet its bytes, each operand moved once: n²·(2·input +
  /// output).
  private func side(_ row: MeasurementRow, _ balance: Double) -> String {
    NumberFormat.whole((balance * Double(row.precision.bytesOfSquareProduct) / 2).rounded(.up))
  }

  private func roofline(_ rows: [(row: MeasurementRow, tops: Double)], _ bandwidth: Double) -> Chart {
    Chart(
      kind: .line, title: "Roofline: the rate that memory and multiply units allow",
      xTitle: "operations for a byte of memory", yTitle: "GOP/s",
      series: rows.map { row, tops in
        let knee = tops * 1000 / bandwidth
        return .init(
          row.precision.label,
          [0.125, knee, max(1024, knee * 4)].map { x in
            .init(x: x, y: min(tops * 1000, bandwidth * x), label: row.precision.label)
          })
      })
  }
}
