import Foundation
import Measurement

/// Whether a measurement lets the command end well.
struct MeasurementVerdict {
  private let result: MeasurementResult
  private let catalogue: ProviderCatalogue
  private let named: [String]

  /// - Parameter named: the libraries that the user named, as they were looked for; they must be sound.
  init(_ result: MeasurementResult, _ catalogue: ProviderCatalogue, named: [String]) {
    self.result = result
    self.catalogue = catalogue
    self.named = named
  }

  /// - Throws: `CommandFailure` for an interrupted run, a failed row, a named library that cannot be used, or a host on
  ///   which nothing could be measured.
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
    let faults = faultsOfNamed
    if !faults.isEmpty {
      throw CommandFailure(
        status: .invalidMeasurement,
        message: "a library named by --blas failed; the rows without it stand: "
          + faults.joined(separator: "; "))
    }
    let refused = catalogue.missing.filter { named.contains($0.path) }
    if !refused.isEmpty {
      throw CommandFailure(
        status: .unsupported,
        message: "a library named by --blas cannot be used; the rows without it stand: "
          + MissingLibrary.summary(of: refused))
    }
    if !result.hasVerifiedRow {
      throw CommandFailure(
        status: .unsupported,
        message: "nothing could be measured on this host; the report gives the reason for each precision")
    }
  }

  /// What went wrong in a named library, each thing once.
  private var faultsOfNamed: [String] {
    let paths = Set(named.compactMap { catalogue.files[$0] })
    let tried = result.rows.flatMap(\.candidates).filter { $0.tops == nil && !$0.isUnsupported }
      .map { (path: $0.path, reason: $0.reason ?? "no reason given") }
    let visited = result.rows.flatMap(\.rivals).compactMap { rival in
      rival.failure.map { (path: rival.path, reason: $0) }
    }
    let failed = (tried + visited).filter { paths.contains($0.path) }
    return Set(failed.map { "\($0.path): \($0.reason)" }).sorted()
  }
}
