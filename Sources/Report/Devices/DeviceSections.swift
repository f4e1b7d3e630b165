import Measurement

/// One measured device laid out for people.
struct DeviceSections {
  private let record: DeviceRecord
  /// What the database knows of it, where it was asked.
  private let known: [(label: String, value: String)]

  /// - Parameter known: fields to stand behind what the device tells of itself.
  init(_ record: DeviceRecord, known: [(label: String, value: String)] = []) {
    self.record = record
    self.known = known
  }

  var sections: [Document.Section] {
    let own = Document.Section(record.title, identity)
    // Every row of it failed for the one reason that stands there.
    if record.isLeftOut { return [own] }
    return [own] + ProductGroup.allCases.compactMap(section) + [memoryAndTelemetry]
      + [.init("\(record.id): run rules", record.rules.blocks)]
  }

  /// Products that must not be told as one another.
  private enum ProductGroup: String, CaseIterable {
    case full = "dense products"
    case fast = "dense products with fast accumulation"
    case sparse = "sparse products, which earn no TPP"

    func holds(_ row: MeasurementRow) -> Bool {
      switch self {
      case .full: row.variant?.sparsity == nil && row.variant?.accumulate != .fast
      case .fast: row.variant?.sparsity == nil && row.variant?.accumulate == .fast
      case .sparse: row.variant?.sparsity != nil
      }
    }
  }

  private var identity: [Document.Block] {
    let worker = record.worker + (record.workerFile.map { ", \($0)" } ?? "")
    let fields = [("id", record.id), ("worker", worker)] + record.device.fields + known
    let failure = record.failure.map {
      Document.Block.paragraph((record.isLeftOut ? "Left out: " : "Given up: ") + $0.message)
    }
    return [failure].compactMap { $0 } + [.fields(fields)]
  }

  private func section(_ group: ProductGroup) -> Document.Section? {
    let rows = record.measurements.filter(group.holds)
    return rows.isEmpty
      ? nil : .init("\(record.id): \(group.rawValue)", MeasurementTable(rows, on: .device).blocks)
  }

  private var memoryAndTelemetry: Document.Section {
    var fields: [(label: String, value: String)] = []
    if let memory = record.memory {
      func shown(_ rate: Double?) -> String {
        rate.map { "\(NumberFormat.number($0)) GB/s" } ?? "not known"
      }
      fields = [
        ("memory, copy", shown(memory.copyGBps)), ("memory, read", shown(memory.readGBps)),
        ("bytes of a pass", NumberFormat.bytes(memory.bytes)),
      ]
      if let reason = memory.reason { fields.append(("what is missing", reason)) }
    }
    return .init("\(record.id): memory, power and clock", [.fields(fields + record.telemetry.fields)])
  }
}

extension DeviceSections {
  /// How figures of devices are to be read.
  static let remarks = [
    "verified: rows of each checked product, drawn at random, were read back and held against the same operands drawn "
      + "here, by Freivalds' method. Where the device has a check of its own, it held all rows too: that shows faults, and "
      + "not that the device is honest.",
    "Bandwidths, power, temperature and clock are what the worker tells: nothing checks them.",
    "Sparse products earn no TPP, which counts dense operations. Fast accumulation is less exact and stands apart; its "
      + "operations count, since the width of the inputs decides.",
  ]
}
