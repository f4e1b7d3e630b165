import Foundation
import Measurement
import Rating
import Testing

@testable import Measurement
@testable import Report

/// The run rules on accelerators: a device that broke one has no headline figure, its neighbour keeps its own.
@Suite struct DeviceRunRulesTests {
  @Test("a device that was shared has no headline figure and keeps its rates; the one beside it keeps both")
  func shared() throws {
    let report = try DeviceFixture.report(
      DeviceFixture.result([
        DeviceFixture.measured(DeviceFixture.h100(), DeviceFixture.rows()),
        DeviceFixture.measured(
          DeviceFixture.h100("cuda:1"), DeviceFixture.rows(),
          telemetry: DeviceFixture.telemetry(processes: 2)),
      ]), claims: [.bf16: 100])
    let (kept, broken) = (report.devices[0], report.devices[1])
    #expect(kept.record.rules.areMet, "\(kept.record.rules.objection ?? "")")
    #expect(kept.rating.demonstrated.tpp != nil && !kept.rating.check.claims.isEmpty)
    #expect(broken.record.rules.broken.map(\.name) == [.undisturbed])
    #expect(broken.rating.demonstrated.tpp == nil && broken.rating.demonstrated.rows.count == 2)
    #expect(broken.rating.equivalents.allSatisfy { $0.value == nil })
    #expect(broken.rating.check.verdict == .inconclusive && broken.rating.check.claims.isEmpty)
    #expect(report.objections.count == 1 && report.objections[0].hasPrefix("cuda:1: no headline figure"))
    let text = DeviceFixture.text(DeviceRatingPage(report).document)
    #expect(text.contains("cuda:1: run rules") && text.contains("2 processes at a time"))
    let file = try DeviceFixture.file(report)
    #expect(throws: Never.self) { try MeasuredReport(file: file, device: "cuda:0") }
    #expect(throws: ReportFileError.self) { try MeasuredReport(file: file, device: "cuda:1") }
  }

  @Test("a package has no headline figure if one of its dies broke a rule")
  func package() throws {
    var dies = [DeviceFixture.h100(), DeviceFixture.h100("cuda:1")]
    for index in dies.indices { dies[index].package = "board 0" }
    let rows = try DeviceFixture.rows()
    var few = rows
    few[0] = try DeviceFixture.row(.bf16, 700, visits: 0)
    let report = try DeviceFixture.report(
      DeviceFixture.result([DeviceFixture.measured(dies[0], rows), DeviceFixture.measured(dies[1], few)]))
    let package = try #require(report.packages.first)
    #expect(package.record.rules.broken.map(\.name) == [.visits])
    #expect(package.record.rules.broken.first?.found.hasPrefix("cuda:1: ") == true)
    #expect(package.rating.demonstrated.tpp == nil && report.devices[0].rating.demonstrated.tpp != nil)
  }

  @Test(
    "the record tier asks for time, warmth, the sustained rate and every precision; a failure breaks completeness"
  )
  func record() throws {
    var measured = try DeviceFixture.measured(DeviceFixture.h100(), DeviceFixture.rows())
    measured.failure = DeviceError(.failed, "it vanished")
    let result = DeviceFixture.result([measured], plan: .record)
    let rules = try #require(DeviceFixture.report(result).devices.first).record.rules
    let broken = Set(rules.broken.map(\.name))
    #expect(
      broken.isSuperset(of: [.complete, .precisions, .duration, .warm, .sustained, .visits]), "\(broken)")
    #expect(!broken.contains(.plan) && !broken.contains(.identified))
    #expect(rules.rules.first { $0.name == .complete }?.found.contains("it vanished") == true)
  }
}
