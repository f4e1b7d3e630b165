import Foundation
import Measurement
import Rating

/// What a check reads of a report that `assay rate` or `assay measure` wrote: of the host's processor, or of one of the
/// accelerators that it is about.
public struct MeasuredReport: Decodable, Sendable {
  let measurements: [Row]
  let run: Run
  let host: ReportHost?
  /// As `assay rate` writes it of a host.
  let rating: Rating?
  /// Which run rules were met; `nil` in reports from before there were any.
  let rules: RunRules?
  /// The accelerator that was measured; `nil` where it was the host's processor.
  private(set) var device: ReportedDevice?

  private enum CodingKeys: CodingKey { case measurements, run, host, rating, rules }

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
    /// Of the host's processor; `nil` for accelerators.
    let threads: Int?
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
    let operands: String?
    let topsBest: ReportedRate?
    let ceiling: Ceiling?
    let variant: Variant?
  }

  /// The kind of product on an accelerator.
  struct Variant: Decodable {
    let sparsity: String?
  }

  /// A report about accelerators.
  private struct OfDevices: Decodable {
    let run: Run
    let devices: [ReportedDevice]
  }

  /// Tells which of the two a report is.
  private struct Shape: Decodable {
    let isOfDevices: Bool

    private enum CodingKeys: CodingKey { case devices }

    init(from decoder: any Decoder) throws {
      isOfDevices = try decoder.container(keyedBy: CodingKeys.self).contains(.devices)
    }
  }

  struct Ceiling: Decodable {
    let tops: ReportedRate
  }

  /// Reads a report.
  /// - Parameters:
  ///   - file: the report.
  ///   - device: which of its accelerators is meant; `nil` where there is one, or none.
  /// - Throws: `ReportFileError` with the file, the place and a remedy; also for a report whose run broke a run rule, since
  ///   no figure of it may be quoted.
  public init(file: String, device: String? = nil) throws(ReportFileError) {
    let report = try ReportFile(path: file)
    guard try report.decoded(as: Shape.self).isOfDevices else {
      if let device {
        throw ReportFileError(
          "\(file): is about a host's processor and holds no device '\(device)'; leave --device out")
      }
      self = try report.decoded(as: MeasuredReport.self)
      try Self.refuse(rules, file)
      return
    }
    let all = try report.decoded(as: OfDevices.self)
    let chosen = try ReportedDevice.chosen(from: all.devices, named: device, file: file)
    measurements = chosen.measurements
    run = all.run
    host = nil
    rating = nil
    rules = chosen.rules
    self.device = chosen
    try Self.refuse(rules, file)
  }

  private static func refuse(_ rules: RunRules?, _ file: String) throws(ReportFileError) {
    if let objection = rules?.objection {
      throw ReportFileError(
        "\(file): \(objection); measure again (`assay compare` sets its data beside another's)")
    }
  }

  /// The best verified row of a precision: on all threads if there is one. Sparse products are none of the dense rate.
  func best(_ precision: Precision) -> Row? {
    let first = measurements.lazy.compactMap(\.operands).first
    return measurements.filter {
      $0.precision == precision && $0.status == .verified && ($0.operands == nil || $0.operands == first)
        && $0.topsBest != nil && $0.variant?.sparsity == nil
    }
    .max { (($0.threads ?? 0), $0.topsBest?.value ?? 0) < (($1.threads ?? 0), $1.topsBest?.value ?? 0) }
  }
}
