import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct ClockAgainstRateTests {
  /// The peak of FP32 on two Zen 3 cores at 3.2 GHz.
  private static let peak = 2 * 32 * 3.2 / 1000

  private func found(
    _ row: MeasurementRow, core: String = "zen3", clockGHz: Double = 3.2,
    published: PlausibilitySubject.PublishedClock? = .init(
      gigahertz: 3.5, words: "the boost clock", isOwn: true)
  ) throws -> [PlausibilityFinding] {
    ClockAgainstRate([
      try PlausibilityFixture.host(
        [row], core: PlausibilityFixture.core(core), clockGHz: clockGHz, published: published)
    ]).outcome.findings
  }

  @Test("a rate that the cores can have at their clock is nothing to speak of, and one above it impossible")
  func rate() throws {
    #expect(try found(PlausibilityFixture.row(tops: Self.peak * 1.02)).isEmpty)
    let finding = try #require(try found(PlausibilityFixture.row(tops: Self.peak * 1.04)).first)
    #expect(finding.severity == .impossible)
    #expect(finding.text.contains("2 cores × 32 operations a cycle × 3.200 GHz"))
    #expect(try #require(finding.value) > #require(finding.limit))
  }

  @Test("threads beyond the cores give no further peak")
  func threads() throws {
    #expect(
      try found(PlausibilityFixture.row(tops: Self.peak * 1.04, threads: 4)).first?.severity == .impossible)
  }

  @Test("where only unverified data tell the operations a cycle, the rate is doubtful")
  func unverified() throws {
    let peak = 2 * 128 * 3.2 / 1000
    let core = try #require(try PlausibilityFixture.core("zen5")?.fastestPath(.bf16))
    #expect(core.grade == .unverified && core.opsPerCyclePerCore == 128)
    #expect(
      try found(PlausibilityFixture.row(.bf16, tops: peak * 1.04), core: "zen5").severities == [.doubtful])
  }

  @Test("where nobody tells the operations a cycle, it says that it could not check")
  func unknown() throws {
    let outcome = ClockAgainstRate([
      try PlausibilityFixture.host(
        [PlausibilityFixture.row(.fp4, tops: 99)], core: PlausibilityFixture.core())
    ]).outcome
    #expect(outcome.findings.isEmpty)
    #expect(
      outcome.record.unsupported == [
        "unsupported: the operations a cycle of FP4 on Zen 3 cores are not in the database"
      ])
  }

  @Test("visits whose clock fell while their rate did not are doubtful, a few that were read badly are not")
  func visits() throws {
    func row(_ slow: Int) -> MeasurementRow {
      var row = PlausibilityFixture.row(tops: Self.peak * 0.95, visits: 20)
      for index in 0..<slow { row.visits[index].clocksGHz = [2.6, 2.6001, 2.5998] }
      return row
    }
    #expect(try found(row(2)).isEmpty)
    let finding = try #require(try found(row(3)).first)
    #expect(finding.severity == .doubtful)
    #expect(finding.text.contains("3 of 20 visits"))
  }

  @Test(
    "a clock that reads the same to the last digit hundreds of times is doubtful, one that reads so often is not"
  )
  func constant() throws {
    func row(_ alike: Int, of count: Int) -> MeasurementRow {
      var row = PlausibilityFixture.row(visits: 1)
      row.visits[0].clocksGHz = (0..<count).map { $0 < alike ? 3.2 : 3.19 - 1e-6 * Double($0) }
      return row
    }
    #expect(try found(row(600, of: 600)).severities == [.note])
    #expect(try found(row(540, of: 600)).isEmpty)
    // So few say nothing, even if all are the same.
    #expect(try found(row(60, of: 60)).isEmpty)
  }

  @Test("a clock above what is published of the chip, or far above that of any with such cores, is doubtful")
  func published() throws {
    let row = PlausibilityFixture.row()
    func severities(_ clock: Double, isOwn: Bool) throws -> [PlausibilityFinding.Severity] {
      try found(
        row, clockGHz: clock, published: .init(gigahertz: 3.5, words: "the boost clock", isOwn: isOwn)
      )
      .map(\.severity)
    }
    #expect(try severities(3.8, isOwn: true) == [])
    #expect(try severities(3.9, isOwn: true) == [.doubtful])
    #expect(try severities(5.2, isOwn: false) == [])
    #expect(try severities(5.3, isOwn: false) == [.doubtful])
  }

  @Test("a device's clock above the highest that it tells is doubtful")
  func device() throws {
    func telemetry(_ megahertz: Double) -> TelemetrySummary {
      var told = DeviceTelemetry()
      told.clockMHz = megahertz
      told.highestClockMHz = 1_980
      return TelemetrySummary([.init(seconds: 1, telemetry: told)])
    }
    func found(_ megahertz: Double) throws -> [PlausibilityFinding] {
      try PlausibilityFixture.device([DeviceFixture.row(.bf16, 700)], telemetry: telemetry(megahertz))
        .findings
        .filter { $0.id == .clockAgainstRate }
    }
    #expect(try found(2_000).isEmpty)
    #expect(try found(2_100).severities == [.doubtful])
  }
}
