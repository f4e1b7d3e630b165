import ChipDB
import Measurement

/// Measured rows as a table, a chart and remarks.
struct MeasurementTable {
  /// Where the products ran, which decides what there is to tell of them.
  enum Place {
    case host, device
  }

  private let rows: [MeasurementRow]
  private let place: Place

  init(_ rows: [MeasurementRow], on place: Place = .host) {
    self.rows = rows
    self.place = place
  }

  var blocks: [Document.Block] {
    let measured = rows.filter { $0.status != .unsupported }
    let unsupported = rows.filter { $0.status == .unsupported }
    let unit = RateUnit(for: measured.compactMap(\.topsBest).max())
    var blocks: [Document.Block] = []
    if !measured.isEmpty {
      blocks += [table(measured, unit), .chart(chart(measured, unit))]
      let fingerprints = fingerprints(measured)
      if !fingerprints.isEmpty {
        blocks += [.paragraph("Arithmetic, as crafted products show it:"), .notes(fingerprints)]
      }
    }
    let remarks = measured.flatMap { row in
      [row.reason, latency(row)].compactMap { $0 }.map { "\(row.label): \($0)" }
    }
    let failed = measured.flatMap { row in
      row.candidates.filter { $0.tops == nil && !$0.isUnsupported }.map {
        "\(row.label): \($0.provider), \($0.shape) was tried and failed: \($0.reason ?? "no reason given")"
      }
    }
    if !(remarks + failed).isEmpty { blocks.append(.notes(remarks + failed)) }
    let others = otherLibraries(measured, unit)
    if !others.isEmpty { blocks.append(.notes(others)) }
    let efficiencies = measured.compactMap { row in
      row.sustained?.topsPerWatt.map {
        "\(row.label): \(NumberFormat.number($0 * 1000)) GOP/s a watt (\(row.sustained?.power.source ?? ""))"
      }
    }
    if !efficiencies.isEmpty { blocks.append(.notes(efficiencies)) }
    let spreads = operandSpreads
    if !spreads.isEmpty { blocks.append(.notes(spreads)) }
    if !unsupported.isEmpty {
      let reasons = unsupported.map {
        "\($0.precision.label) unsupported: \($0.reason ?? "no reason given")"
      }
      blocks.append(.notes(reasons.enumerated().filter { reasons.firstIndex(of: $1) == $0 }.map(\.element)))
    }
    return blocks
  }

  /// The lines that measure each row again, each once: kinds of one product on a device share theirs.
  var reproduction: Document.Block { .commands(rows.compactMap(\.reproduce).uniqued) }

  private func table(_ measured: [MeasurementRow], _ unit: RateUnit) -> Document.Block {
    let columns = columns(measured, unit)
    return .table(
      .init(columns.map(\.column), rows: measured.map { row in columns.map { $0.cell(row) } }))
  }

  /// A heading and what stands under it.
  private struct Column {
    let column: Document.Column
    let cell: (MeasurementRow) -> String

    init(_ column: Document.Column, _ cell: @escaping (MeasurementRow) -> String) {
      self.column = column
      self.cell = cell
    }
  }

  private func columns(_ measured: [MeasurementRow], _ unit: RateUnit) -> [Column] {
    let isHost = place == .host
    let isSweep = Set(measured.compactMap(\.operands)).count > 1
    let isSustained = measured.contains { $0.sustained != nil }
    let columns: [Column?] = [
      Column(.text(isHost ? "precision" : "kind of product")) { isHost ? $0.precision.label : $0.label },
      isHost ? Column(.number("threads")) { $0.threads.map { "\($0)" } ?? "-" } : nil,
      isSweep ? Column(.text("operands")) { $0.operands?.rawValue ?? "-" } : nil,
      Column(.text("library")) { $0.provider ?? "-" }, Column(.text("kernel")) { $0.kernel ?? "-" },
      Column(.text("shape")) { $0.shape?.description ?? "-" },
      isHost ? nil : Column(.text("output")) { $0.variant?.output.rawValue.uppercased() ?? "-" },
      isHost ? nil : Column(.text("B lies as")) { $0.variant?.layout ?? "-" },
      Column(.number("best \(unit.label)")) { unit.format($0.topsBest) },
      Column(.number("median")) { unit.format($0.topsMedian) },
      isHost ? nil : Column(.number("spread")) { $0.spread.map(NumberFormat.percent) ?? "-" },
      isSustained ? Column(.number("sustained")) { unit.format($0.sustained?.tops) } : nil,
      isHost ? Column(.number("ceiling")) { unit.format($0.ceiling?.tops) } : nil,
      isHost ? Column(.number("of ceiling")) { $0.efficiency.map(NumberFormat.percent) ?? "-" } : nil,
      Column(.number("visits"), visits), isHost ? nil : Column(.text("products checked"), checks),
      Column(.text("stopped by")) { $0.stopped ?? "-" },
      Column(.text("status")) { $0.status.rawValue },
    ]
    return columns.compactMap { $0 }
  }

  /// Those that count, and how many were left out: "9", "9 of 12".
  private func visits(_ row: MeasurementRow) -> String {
    let counted = row.visits.count { $0.excluded == nil }
    return counted == row.visits.count ? "\(counted)" : "\(counted) of \(row.visits.count)"
  }

  /// How many products were checked here, and how many of them by the device itself: "48, 3 by the device".
  private func checks(_ row: MeasurementRow) -> String {
    guard let check = row.check else { return "-" }
    return "\(check.products)" + (row.deviceCheck.map { ", \($0.products) by the device" } ?? "")
  }

  private func fingerprints(_ measured: [MeasurementRow]) -> [String] {
    var lines: [String] = []
    for row in measured {
      guard let fingerprint = row.fingerprint, let provider = row.provider else { continue }
      let line = "\(row.precision.label) of \(provider): \(fingerprint.summary)"
      if !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  /// The way between the cores, where it changed enough to halve small products.
  private func latency(_ row: MeasurementRow) -> String? {
    let latencies = row.visits.compactMap(\.coreLatencyNs)
    guard let least = latencies.min(), let most = latencies.max(), most > 2 * least else { return nil }
    return "the way between the cores took \(NumberFormat.number(least, digits: 2)) to "
      + "\(NumberFormat.number(most, digits: 2)) ns: the hypervisor moved them, which slows small products"
  }

  /// The best that each other library gave in the search.
  private func otherLibraries(_ measured: [MeasurementRow], _ unit: RateUnit) -> [String] {
    measured.compactMap { row in
      var best: [String: Double] = [:]
      for candidate in row.candidates where candidate.provider != row.provider {
        guard let tops = candidate.tops else { continue }
        best[candidate.provider] = max(best[candidate.provider] ?? 0, tops)
      }
      if best.isEmpty { return nil }
      let parts = best.sorted { $0.value > $1.value }.map { "\($0.key) \(unit.format($0.value))" }
      return "\(row.label), other libraries in short trials: \(parts.joined(separator: ", ")) \(unit.label)"
    }
  }

  /// How far the rates of one precision lie apart over the distributions of the operands.
  private var operandSpreads: [String] {
    var groups: [String: [MeasurementRow]] = [:]
    for row in rows where row.topsBest != nil { groups[row.label, default: []].append(row) }
    return groups.sorted { $0.key < $1.key }.compactMap { label, rows in
      let rates = rows.compactMap { row in row.topsBest.map { (row.operands?.rawValue ?? "?", $0) } }
      guard Set(rates.map(\.0)).count > 1, let least = rates.min(by: { $0.1 < $1.1 }),
        let most = rates.max(by: { $0.1 < $1.1 })
      else { return nil }
      return
        "\(label): operands change the rate by \(NumberFormat.percent(most.1 / least.1 - 1)), from \(least.0) to \(most.0)"
    }
  }

  private func chart(_ rows: [MeasurementRow], _ unit: RateUnit) -> Chart {
    let names = rows.map(\.label)
    func series(_ name: String, _ value: (MeasurementRow) -> Double?) -> Chart.Series {
      .init(
        name,
        rows.enumerated().compactMap { index, row in
          value(row).map { .init(x: Double(index), y: $0 * unit.perTops, label: row.label) }
        })
    }
    let rates = [series("median", \.topsMedian), series("best", \.topsBest)]
    return Chart(
      kind: .bar,
      title: place == .host
        ? "Throughput by precision against the bare instruction's ceiling" : "Throughput by kind of product",
      xTitle: place == .host ? "precision" : "kind of product", yTitle: unit.label, categories: names,
      series: place == .host ? rates + [series("ceiling", { $0.ceiling?.tops })] : rates)
  }
}

extension ProductVariant {
  /// How the matrix B lies in memory: by rows, or transposed, which is by columns.
  fileprivate var layout: String { transposed ? "columns" : "rows" }
}

extension MeasurementRow {
  /// "FP32 on 2 threads"; on a device "FP8 E4M3, fast accumulation".
  var label: String {
    if let kind { return kind.label }
    guard let threads else { return precision.label }
    return "\(precision.label) on \(threads) thread\(threads == 1 ? "" : "s")"
  }
}
