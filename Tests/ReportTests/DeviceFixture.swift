import ChipDB
import Foundation
import Rating
import Rulebook

@testable import Measurement
@testable import Report

/// Results on accelerators as a session gives them, with rates that such chips have been measured at.
enum DeviceFixture {
  static func database() throws -> ChipDatabase {
    try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb")
  }

  /// An H100 as the CUDA interface tells of it.
  static func h100(_ id: String = "cuda:0") -> DeviceDescription {
    var device = DeviceDescription(id: id, name: "NVIDIA H100 80GB HBM3")
    device.vendor = "NVIDIA"
    device.architecture = "sm_90"
    device.memoryBytes = 85_045_870_592
    device.processors = 132
    device.driver = "570.86.15"
    device.libraries = "cuBLASLt 12.8.4"
    device.ecc = true
    device.pci = .init(address: "0000:41:00.0", vendor: "10de", device: "2330")
    return device
  }

  static func row(
    _ precision: Precision, _ tops: Double, accumulate: ProductVariant.Accumulation = .full,
    sparsity: ProductVariant.Sparsity? = nil, status: MeasurementRow.Status = .verified, visits: Int = 6
  ) throws -> MeasurementRow {
    var row = MeasurementRow(precision: precision, status: status)
    row.variant = ProductVariant(
      precision: precision, output: .bf16, accumulate: accumulate, sparsity: sparsity)
    row.provider = "cuBLASLt 12.8.4"
    row.kernel = "nvjet_hsh_128x256"
    row.shape = try GEMMShape("8192")
    row.operands = .uniform
    row.stopped = "agreement"
    row.reproduce = "assay measure --device cuda:0 --precision \(precision.rawValue)"
    if status == .verified {
      row.topsBest = tops
      row.topsMedian = tops * 0.98
      row.spread = 0.012
      row.check = ProductCheck(
        method: .freivalds, vectors: 2, products: visits, residual: 1e-6, bound: 1e-5, passed: true,
        mistrusted: nil)
      row.visits = (0..<visits).map { number in
        var visit = Visit(
          number: number + 1, startSeconds: Double(number), ceilingTops: nil, coreLatencyNs: nil)
        visit.bestTops = tops * (1 - 0.001 * Double(number))
        return visit
      }
    } else {
      row.reason = "the reason of \(precision.label)"
    }
    return row
  }

  /// An H100 that ran into its power limit.
  static func telemetry(limit: Double = 700, processes: Int = 1) -> TelemetrySummary {
    TelemetrySummary(
      (0...10).map { second in
        var told = DeviceTelemetry()
        told.watts = second == 0 ? 120 : limit - 4
        told.limitWatts = limit
        told.joules = 1_000_000 + 600 * Double(second)
        told.celsius = 40 + 2 * Double(second)
        told.clockMHz = 1_410
        told.highestClockMHz = 1_980
        told.processes = processes
        told.throttle = second < 1 ? [] : ["power"]
        return .init(seconds: Double(second), telemetry: told)
      })
  }

  static func measured(
    _ device: DeviceDescription, _ rows: [MeasurementRow], telemetry: TelemetrySummary = telemetry(),
    worker: String = "cuda 12.8"
  ) -> DeviceMeasurement {
    var measured = DeviceMeasurement(id: device.id, device: device, worker: worker, workerFile: nil)
    measured.rows = rows
    measured.telemetry = telemetry
    measured.memory = DeviceBandwidth(copyGBps: 2_800, readGBps: 3_010, bytes: 1 << 30)
    measured.seconds = 10
    return measured
  }

  /// The rows of an H100; sparse products are faster than everything that earns TPP.
  static func rows(scale: Double = 1) throws -> [MeasurementRow] {
    [
      try row(.bf16, 794.5 * scale), try row(.fp8e4m3, 1_250 * scale),
      try row(.fp8e4m3, 1_402.6 * scale, accumulate: .fast),
      try row(.bf16, 1_300 * scale, sparsity: .twoOfFour),
      try row(.fp4, 0, status: .unsupported),
    ]
  }

  static func result(
    _ devices: [DeviceMeasurement], links: [DeviceLink] = [], plan: SamplingPlan = .quick,
    interrupted: Bool = false
  ) -> DevicesResult {
    DevicesResult(
      devices: devices, links: links, plan: plan.forDevices, seed: 1, operands: [.uniform], seconds: 12,
      interrupted: interrupted)
  }

  static func page(_ result: DevicesResult) -> DevicesMeasurementPage {
    DevicesMeasurementPage(
      host: .current(), result: result, command: ["assay", "measure", "--device", "all"],
      generated: "2026-11-28T00:00:00Z")
  }

  static func report(
    _ result: DevicesResult, claims: [Precision: Double] = [:],
    training: RatingAssembler.Choices.Training? = nil
  ) throws -> DeviceRatingReport {
    try DeviceRatingAssembler(
      host: .current(), measurement: result, database: database(),
      rulebook: Rulebook.load(directory: RatingReportTests.root + "/rulebook"),
      choices: .init(
        tf32Reading: .container32, equivalence: "tpp-diffusion", claims: claims, training: training,
        date: CalendarDate(year: 2026, month: 11, day: 28)!)  // A day of the calendar.
    ).report(
      command: ["assay", "rate", "--device", "all"], generated: "2026-11-28T00:00:00Z",
      tool: .init(name: "assay", version: "test", dataDirectory: RatingReportTests.root))
  }

  static func text(_ document: Document) -> String { TerminalRenderer(isColored: false).render(document) }

  static func object(_ value: some Encodable) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(JSONRenderer().render(value).utf8)) as? [String: Any] ?? [:]
  }

  /// Writes a report where a reader finds it.
  static func file(_ value: some Encodable) throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".json"
    try JSONRenderer().render(value).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
