import Foundation
import Testing

@testable import Measurement
@testable import Report

@Suite struct ClockAgreementTests {
  /// The clocks of a run of 100 seconds, each off by so many seconds.
  private func clocks(
    calendar: Double = 0, monotonic: Double = 0, uncorrected: Double? = 0, suspended: Double? = 0
  ) -> RunClocks {
    let begin = ClockReading(
      calendar: 1_795_900_000, monotonic: 5_000, uncorrected: uncorrected.map { _ in 4_999.5 },
      withSuspension: suspended.map { _ in 5_060 })
    return RunClocks(
      begin: begin,
      end: ClockReading(
        calendar: begin.calendar + 100 + calendar, monotonic: begin.monotonic + 100 + monotonic,
        uncorrected: uncorrected.map { 4_999.5 + 100 + $0 }, withSuspension: suspended.map { 5_160 + $0 }))
  }

  private func outcome(
    _ clocks: RunClocks?, seconds: Double = 100, products: Double = 40, sample: Double = 1,
    generated: Double = 1_795_900_101, bootTime: Int? = 1_795_894_940
  ) throws -> PlausibilityOutcome {
    var row = PlausibilityFixture.row()
    row.samples = [Sample(visit: 1, seconds: sample, tops: 0.1)]
    var accounts = Accounts()
    accounts.products = products
    let result = MeasurementResult(
      rows: [row], plan: .quick, threads: 2, seed: 1, operands: [.uniform], seconds: seconds,
      interrupted: false,
      stealShare: nil, foreignShare: nil,
      memoryPlan: MemoryPlan(shapes: [], distributions: 1, bandwidthBytes: 0),
      memory: nil, power: PowerSummary(joules: nil, seconds: seconds, source: "unavailable: invented"),
      accounts: accounts, startClockGHz: nil, clocks: clocks)
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(
      at: directory.appendingPathComponent("proc"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    if let bootTime {
      try "btime \(bootTime)\n".write(
        to: directory.appendingPathComponent("proc/stat"), atomically: true, encoding: .utf8)
    }
    let environment = RunEnvironment.current(SystemFiles(root: directory.path + "/"), variables: [:])
    #expect(environment.bootTime == bootTime)
    let time = Date(timeIntervalSince1970: generated).ISO8601Format()
    return ClockAgreement(PlausibilityRun(result, environment, generated: time)).outcome
  }

  @Test("clocks that agree, and a report made at the end, are nothing to speak of")
  func agreeing() throws {
    let outcome = try outcome(clocks())
    #expect(outcome.findings.isEmpty, "\(outcome.findings)")
    #expect(outcome.record.unsupported.isEmpty)
    #expect(outcome.record.examined.count == 7)
  }

  @Test("a monotonic clock that is corrected as kernels do is right, one far from the hardware's impossible")
  func correction() throws {
    func severities(_ off: Double) throws -> [PlausibilityFinding.Severity] {
      // The calendar and the other clock are corrected with it.
      try outcome(clocks(uncorrected: off)).findings.map(\.severity)
    }
    #expect(try severities(0.054) == [])
    #expect(try severities(0.056) == [.doubtful])
    #expect(try severities(-1.9) == [.doubtful])
    #expect(try severities(-2.2) == [.impossible])
    #expect(try severities(99) == [.impossible])
  }

  @Test("a calendar that was set during the run is doubtful")
  func calendar() throws {
    #expect(try outcome(clocks(calendar: 0.054)).findings.isEmpty)
    let forward = try #require(try outcome(clocks(calendar: 0.06)).findings.first)
    #expect(forward.severity == .doubtful && forward.text.contains("set forward by 0.0600 s"))
    let back = try outcome(clocks(calendar: -3_600), generated: 1_795_896_501).findings
    #expect(back.severities == [.doubtful])
  }

  @Test("suspension during the run is doubtful, and counted in the calendar")
  func suspension() throws {
    #expect(try outcome(clocks(suspended: 0.004)).findings.isEmpty)
    let found = try outcome(
      clocks(calendar: 30, suspended: 30), seconds: 130, generated: 1_795_900_131
    ).findings
    #expect(found.severities == [.doubtful])
    #expect(try #require(found.first).text.contains("suspended for 30.0 s"))
    #expect(try outcome(clocks(suspended: -0.1)).findings.contains { $0.severity == .impossible })
  }

  @Test("a clock that went back is impossible, and a calendar doubtful")
  func backwards() throws {
    #expect(try outcome(clocks(monotonic: -101)).findings.contains { $0.severity == .impossible })
    let calendar = try outcome(clocks(calendar: -101), generated: 1_795_899_999).findings
    #expect(calendar.severities == [.doubtful])
  }

  @Test("a time of the run that the clocks do not have is impossible")
  func stopwatch() throws {
    #expect(try outcome(clocks(), seconds: 100.5).findings.isEmpty)
    #expect(try outcome(clocks(), seconds: 101).findings.severities == [.impossible])
    #expect(try outcome(clocks(), seconds: 50, products: 10).findings.severities == [.impossible])
  }

  @Test("parts that take longer than the run are impossible, with clocks and without")
  func parts() throws {
    #expect(try outcome(clocks(), products: 101.4).findings.isEmpty)
    #expect(try outcome(clocks(), products: 101.6).findings.severities == [.impossible])
    #expect(try outcome(nil, sample: 102).findings.severities == [.impossible])
  }

  @Test("a report made before the end of the run, or long after it, is doubtful")
  func generated() throws {
    let end = 1_795_900_100.0
    #expect(try outcome(clocks(), generated: end - 1).findings.isEmpty)
    #expect(try outcome(clocks(), generated: end + 590).findings.isEmpty)
    #expect(try outcome(clocks(), generated: end - 3).findings.severities == [.doubtful])
    #expect(try outcome(clocks(), generated: end + 700).findings.severities == [.doubtful])
  }

  @Test("a system that was started after the run began is doubtful")
  func start() throws {
    #expect(try outcome(clocks(), bootTime: 1_795_900_001).findings.isEmpty)
    #expect(try outcome(clocks(), bootTime: 1_795_900_003).findings.severities == [.doubtful])
  }

  @Test("what a record or a system does not tell is said to be unchecked")
  func unknown() throws {
    let old = try outcome(nil)
    #expect(old.findings.isEmpty)
    #expect(old.record.unsupported.count == 1)
    let bare = try outcome(clocks(uncorrected: nil, suspended: nil), bootTime: nil)
    #expect(bare.findings.isEmpty)
    #expect(bare.record.unsupported.count == 3)
  }

  @Test("the clocks of this system agree over a moment, and go forward")
  func real() throws {
    let begin = ClockReading.now()
    Thread.sleep(forTimeInterval: 0.05)
    let clocks = RunClocks(begin: begin, end: .now())
    #expect(clocks.monotonicSeconds >= 0.05)
    let found = try outcome(
      clocks, seconds: clocks.monotonicSeconds, products: 0, sample: 0.01,
      generated: Date.now.timeIntervalSince1970,
      bootTime: RunEnvironment.current().bootTime
    ).findings
    #expect(found.isEmpty, "\(found)")
  }
}
