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

  static var result: DevicesResult { get throws { try measured.get() } }

  static var circumstances: DevicesCircumstances { get throws { try recorded.get() } }

  /// A bundle of that run, written by Assay's own code.
  static var folder: String { get throws { try original.get() } }

  private static func measure() throws -> DevicesResult {
    let folder = try FakeBundle.temporaryFolder()
    let worker = FakeRun.root + "/Tests/FakeDevices/worker.py"
    let programs = try (0..<2).map { die in
      let path = "\(folder)/die\(die)"
      try """
      #!/bin/sh
      export FAKE_DEVICE='{"package":"board 0","vendor":"Nobody","uuid":"FAKE-\(die)"}' FAKE_CLOCK=1
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

  /// The same samples as an inventor would dress them up to be of the record tier, so that everything fits.
  static func record() throws -> DevicesResult {
    let (old, plan) = (try result, SamplingPlan.record.forDevices)
    let devices = old.devices.map { old in
      var device = old
      device.seconds = plan.seconds + 1
      device.rows = old.rows.map {
        $0.visits.isEmpty ? $0 : $0.later(by: plan.soakSeconds, stopped: "budget")
      }
      device.telemetry = TelemetrySummary(
        old.telemetry.readings.map { .init(seconds: $0.seconds + plan.soakSeconds, telemetry: $0.telemetry) }
          + (0..<40).map { second in
            // While the products run without a pause.
            var told = DeviceTelemetry()
            (told.watts, told.joules) = (12.5, 1e6 + 12.5 * Double(second))
            return .init(seconds: plan.seconds - 39 + Double(second), telemetry: told)
          })
      var start = plan.seconds - 39
      for index in device.rows.indices where device.rows[index].topsBest != nil {
        device.rows[index].sustained = device.sustained(
          (device.rows[index].topsBest ?? 0) * 0.9, from: start, seconds: 10.1)
        start += 11
      }
      return device
    }
    return old.with(devices: devices, plan: plan, seconds: plan.seconds + 2).observationsReworked
  }
}

extension MeasurementRow {
  /// The same row with its visits later.
  fileprivate func later(by seconds: Double, stopped: String) -> MeasurementRow {
    func later(_ visits: [Visit]) -> [Visit] {
      visits.map { old in
        var visit = Visit(
          number: old.number, startSeconds: old.startSeconds + seconds, ceilingTops: nil, coreLatencyNs: nil)
        (visit.clocksGHz, visit.bestTops) = (old.clocksGHz, old.bestTops)
        return visit
      }
    }
    var row = self
    row.stopped = stopped
    row.visits = later(visits)
    row.rivals = rivals.map {
      .init(
        provider: $0.provider, path: $0.path, kernel: $0.kernel, shape: $0.shape, failure: $0.failure,
        visits: later($0.visits), samples: $0.samples)
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
