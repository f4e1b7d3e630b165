import Rating

/// Everything that one run measured.
public struct MeasurementResult: Codable, Equatable, Sendable {
  /// How the figures come about; changes when figures of two versions must not be compared.
  public static let currentMethod = "3"

  public var methodVersion = currentMethod
  public let rows: [MeasurementRow]
  public let plan: SamplingPlan
  /// The threads that the machine's own rows ran on.
  public let threads: Int
  public let seed: UInt64
  public let operands: [OperandDistribution]
  /// The whole run, in seconds.
  public let seconds: Double
  /// Whether the run was stopped early, so that the rows are what there was until then.
  public let interrupted: Bool
  /// The share of processor time that a hypervisor gave to others meanwhile, 0…1.
  public let stealShare: Double?
  /// The share of processor time that other processes of this system took meanwhile, 0…1.
  public let foreignShare: Double?
  /// What the run was going to take of the memory at most.
  public let memoryPlan: MemoryPlan
  /// `nil` where it was not asked for.
  public let memory: MemoryBandwidth?
  /// The energy that the processors took meanwhile, or why it is not known.
  public let power: PowerSummary
  public let accounts: Accounts
  /// The core's clock before the first product, in GHz; `nil` where it cannot be measured.
  public let startClockGHz: Double?
  /// The system's clocks at both ends of the run; `nil` in records of earlier versions.
  public internal(set) var clocks: RunClocks?

  /// The verified rates as evidence for a rating.
  public var throughputs: [Throughput] { rows.throughputs() }

  /// The median clock over all visits, in GHz; the one at the start where there was no visit.
  public var clockGHz: Double? { Statistics.median(clocksGHz) ?? startClockGHz }

  /// The highest clock over all visits, in GHz.
  public var highestClockGHz: Double? { (clocksGHz + [startClockGHz].compactMap { $0 }).max() }

  private var clocksGHz: [Double] { rows.flatMap(\.visits).flatMap(\.clocksGHz) }

  /// Whether anything was measured and verified.
  public var hasVerifiedRow: Bool { rows.contains { $0.status == .verified } }
}
