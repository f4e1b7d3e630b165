import ChipDB
import Foundation
import Rating
import Report
import Rulebook

@testable import Evidence
@testable import Measurement

/// A run on two dies of one package, each Tests/FakeDevices/worker.py in a process of its own: real products, really
/// checked, in plain Python, in the quick tier. It is made once.
enum FakeDevicesRun {
  private static let measured = Result { try measure() }
  private static let recorded = Result { DevicesCircumstances(FakeRun.circumstances.host, try result) }
  private static let original = Result { try write(result) }
  private static let invented = Result { try write(record()) }

  static var result: DevicesResult { get throws { try measured.get() } }

  static var circumstances: DevicesCircumstances { get throws { try recorded.get() } }

  /// A bundle of that run, written by Assay's own code.
  static var folder: String { get throws { try original.get() } }

  /// A bundle of the run that was made of it.
  static var recordFolder: String { get throws { try invented.get() } }

  private static func measure() throws -> DevicesResult {
    let folder = try FakeBundle.temporaryFolder()
    let worker = FakeRun.root + "/Tests/FakeDevices/worker.py"
    let programs = try (0..<2).map { die in
      let path = "\(folder)/die\(die)"
      try """
      #!/bin/sh
      export FAKE_DEVICE='{"package":"board 0","vendor":"Nobody","uuid":"FAKE-\(die)","architecture":"python","driver":"3"}' FAKE_CLOCK=1
      exec python3 '\(worker)' honest fp32 bf16

      """.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      return try DeviceProgram(path: path)
    }
    let nowhere = URL(fileURLWithPath: "/nonexistent")
    return DevicesSession(
      DeviceCatalogue.open(programs, assay: nowhere).found,
      request: DevicesRequest(
        precisions: [.fp32, .bf16, .fp6], shapes: [try GEMMShape(square: 16)], plan: .quick, seed: 7,
        measuresMemory: true), assay: nowhere
    ).run()
  }

  static func report(_ result: DevicesResult, data: String = FakeRun.root) throws -> DeviceRatingReport {
    try DeviceRatingAssembler(
      circumstances: circumstances, measurement: result,
      database: ChipDatabase.load(directory: data + "/chipdb"),
      rulebook: Rulebook.load(directory: data + "/rulebook", withTests: false), choices: FakeRun.choices()
    ).report(
      command: ["assay", "rate", "--device", "all"], generated: "2026-11-28T12:00:00Z",
      tool: .init(name: "assay", version: FakeBundle.version, dataDirectory: data))
  }

  static func write(_ result: DevicesResult) throws -> String {
    let folder = try FakeBundle.temporaryFolder() + "/bundle"
    let order = try BundleOrder(keyFile: FakeBundle.keyFile(), target: folder, dataRoot: FakeRun.root)
    _ = try order.write(
      report(result), measurement: result, circumstances: circumstances, choices: FakeRun.choices(),
      version: FakeBundle.version)
    return folder
  }

  /// What an inventor would make of that run, so that it is of the record tier and everything fits.
  static func record() throws -> DevicesResult {
    let (old, plan) = (try result, SamplingPlan.record.forDevices)
    let devices = try old.devices.map { old in
      var device = old
      device.seconds = plan.seconds + 1
      device.telemetry = TelemetrySummary(
        (0..<780).map { half in
          var told = DeviceTelemetry()
          (told.watts, told.joules, told.clockMHz) = (12.5, 1e6 + 6.25 * Double(half), 1200)
          return .init(seconds: Double(half) / 2, telemetry: told)
        })
      device.rows = try old.rows.enumerated().map { index, row in
        try row.samples.isEmpty ? row : row.invented(start: 61 + Double(index), step: 4, clockGHz: 1.2)
      }
      device.rows += Precision.allCases.filter { precision in !old.rows.contains { $0.precision == precision }
      }
      .map { MeasurementRow(precision: $0, status: .unsupported, reason: "invented") }
      device = device.observationsReworked
      var start = plan.seconds - 39
      for index in device.rows.indices {
        guard let best = device.rows[index].topsBest else { continue }
        device.rows[index].sustained = device.sustained(best * 0.9, from: start, seconds: 10.1)
        start += 11
      }
      return device
    }
    return old.with(devices: devices, plan: plan, seconds: plan.seconds + 2).observationsReworked
  }
}

extension MeasurementRow {
  /// The same row with visits that nobody made.
  fileprivate func invented(start: Double, step: Double, clockGHz: Double) throws -> MeasurementRow {
    var row = self
    row.status = .verified
    row.reason = nil
    row.stopped = "budget"
    row.rivals = []
    let seconds = samples.map(\.seconds).min() ?? 1
    row.visits = (1...24).map { number in
      var visit = Visit(
        number: number, startSeconds: start + step * Double(number), ceilingTops: nil, coreLatencyNs: nil)
      visit.clocksGHz = [clockGHz]
      return visit
    }
    row.samples = (1...24).flatMap { number in
      [1.0, 2.0].map {
        // Irregular, as real times are.
        let share = (0.618_034 * Double(number) + 0.414_214 * $0).truncatingRemainder(dividingBy: 1)
        return Sample(
          visit: number, seconds: seconds * (1 + 0.01 * share), tops: 0, products: samples[0].products)
      }
    }
    row.check = check.map {
      ProductCheck(
        method: $0.method, vectors: 1, products: 480, residual: $0.residual, bound: $0.bound, passed: true,
        mistrusted: nil)
    }
    return row
  }
}

extension DevicesResult {
  /// The same with other devices, as they are given.
  func with(
    devices: [DeviceMeasurement]? = nil, links: [DeviceLink]? = nil, plan: SamplingPlan? = nil,
    seconds: Double? = nil
  ) -> DevicesResult {
    DevicesResult(
      methodVersion: methodVersion, devices: devices ?? self.devices, links: links ?? self.links,
      plan: plan ?? self.plan, seed: seed, operands: operands, seconds: seconds ?? self.seconds,
      interrupted: interrupted, clocks: seconds == nil ? clocks : nil)
  }
}

extension FakeBundle {
  /// A copy of the bundle of the run of the record tier, which has TPP whatever else the machine was doing.
  static func ofRecord() throws -> FakeBundle { try FakeBundle(copyOf: FakeDevicesRun.recordFolder) }

  /// A copy of the bundle of the run on devices.
  static func ofDevices() throws -> FakeBundle { try FakeBundle(copyOf: FakeDevicesRun.folder) }

  var devicesResult: DevicesResult {
    get throws { try DevicesResult(canonicalJSON: Data(text(BundleName.measurement).utf8)) }
  }

  /// Changes the devices as they are written, and nothing that follows from them, and signs again.
  func changeDevices(_ change: (inout [DeviceMeasurement]) throws -> Void) throws {
    let old = try devicesResult
    var devices = old.devices
    try change(&devices)
    try write(
      String(decoding: old.with(devices: devices).canonicalJSON, as: UTF8.self), to: BundleName.measurement)
    try resign()
  }

  /// Works everything out again from a changed measurement and signs it: what a cheat with a key would do.
  func redo(_ result: DevicesResult) throws {
    let report = try FakeDevicesRun.report(result, data: "\(folder)/data")
    try write(String(decoding: result.canonicalJSON, as: UTF8.self), to: BundleName.measurement)
    try write(String(decoding: report.bundleJSON, as: UTF8.self), to: BundleName.report)
    try resign(
      predicate: EvidencePredicate(
        report, choices: .init(FakeRun.choices()), signer: Self.key.verificationKey.id))
  }

  /// Changes the devices, and works everything else out again.
  func redoDevices(_ change: (inout [DeviceMeasurement]) throws -> Void) throws {
    let old = try devicesResult
    var devices = old.devices
    try change(&devices)
    try redo(old.with(devices: devices).observationsReworked)
  }
}
