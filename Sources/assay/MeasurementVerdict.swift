import Measurement

/// Whether a measurement lets the command end well.
struct MeasurementVerdict {
  private let result: MeasurementResult

  init(_ result: MeasurementResult) { self.result = result }

  /// - Throws: `CommandFailure` for an interrupted run, a failed row, or a host on which nothing could be measured.
  func throwIfBad() throws {
    if result.interrupted {
      throw CommandFailure(status: .interrupted, message: "interrupted: the report is partial")
    }
    let failed = result.rows.filter { $0.status == .failed }
    if !failed.isEmpty {
      let reasons = failed.map { "\($0.precision.label): \($0.reason ?? "no reason given")" }
      throw CommandFailure(
        status: .invalidMeasurement, message: "a measurement failed: " + reasons.joined(separator: "; "))
    }
    if !result.hasVerifiedRow {
      throw CommandFailure(
        status: .unsupported,
        message: "nothing could be measured on this host; the report gives the reason for each precision")
    }
  }
}
