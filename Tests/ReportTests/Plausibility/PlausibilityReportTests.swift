import ChipDB
import Foundation
import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct PlausibilityReportTests {
  @Test("a rating of this host tells each check, finds nothing impossible, and lays it out")
  func host() throws {
    let report = try RatingReportTests.report(precisions: [.fp32])
    #expect(report.plausibility.map(\.id) == PlausibilityCheck.allCases)
    #expect(!report.findings.contains { $0.severity == .impossible }, "\(report.findings)")
    #expect(report.plausibility.allSatisfy { !$0.examined.isEmpty || !$0.unsupported.isEmpty })
    // Made, by what the test says, before the run.
    #expect(report.findings.contains { $0.id == .clockAgreement && $0.severity == .doubtful })
    let text = DeviceFixture.text(RatingPage(report, peers: []).document)
    #expect(text.contains("Plausibility"))
    #expect(text.contains("before the end of the run"))
    #expect(text.contains("power against claim: unsupported: the host: "))
    #expect(text.contains("clock against rate: "))
  }

  @Test("the findings stand in the JSON with every key, and are read again as they were")
  func json() throws {
    let report = try RatingReportTests.report(precisions: [.fp32])
    let text = JSONRenderer().render(report)
    let again = try JSONDecoder().decode(RatingReport.self, from: Data(text.utf8))
    #expect(again.findings == report.findings)
    #expect(again.plausibility == report.plausibility)
    #expect(again.run.clocks == report.run.clocks && again.run.clocks != nil)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let finding = try #require((object["findings"] as? [[String: Any]])?.first)
    #expect(Set(finding.keys) == ["id", "severity", "subject", "text", "value", "limit", "unit"])
    #expect(finding["id"] as? String == "wall-clock-against-monotonic-clock")
  }

  @Test("a report of an earlier version has no findings, and is read")
  func earlier() throws {
    let text = JSONRenderer().render(try RatingReportTests.report(precisions: [.fp32]))
    var object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    object["findings"] = nil
    object["plausibility"] = nil
    object["run"] = (object["run"] as? [String: Any])?.filter { $0.key != "clocks" }
    let report = try JSONDecoder().decode(
      RatingReport.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(report.findings.isEmpty && report.plausibility.isEmpty && report.run.clocks == nil)
    #expect(!RatingPage(report, peers: []).document.sections.contains { $0.title == "Plausibility" })
  }

  @Test("the gravest findings come first, and what is impossible is a warning too")
  func order() throws {
    var fast = PlausibilityFixture.row(tops: 0.3, ceiling: 0.2)
    fast.sustained = PlausibilityFixture.sustained(tops: 0.1, joules: 1_000)
    let plausibility = Plausibility(
      [try PlausibilityFixture.host([fast], core: PlausibilityFixture.core())],
      PlausibilityRun(
        DeviceFixture.result([]), RunEnvironment.current(), generated: "2026-11-28T00:00:00Z"))
    let severities = plausibility.findings.map(\.severity)
    #expect(severities == [.impossible, .doubtful, .note])
    #expect(plausibility.findings.warnings.count == 1)
    #expect(plausibility.findings.warnings[0].hasPrefix("IMPLAUSIBLE: FP32 on 2 threads: 0.3000 TOP/s are"))
  }

  @Test("a page without findings says that there are none, and what could not be checked")
  func nothing() throws {
    let section = try #require(
      PlausibilitySection(
        [],
        [
          .init(id: .clockAgainstRate, examined: ["a", "b"], unsupported: []),
          .init(id: .powerAgainstClaim, examined: [], unsupported: ["unsupported: no counter"]),
        ]
      ).section)
    let text = DeviceFixture.text(Document(title: "", sections: [section]))
    #expect(text.contains("Nothing was found that speaks against the measurement."))
    #expect(text.contains("clock against rate: 2 comparisons, nothing found"))
    #expect(text.contains("power against claim: unsupported: no counter"))
  }

  @Test("a figure that is not finite leaves the finding without one")
  func infinite() {
    var outcome = PlausibilityOutcome(.powerAgainstClaim)
    outcome.find(.doubtful, "the run", "endless", .init(.infinity, limit: 1, "W"))
    #expect(outcome.findings.first?.value == nil && outcome.findings.first?.unit == nil)
    #expect(outcome.findings.first?.text == "endless")
  }

  @Test("an honest worker in plain Python has no impossible and no doubtful times", .timeLimit(.minutes(2)))
  func honestWorker() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let worker = RatingReportTests.root + "/Tests/FakeDevices/worker.py"
    try "#!/bin/sh\nexec python3 '\(worker)' honest fp32 bf16\n".write(
      to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    let nowhere = URL(fileURLWithPath: "/nonexistent")
    var patience = DeviceWorker.Patience()
    patience.greeting = 60
    let catalogue = DeviceCatalogue.open(
      [try DeviceProgram(path: file.path)], assay: nowhere, patience: patience)
    let plan = SamplingPlan(
      tier: "quick", seconds: 20, memorySeconds: 0.01, minimumVisits: 12, maximumVisits: 12, agreement: 1e-9,
      burstSeconds: 0.02, sides: [], longestCallSeconds: 0.5, finalists: 1, trialVisits: 1)
    let result = DevicesSession(
      catalogue.found,
      request: DevicesRequest(
        precisions: [.fp32, .bf16], shapes: [try GEMMShape("16x16x16")], plan: plan, seed: 7), assay: nowhere,
      patience: patience
    ).run()
    let row = try #require(result.devices.first?.rows.first)
    #expect(row.status == .verified, "\(row.reason ?? "")")
    #expect(row.samples.allSatisfy { ($0.products ?? 0) > 0 })
    let report = try DeviceFixture.report(result)
    #expect(
      !report.findings.contains { $0.severity == .impossible || $0.id == .sampleDistribution },
      "\(report.findings)")
    let distribution = try #require(report.plausibility.first { $0.id == .sampleDistribution })
    #expect(distribution.examined.count > 1, "\(distribution)")
  }
}
