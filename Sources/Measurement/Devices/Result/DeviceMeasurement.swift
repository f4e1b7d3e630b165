import Rating

/// What was measured on one device.
public struct DeviceMeasurement: Codable, Equatable, Sendable {
  /// "cuda:0", "pytorch/npu:0": by which it was asked for.
  public let id: String
  public let device: DeviceDescription
  /// Name and version of what multiplies there, and the worker's file where the user named one.
  public let worker: String
  public let workerFile: String?
  /// One for each kind of product, and for each shape where shapes were given.
  public internal(set) var rows: [MeasurementRow]
  /// `nil` where it was not asked for, or cannot be had.
  public internal(set) var memory: DeviceBandwidth?
  public internal(set) var telemetry: TelemetrySummary
  /// Why the device was left out or given up; `nil` where all went well.
  public internal(set) var failure: DeviceError?
  /// When its last product was done, in seconds since the run began, by the clock of all its devices.
  public internal(set) var seconds: Double
  /// When its search was over and it waited for the other devices; `nil` where it could not be opened. No visit to any
  /// device begins before all have been searched.
  public internal(set) var searchedSeconds: Double?

  init(id: String, device: DeviceDescription, worker: String, workerFile: String?) {
    self.id = id
    self.device = device
    self.worker = worker
    self.workerFile = workerFile
    rows = []
    telemetry = TelemetrySummary([])
    seconds = 0
  }

  /// The verified dense rates as evidence for a rating: sparse products earn none.
  public var throughputs: [Throughput] { rows.throughputs(source: device.name) }
}

/// Everything that one run measured on devices.
public struct DevicesResult: Codable, Equatable, Sendable {
  public var methodVersion = MeasurementResult.currentMethod
  public let devices: [DeviceMeasurement]
  /// Between pairs of devices; empty where there is one, or it was not asked for.
  public let links: [DeviceLink]
  public let plan: SamplingPlan
  public let seed: UInt64
  public let operands: [OperandDistribution]
  public let seconds: Double
  /// Whether the run was stopped early, so that the rows are what there was until then.
  public let interrupted: Bool
  /// The system's clocks at both ends of the run; `nil` in records of earlier versions.
  public internal(set) var clocks: RunClocks?

  /// Whether anything was measured and verified.
  public var hasVerifiedRow: Bool { devices.flatMap(\.rows).contains { $0.status == .verified } }

  /// The devices of a run side by side, by kind of product.
  public var spreads: [DeviceSpread] { DeviceSpread.of(devices) }
}

/// The bandwidth of a device's memory, as the worker tells it: nothing checks it.
public struct DeviceBandwidth: Codable, Equatable, Sendable {
  /// Reads and writes of a copy, in GB/s, the best of several; `nil` where it cannot be had.
  public var copyGBps: Double?
  /// Reads, in GB/s.
  public var readGBps: Double?
  /// The bytes of one pass.
  public var bytes: Int
  /// Why a figure is missing.
  public var reason: String?

  /// The best of both.
  public var bestGBps: Double? { [copyGBps, readGBps].compactMap { $0 }.max() }
}

/// The bandwidth from one device's memory to another's.
public struct DeviceLink: Codable, Equatable, Sendable {
  public let from: String
  public let to: String
  /// One way, in GB/s; `nil` where it cannot be had.
  public let bandwidthGBps: Double?
  public let reason: String?
}
