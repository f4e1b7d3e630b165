import Measurement

/// What a report holds of one measured device.
public struct DeviceRecord: Encodable, Sendable {
  /// By which it was asked for: "cuda:0".
  public let id: String
  public let device: DeviceIdentity
  /// Name and version of what multiplies there.
  public let worker: String
  /// The worker's file, where the user named one.
  @Nullable public private(set) var workerFile: String?
  /// Which run rules were met on it.
  public let rules: RunRules
  public let measurements: [MeasurementRow]
  /// `nil` where it was not asked for or cannot be had.
  @Nullable public private(set) var memory: Bandwidth?
  public let telemetry: TelemetryRecord
  /// Why the device was left out or given up.
  @Nullable public private(set) var failure: DeviceError?
  /// From the first product to the last.
  public let seconds: Double

  /// The bandwidth of the device's memory, as the worker tells it: nothing checks it.
  public struct Bandwidth: Encodable, Sendable {
    /// Reads and writes of a copy, in GB/s.
    @Nullable public private(set) var copyGBps: Double?
    /// Reads, in GB/s.
    @Nullable public private(set) var readGBps: Double?
    /// The bytes of one pass.
    public let bytes: Int
    /// Why a figure is missing.
    @Nullable public private(set) var reason: String?

    init(_ measured: DeviceBandwidth) {
      copyGBps = measured.copyGBps
      readGBps = measured.readGBps
      bytes = measured.bytes
      reason = measured.reason
    }

    /// The best of both, in GB/s.
    public var bestGBps: Double? { [copyGBps, readGBps].compactMap { $0 }.max() }
  }

  init(_ measured: DeviceMeasurement, _ rules: RunRules) {
    self.rules = rules
    id = measured.id
    device = DeviceIdentity(measured.device)
    worker = measured.worker
    workerFile = measured.workerFile
    measurements = measured.rows
    memory = measured.memory.map(Bandwidth.init)
    telemetry = TelemetryRecord(measured.telemetry)
    failure = measured.failure
    seconds = measured.seconds
  }

  /// Whether it was given up before anything was measured on it.
  var isLeftOut: Bool { failure != nil && !measurements.contains { $0.topsBest != nil } }

  /// "cuda:0, NVIDIA H100 80GB HBM3".
  var title: String { "\(id), \(device.name)" }
}
