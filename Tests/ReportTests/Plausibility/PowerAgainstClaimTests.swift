import ChipDB
import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct PowerAgainstClaimTests {
  /// What is found of a host's sustained run.
  private func outcome(
    tops: Double = 4, joules: Double?, claims: [ClaimCheck] = [], status: MeasurementRow.Status = .verified,
    rated: PlausibilitySubject.RatedPower = .known(watts: 225, words: "the 225 W that it is rated at")
  ) throws -> PlausibilityOutcome {
    var row = PlausibilityFixture.row(tops: tops)
    row.status = status
    row.sustained = PlausibilityFixture.sustained(tops: tops, joules: joules)
    return PowerAgainstClaim([
      try PlausibilityFixture.host(
        [row], core: PlausibilityFixture.core(), rated: rated, claims: claims, joules: joules.map { 2 * $0 })
    ]).outcome
  }

  /// TOP/s for a watt of the best chip at FP32, by its declared figures.
  private func best() throws -> Double {
    try #require(
      try PlausibilityFixture.database.get().chips.compactMap { chip in
        chip.declared(.fp32).flatMap { tops in chip.tdpWatts.map { tops.value / $0.value } }
      }.max())
  }

  @Test("a rate for its energy that chips are declared to reach is a note beside the best chip")
  func plausible() throws {
    let found = try outcome(joules: 2_000).findings
    #expect(found.severities == [.note])
    #expect(try #require(found.first).text.contains("20.00 GOP/s a watt"))
    #expect(found.first?.subject == "FP32 on 2 threads")
  }

  @Test(
    "more operations for a watt than any chip is declared to reach are doubtful, and more than twice impossible"
  )
  func implausible() throws {
    let best = try best()
    let watts = 200.0
    #expect(try outcome(tops: best * watts, joules: watts * 10).findings.severities == [.note])
    #expect(try outcome(tops: 1.5 * best * watts, joules: watts * 10).findings.severities == [.doubtful])
    let found = try outcome(tops: 2.1 * best * watts, joules: watts * 10).findings
    #expect(found.severities == [.impossible])
    #expect(try #require(found.first?.value) > 2 * #require(found.first?.limit))
  }

  @Test("without an energy counter it says so, with the reason")
  func unknown() throws {
    let outcome = try outcome(joules: nil)
    #expect(outcome.findings.isEmpty)
    #expect(outcome.record.unsupported.contains { $0.hasPrefix("unsupported: the host: ") })
  }

  @Test("an energy counter that stands still is doubtful")
  func still() throws {
    let found = try outcome(joules: 0).findings
    #expect(found.severities == [.doubtful, .doubtful])
    #expect(found.map(\.subject) == ["the host", "FP32 on 2 threads"])
  }

  @Test(
    "power far above or below what a chip is rated at is doubtful",
    arguments: [(10.0, 1), (12, 0), (330, 0), (340, 1)])
  func drawn(watts: Double, findings: Int) throws {
    let found = try outcome(tops: 0.01, joules: watts * 10).findings
    #expect(found.count { $0.severity == .doubtful } == findings, "\(found)")
  }

  @Test(
    "a claim whose energy would take more than the rated power allows is noted, and doubted beyond published efficiencies"
  )
  func claims() throws {
    // 200 W for 4 TOP/s are 50 pJ an operation; 225 W would pay for 4.5 TOP/s.
    func severities(_ claimed: Double) throws -> [PlausibilityFinding.Severity] {
      try outcome(tops: 4, joules: 2_000, claims: [PlausibilityFixture.claim(.fp32, claimed)]).findings
        .filter { $0.text.contains("pJ") }.map(\.severity)
    }
    #expect(try severities(4.5) == [])
    #expect(try severities(5) == [.note])
    #expect(try severities(8.7) == [.note])
    #expect(try severities(8.8) == [.doubtful])
    let unknown = try outcome(
      joules: 2_000, claims: [PlausibilityFixture.claim(.fp32, 100)], rated: .unknown(reason: "nobody tells")
    )
    #expect(unknown.record.unsupported == ["unsupported: nobody tells"])
  }

  @Test("a device that draws too much for its chip, or whose counter and power disagree, is doubtful")
  func devices() throws {
    func found(_ telemetry: TelemetrySummary) throws -> [PlausibilityFinding] {
      try PlausibilityFixture.device([DeviceFixture.row(.bf16, 700)], telemetry: telemetry).findings
        .filter { $0.id == .powerAgainstClaim }
    }
    func telemetry(watts: Double, joulesASecond: Double, readings: Int = 40) -> TelemetrySummary {
      TelemetrySummary(
        (0..<readings).map { second in
          var told = DeviceTelemetry()
          told.watts = watts
          told.joules = 1e6 + joulesASecond * Double(second)
          return .init(seconds: Double(second), telemetry: told)
        })
    }
    #expect(try found(telemetry(watts: 650, joulesASecond: 640)).isEmpty)
    #expect(try found(telemetry(watts: 650, joulesASecond: 330)).isEmpty)
    #expect(try found(telemetry(watts: 650, joulesASecond: 320)).severities == [.doubtful])
    #expect(try found(telemetry(watts: 650, joulesASecond: 0)).severities == [.doubtful])
    #expect(try found(telemetry(watts: 650, joulesASecond: 0, readings: 19)).isEmpty)
    #expect(try found(telemetry(watts: 1_100, joulesASecond: 1_100)).severities == [.doubtful])
    #expect(try found(telemetry(watts: 20, joulesASecond: 20)).severities == [.doubtful])
  }

  @Test("a device's sustained run is held against the best chip, and a lie of its rate is impossible")
  func sustainedDevice() throws {
    var row = try DeviceFixture.row(.bf16, 700)
    row.sustained = PlausibilityFixture.sustained(tops: 690, joules: 6_900)
    #expect(try !PlausibilityFixture.device([row]).findings.contains { $0.severity > .note })
    row.sustained = PlausibilityFixture.sustained(tops: 69_000, joules: 6_900)
    let report = try PlausibilityFixture.device([row])
    #expect(report.findings.first?.severity == .impossible)
    #expect(try #require(report.warnings.first).hasPrefix("IMPLAUSIBLE: cuda:0, BF16"))
  }
}
