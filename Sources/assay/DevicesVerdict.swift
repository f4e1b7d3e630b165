import Measurement

/// Whether a measurement of accelerators lets the command end well.
struct DevicesVerdict {
  private let result: DevicesResult
  private let absent: [DeviceCatalogue.Absent]

  /// - Parameter absent: the programs that reach no device; those that the user named must.
  init(_ result: DevicesResult, absent: [DeviceCatalogue.Absent]) {
    self.result = result
    self.absent = absent
  }

  /// - Throws: `CommandFailure` for an interrupted run, a failed row, a device that was left out or given up, devices on
  ///   which nothing could be measured, or a named program without devices.
  func throwIfBad() throws {
    if result.interrupted {
      throw CommandFailure(status: .interrupted, message: "interrupted: the report is partial")
    }
    if !failedRows.isEmpty {
      throw CommandFailure(
        status: .invalidMeasurement,
        message: "a measurement failed: " + (failedRows + lost).joined(separator: "; "))
    }
    if result.hasVerifiedRow && !lost.isEmpty {
      throw CommandFailure(
        status: .invalidMeasurement,
        message: "a device was left out or given up; the rest stands: " + lost.joined(separator: "; "))
    }
    if !result.hasVerifiedRow {
      throw CommandFailure(
        status: hasBroken ? .invalidMeasurement : .unsupported,
        message: "nothing could be measured: "
          + (lost.isEmpty ? "the report gives the reason for each precision" : lost.joined(separator: "; ")))
    }
    let refused = absent.filter { $0.path != nil }
    if !refused.isEmpty {
      throw CommandFailure(
        status: .unsupported,
        message: "a program named by --worker reaches no device; the rest stands: "
          + refused.map { "\($0.path ?? $0.name): \($0.reason)" }.joined(separator: "; "))
    }
  }

  /// The rows that failed of devices that could be measured: one that was given up at once has its reason once.
  private var failedRows: [String] {
    result.devices.flatMap { device -> [String] in
      if device.failure != nil && !device.rows.contains(where: { $0.topsBest != nil }) { return [] }
      return device.rows.filter { $0.status == .failed }.map { row in
        "\(device.id), \(row.kind?.label ?? row.precision.label): \(row.reason ?? "no reason given")"
      }
    }
  }

  /// The devices that were left out or given up, with the reasons.
  private var lost: [String] {
    result.devices.compactMap { device in device.failure.map { "\(device.id): \($0.message)" } }
  }

  /// Whether a device failed, as opposed to having nothing to offer or being somebody else's.
  private var hasBroken: Bool {
    result.devices.contains { device in
      device.failure.map { ![.unsupported, .busy].contains($0.kind) } ?? false
    }
  }
}
