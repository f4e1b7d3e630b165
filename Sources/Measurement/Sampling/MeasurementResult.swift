import Rating

/// Everything that one run measured.
public struct MeasurementResult: Codable, Equatable, Sendable {
  public let rows: [MeasurementRow]
  public let plan: SamplingPlan
  public let threads: Int
  public let seed: UInt64
  /// The whole run, in seconds.
  public let seconds: Double
  /// Whether the run was stopped early, so that the rows are what there was until then.
  public let interrupted: Bool
  /// The share of processor time that a hypervisor gave to others meanwhile, 0…1.
  public let stealShare: Double?
  /// The share of processor time that other processes of this system took meanwhile, 0…1.
  public let foreignShare: Double?

  /// The verified rates as evidence for a rating.
  public var throughputs: [Throughput] {
    rows.compactMap { row in
      row.topsBest.map {
        Throughput(
          precision: row.precision, tops: $0, evidence: .demonstrated,
          source: "\(row.provider ?? "?"), \(row.shape?.description ?? "?"), \(row.threads ?? 0) threads")
      }
    }
  }

  /// The core's clock before the first product, in GHz; `nil` where it cannot be measured.
  public let startClockGHz: Double?

  /// The median clock over all visits, in GHz; the one at the start where there was no visit.
  public var clockGHz: Double? {
    Statistics.median(rows.flatMap(\.visits).compactMap(\.clockGHz)) ?? startClockGHz
  }

  /// The highest clock over all visits, in GHz.
  public var highestClockGHz: Double? {
    (rows.flatMap(\.visits).compactMap(\.clockGHz) + [startClockGHz].compactMap { $0 }).max()
  }

  /// Whether anything was measured and verified.
  public var hasVerifiedRow: Bool { rows.contains { $0.status == .verified } }
}

/// A step of a measurement.
public enum MeasurementProgress: Sendable {
  case searching(Precision)
  case visited(Precision, visit: Int, bestTops: Double?)
}
