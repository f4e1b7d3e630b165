import ChipDB
import Foundation
import Rating
import Rulebook
import Testing

@testable import Measurement
@testable import Report

@Suite struct DeviceReportReadingTests {
  let database: ChipDatabase

  init() throws { database = try DeviceFixture.database() }

  private func check(
    _ file: String, chip: String? = nil, device: String? = nil, rates: [Precision: Double] = [:],
    share: Double? = nil
  ) throws -> CheckPage {
    try CheckPage(
      .init(
        chip: chip, report: file, device: device, rates: rates, figures: [], shareOfChip: share,
        tf32Reading: .container32), in: database)
  }

  private func file(_ devices: DeviceMeasurement...) throws -> String {
    try DeviceFixture.file(DeviceFixture.page(DeviceFixture.result(devices)))
  }

  private func h100(_ id: String = "cuda:0", scale: Double = 1) throws -> DeviceMeasurement {
    DeviceFixture.measured(DeviceFixture.h100(id), try DeviceFixture.rows(scale: scale))
  }

  @Test("a check takes the device of a report, finds its chip, and knows that it is the whole of it")
  func checkDevice() throws {
    let page = try check(try file(try h100()))
    #expect(page.chip == "h100-sxm")
    let bf16 = try #require(page.checks.first { $0.precision == .bf16 })
    #expect(bf16.measured?.tops == 794.5)
    #expect(bf16.measured?.shareOfChip == 1)
    #expect(bf16.verdict == .consistent)
    // The sparse row is faster and is not what a claim of dense operations is held against.
    #expect(try check(try file(try h100()), rates: [.bf16: 1_200]).verdict != .provenAbove)
  }

  @Test("a rating's report is read as a measurement's is")
  func checkRating() throws {
    let report = try DeviceFixture.report(DeviceFixture.result([try h100()]))
    #expect(try check(try DeviceFixture.file(report)).chip == "h100-sxm")
  }

  @Test("of several devices one must be chosen, and one that the report has")
  func choice() throws {
    let file = try file(try h100(), try h100("cuda:1", scale: 0.5))
    let open = #expect(throws: ReportFileError.self) { try check(file) }
    #expect(
      open?.description.contains("holds 2 devices: choose one with --device, of cuda:0, cuda:1") == true)
    let wrong = #expect(throws: ReportFileError.self) { try check(file, device: "cuda:7") }
    #expect(wrong?.description.contains("holds no device 'cuda:7'; there are cuda:0, cuda:1") == true)
    let second = try check(file, device: "cuda:1")
    #expect(second.checks.first { $0.precision == .bf16 }?.measured?.tops == 794.5 / 2)
  }

  @Test("a partition's share is taken from the report, and one of unknown size is not guessed")
  func partition() throws {
    var device = DeviceFixture.h100()
    device.partition = .init(name: "MIG 1g.10gb", processors: 16, wholeProcessors: 132)
    let rows = [try DeviceFixture.row(.bf16, 100)]
    let known = try check(try file(DeviceFixture.measured(device, rows)))
    #expect(known.checks.first?.measured?.shareOfChip == 16.0 / 132)
    #expect(known.verdict == .consistent)
    device.partition = .init(name: "vGPU")
    let unknown = try check(try file(DeviceFixture.measured(device, rows)))
    #expect(unknown.checks.first?.measured?.shareOfChip == nil)
    #expect(unknown.reason.contains("which part of the chip was measured is not known"))
  }

  @Test("a device that no table knows needs a chip, and the reason is told")
  func unknownChip() throws {
    let wonder = DeviceFixture.measured(
      DeviceDescription(id: "npu:0", name: "Wonder 1"), [try DeviceFixture.row(.bf16, 100)])
    let path = try file(wonder)
    let error = #expect(throws: ReportFileError.self) { try check(path) }
    #expect(error?.description.contains("its name 'Wonder 1' is not in the database; give the chip") == true)
    #expect(try check(path, chip: "h100-sxm").chip == "h100-sxm")
  }

  @Test("a report about a host has no device to choose")
  func hostReport() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".json"
    try """
    {"schemaVersion":"2.0.0","run":{"tier":"quick","isEvidence":false,"threads":1},"measurements":[]}
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: ReportFileError.self) { try check(path, chip: "h100-sxm", device: "cuda:0") }
    #expect(error?.description.contains("about a host's processor and holds no device 'cuda:0'") == true)
    let devices = try file(try h100())
    let mixed = #expect(throws: ReportFileError.self) {
      try ComparisonPage(first: path, second: devices, material: 0.02)
    }
    #expect(mixed?.description.contains("compare two reports of one kind") == true)
    #expect(mixed?.description.hasPrefix(devices) == true)
  }

  @Test(
    "a device's rates are lower bounds for the law; its bandwidth, which nothing checks, goes into no answer")
  func classify() throws {
    let file = try file(try h100())
    let measured = try MeasuredFigures(
      file: file, evidence: .demonstrated, dieAreaMM2: nil, facts: [:], tf32Reading: .container32)
    #expect(measured.subject.operands[.tpp]?.value == 794.5 * 16)
    #expect(measured.subject.operands[.tpp]?.extent == .atLeast)
    #expect(measured.subject.operands[.dramBandwidth] == nil)
    #expect(measured.subject.name == "what cuda:0 in \(file) measured")
    #expect(measured.notes.contains { $0.contains("NVIDIA H100 80GB HBM3, measured") })
    let derived = #expect(throws: ReportFileError.self) {
      try MeasuredFigures(
        file: file, evidence: .derived, dieAreaMM2: nil, facts: [:], tf32Reading: .container32)
    }
    #expect(derived?.description.contains("none is derived of an accelerator") == true)
  }

  @Test("two reports on single devices are compared kind by kind, whatever the devices are called")
  func compareSingle() throws {
    let page = try ComparisonPage(
      first: try file(try h100()), second: try file(try h100("cuda:3", scale: 0.5)), material: 0.02)
    #expect(
      page.rows.map(\.row) == ["bf16", "fp8e4m3", "fp8e4m3, fast accumulation", "bf16, sparse 2:4"])
    #expect(page.rows.allSatisfy { $0.verdict == .slower })
    #expect(page.memory == ["copy": 1, "read": 1])
    #expect(page.differences.contains { $0.contains("cuda:0 (NVIDIA H100 80GB HBM3, cuda 12.8)") })
  }

  @Test("several devices are compared by their ids")
  func compareSeveral() throws {
    let first = try file(try h100(), try h100("cuda:1"))
    let second = try file(try h100("cuda:1", scale: 2), try h100("cuda:0"))
    let page = try ComparisonPage(first: first, second: second, material: 0.02)
    #expect(page.rows.first { $0.row == "cuda:1, bf16" }?.verdict == .faster)
    #expect(page.rows.first { $0.row == "cuda:0, bf16" }?.ratio == 1)
  }
}
