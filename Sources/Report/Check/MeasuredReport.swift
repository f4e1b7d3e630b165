import Foundation
import Measurement
import Rating

/// What a check reads of a report that `assay rate` or `assay measure` wrote.
public struct MeasuredReport: Decodable, Sendable {
  let measurements: [Row]
  let run: Run
  let host: ReportHost?
  /// As `assay rate` writes it.
  let rating: Rating?

  struct Rating: Decodable {
    let derived: Derived?
    let scope: String?
  }

  struct Derived: Decodable {
    let rows: [DerivedRow]
  }

  struct DerivedRow: Decodable {
    let precision: Precision
    let tops: ReportedRate
    let source: String
  }

  struct Run: Decodable {
    let tier: String
    let isEvidence: Bool
    let threads: Int
    let memory: Memory?
  }

  struct Memory: Decodable {
    let rows: [MemoryRow]

    /// The best verified rate, in GB/s; `nil` where there is none.
    var bestGBps: Double? {
      rows.flatMap { [$0.triad, $0.read] }.compactMap { $0 }.filter(\.verified).map(\.bestGBps.value).max()
    }
  }

  struct MemoryRow: Decodable {
    let triad: MemoryRate?
    let read: MemoryRate?
  }

  struct MemoryRate: Decodable {
    let bestGBps: ReportedRate
    let verified: Bool
  }

  struct Row: Decodable {
    let precision: Precision
    let status: MeasurementRow.Status
    let threads: Int?
    let provider: String?
    let topsBest: ReportedRate?
    let ceiling: Ceiling?
  }

  struct Ceiling: Decodable {
    let tops: ReportedRate
  }

  /// Reads a report.
  /// - Throws: `ReportFileError` with the file, the place and a remedy.
  public init(file: String) throws(ReportFileError) {
    self = try ReportFile(path: file).decoded(as: MeasuredReport.self)
  }

  /// The best verified row of a precision: on all threads if there is one.
  func best(_ precision: Precision) -> Row? {
    measurements.filter { $0.precision == precision && $0.status == .verified && $0.topsBest != nil }
      .max { (($0.threads ?? 0), $0.topsBest?.value ?? 0) < (($1.threads ?? 0), $1.topsBest?.value ?? 0) }
  }
}
