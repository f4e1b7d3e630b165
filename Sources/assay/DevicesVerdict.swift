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
    let failed = result.devices.flatMap { device in
      device.rows.filter { $0.status == .failed }.map { row in
        "\(device.id), \(row.kind?.label ?? row.precision.label): \(row.reason ?? "no reason given")"
      }
    }
    if !failed.isEmpty {
      throw CommandFailure(
        status: .invalidMeasurement, message: "a measurement failed: " + failed.joined(separator: "; "))
    }
    let failures = result.devices.compactMap { device in device.failure.map { (id: device.id, error: $0) } }
    let reasons = failures.map { "\($0.id): \($0.error.message)" }.joined(separator: "; ")
    if !failures.isEmpty && result.hasVerifiedRow {
      throw CommandFailure(
        status: .invalidMeasurement, message: "a device was left out or given up; the rest stands: " + reasons
      )
    }
    // That a device has nothing to offer, or is somebody else's, is no failure of what was measured.
    let broken = failures.contains { ![.unsupported, .busy].contains($0.error.kind) }
    if !result.hasVerifiedRow {
      throw CommandFailure(
        status: broken ? .invalidMeasurement : .unsupported,
        message: "nothing could be measured: "
          + (failures.isEmpty ? "the report gives the reason for each precision" : reasons))
    }
    let refused = absent.filter { $0.path != nil }
    if !refused.isEmpty {
      throw CommandFailure(
        status: .unsupported,
        message: "a program named by --worker reaches no device; the rest stands: "
          + refused.map { "\($0.path ?? $0.name): \($0.reason)" }.joined(separator: "; "))
    }
  }
}
