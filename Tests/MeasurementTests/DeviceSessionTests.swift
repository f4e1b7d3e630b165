import Foundation
import Rating
import Testing

@testable import Measurement

/// Measures through Tests/FakeDevices/worker.py, which multiplies for real in plain Python.
@Suite(.serialized) struct DeviceSessionTests {
  private static let worker = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("FakeDevices/worker.py")
  private static let shape = "16x16x16"

  /// A plan of few and short visits.
  private static let plan = SamplingPlan(
    tier: "quick", seconds: 4, memorySeconds: 0.01, minimumVisits: 3, maximumVisits: 4, agreement: 0.9,
    burstSeconds: 0.02, sides: [], longestCallSeconds: 0.5, finalists: 1, trialVisits: 1)

  /// - Parameter behaviours: of workers that are measured at the same time.
  private func measure(
    _ behaviours: [String], precisions: [Precision] = [.fp32], shape: String = shape,
    patience seconds: Double = 30,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> DevicesResult {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let programs = try behaviours.enumerated().map { index, behaviour in
      try Self.program(behaviour, precisions, at: folder.appendingPathComponent("fake\(index)"))
    }
    var patience = DeviceWorker.Patience()
    patience.greeting = 60
    patience.answer = seconds
    let nowhere = URL(fileURLWithPath: "/nonexistent")
    let catalogue = DeviceCatalogue.open(programs, assay: nowhere, patience: patience)
    return DevicesSession(
      catalogue.found,
      request: DevicesRequest(
        precisions: precisions, shapes: shape.isEmpty ? [] : [try GEMMShape(shape)], plan: Self.plan, seed: 7),
      assay: nowhere, patience: patience, isCancelled: isCancelled
    ).run()
  }

  /// A program that behaves so.
  static func program(_ behaviour: String, _ precisions: [Precision], at file: URL) throws
    -> DeviceProgram
  {
    let words = ([behaviour] + precisions.filter { ElementFormat(inputsOf: $0) != nil }.map(\.rawValue))
      .joined(separator: " ")
    try "#!/bin/sh\nexec python3 \(worker.path.shellQuoted) \(words)\n".write(
      to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return try DeviceProgram(path: file.path)
  }

  private func withProgram(
    _ behaviour: String, _ precisions: [Precision], _ body: (DeviceProgram) throws -> Void
  )
    throws
  {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try body(Self.program(behaviour, precisions, at: file))
  }

  private func row(_ behaviour: String, precision: Precision = .fp32) throws -> MeasurementRow {
    let device = try #require(try measure([behaviour], precisions: [precision]).devices.first)
    return try #require(device.rows.first)
  }

  @Test(
    "an honest device's product is verified, at every precision",
    arguments: [Precision.fp32, .fp64, .bf16, .fp16, .int8, .fp8e4m3])
  func honest(precision: Precision) throws {
    let row = try row("honest", precision: precision)
    #expect(row.status == .verified, "\(row.reason ?? "")")
    #expect(try #require(row.topsBest) > 0)
    #expect(row.check?.passed == true)
    #expect(row.visits.count >= 3)
    #expect(row.samples.allSatisfy { $0.seconds > 0 })
    #expect(row.reproduce?.contains("--worker") == true)
  }

  @Test(
    "a device that computes something else is found out, and has no rate",
    arguments: [
      "wrong-last-element", "leaves-last-term", "stale", "only-first-set", "ignores-flip", "other-seed",
      "other-b",
      "shares-c", "accumulates", "truncates",
    ])
  func wrong(behaviour: String) throws {
    let row = try row(behaviour)
    #expect(row.status == .failed, "\(behaviour): \(row.reason ?? "")")
    #expect(row.topsBest == nil)
    #expect(row.reason?.contains("wrong") == true, "\(row.reason ?? "")")
  }

  @Test(
    "a worker that tells half the time is believed only as far as the harness's clock allows",
    arguments: [4, 32])
  func halfTime(count: Int) throws {
    let nowhere = URL(fileURLWithPath: "/nonexistent")
    try withProgram("half-time", [.fp32]) { program in
      let found = try #require(DeviceCatalogue.open([program], assay: nowhere).found.first)
      let connection = try DeviceConnection(found, assay: nowhere, patience: .init())
      let product = try DeviceProduct(
        connection, try #require(connection.variants.first), try GEMMShape(square: 48), .uniform, seed: 1,
        sets: 2,
        kernels: 1)
      _ = try product.run(kernel: 0, count: count)
      let watch = Stopwatch()
      let believed = try product.run(kernel: 0, count: count)
      // The told half, and what half a millisecond, half a percent and one product in sixteen explain.
      #expect(believed > 0.9 * watch.seconds)
    }
  }

  @Test(
    "a worker that hangs, dies or talks nonsense fails its row within the time-out, with a reason",
    arguments: [
      ("hangs", "hung"), ("dies", "ended"), ("garbage", "something else"), ("deaf", "hung"),
      ("wrong-id", "something else"), ("nan-time", "something else"), ("no-time", "seconds"),
      ("short-rows", "bytes"),
    ])
  func broken(behaviour: String, words: String) throws {
    let watch = Stopwatch()
    let result = try measure([behaviour], patience: 5)
    let row = try #require(result.devices.first?.rows.first)
    #expect(row.status == .failed, "\(behaviour): \(row.reason ?? "")")
    #expect(row.reason?.contains(words) == true, "\(behaviour): \(row.reason ?? "")")
    #expect(watch.seconds < 60)
  }

  @Test("a device that fails leaves the rows of the others alone")
  func besideOthers() throws {
    let result = try measure(["honest", "hangs", "honest"], patience: 10)
    #expect(result.devices.map(\.id) == ["fake0/fake:0", "fake1/fake:0", "fake2/fake:0"])
    #expect(result.devices.map { $0.rows.first?.status } == [.verified, .failed, .verified])
    #expect(result.devices[1].failure != nil)
    let spread = try #require(result.spreads.first)
    #expect(spread.rates.count == 2)
    #expect(spread.without == ["fake1/fake:0"])
    #expect(spread.slowest?.tops == spread.rates.map(\.tops).min())
    #expect(abs(spread.totalTops - spread.rates.reduce(0) { $0 + $1.tops }) < 1e-15)
  }

  @Test("a precision that the worker has not is unsupported, with the worker's reason")
  func missing() throws {
    let result = try measure(["honest"], precisions: [.fp32, .fp6])
    let row = try #require(result.devices.first?.rows.first { $0.precision == .fp6 })
    #expect(row.status == .unsupported)
    #expect(row.reason?.isEmpty == false)
  }

  @Test(
    "sizes that no device holds are refused for every variant, and nothing is computed",
    arguments: ["1000000000", "2147483647x1x2147483647"])
  func tooLarge(shape: String) throws {
    let result = try measure(["honest"], shape: shape)
    let row = try #require(result.devices.first?.rows.first)
    #expect(row.status == .unsupported)
    #expect(row.reason?.contains("does not fit") == true)
  }

  @Test("sums that can overflow 32 bits are refused")
  func overflow() throws {
    let result = try measure(["honest"], precisions: [.int8], shape: "1x1x133144")
    #expect(result.devices.first?.rows.first?.status == .unsupported)
    #expect(result.devices.first?.rows.first?.reason?.contains("overflow") == true)
  }

  @Test("a cancelled measurement ends at once with what there is")
  func cancelled() throws {
    let result = try measure(["honest"], isCancelled: { true })
    #expect(result.interrupted)
    #expect(result.devices.first?.rows.first?.status == .interrupted)
  }
}
