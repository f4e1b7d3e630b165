import ChipDB
import Foundation
import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct PowerPlausibilityTests {
  private func judged(tops: Double, joules: Double?) throws -> PowerPlausibility {
    var row = MeasurementRow(precision: .fp32, status: .verified)
    row.threads = 2
    row.sustained = .init(
      tops: tops, seconds: 10, power: PowerSummary(joules: joules, seconds: 10, source: "RAPL, 1 package(s)"))
    return PowerPlausibility([row], try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb"))
  }

  @Test("a rate for its energy that chips are declared to reach is plausible, beside the best chip")
  func plausible() throws {
    let judged = try judged(tops: 4, joules: 2_000)
    #expect(judged.warnings.isEmpty)
    #expect(try #require(judged.notes.first).contains("FP32 on 2 threads: 20.00 GOP/s a watt"))
  }

  @Test("more operations for a watt than any chip is declared to reach are a warning")
  func implausible() throws {
    let judged = try judged(tops: 400, joules: 2_000)
    #expect(judged.notes.isEmpty)
    #expect(
      try #require(judged.warnings.first).hasPrefix("IMPLAUSIBLE: FP32 on 2 threads: 2,000 GOP/s a watt"))
  }

  @Test("without an energy counter nothing is said")
  func unknown() throws {
    let judged = try judged(tops: 4, joules: nil)
    #expect(judged.notes.isEmpty && judged.warnings.isEmpty)
  }
}
