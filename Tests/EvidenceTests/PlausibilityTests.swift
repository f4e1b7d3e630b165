import Foundation
import Rating
import Report
import Testing

@testable import Evidence
@testable import Measurement

/// Findings are worked out again from the samples of a bundle: they can neither be left out nor be invented.
@Suite struct PlausibilityTests {
  /// A bundle of a run of which one row has the same time again and again, all else worked out again and signed.
  private func bundleWithConstantTimes() throws -> FakeBundle {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    let time = try #require(rows[0].samples.first).seconds
    rows[0].samples = rows[0].samples.map { Sample(visit: $0.visit, seconds: time, tops: 0) }
    try bundle.redo(measurement.with(rows: rows).observationsReworked)
    return bundle
  }

  private func report(_ bundle: FakeBundle) throws -> RatingReport {
    try JSONDecoder().decode(RatingReport.self, from: Data(bundle.text(BundleName.report).utf8))
  }

  @Test(
    "invented times that are all the same fit together, and the report that follows calls them impossible")
  func constantTimes() throws {
    let bundle = try bundleWithConstantTimes()
    let verification = try bundle.verification()
    #expect(verification.isVerified)
    let count = try bundle.measurement.rows[0].samples.count
    let words = "IMPLAUSIBLE: FP64 on 2 threads: \(count) of \(count) times"
    #expect(verification.remarks.contains { $0.hasPrefix(words) })
    #expect(verification.predicate?.rules?.broken == ["plausible"] && !verification.isEvidence)
    let finding = try #require(try report(bundle).findings.first)
    #expect(finding.severity == .impossible && finding.id == .sampleDistribution)
    #expect(finding.subject == "FP64 on 2 threads")
    #expect(try report(bundle).warnings.contains { $0.hasPrefix(words) })
  }

  @Test("a finding that is left out, softened or invented does not follow")
  func tamperedFindings() throws {
    let softened = try bundleWithConstantTimes()
    try softened.replace(
      "\"severity\" : \"impossible\"", with: "\"severity\" : \"note\"", in: BundleName.report)
    try softened.resign()
    try softened.expect(fails: .rating, "the file has \"note\"", path: "$.findings[0].severity")
    let other = try bundleWithConstantTimes()
    let count = try other.measurement.rows[0].samples.count
    try other.write(
      other.text(BundleName.report).replacing("\(count) of \(count) times", with: "5 of \(count) times"),
      to: BundleName.report)
    try other.resign()
    try other.expect(fails: .rating, "5 of \(count) times", path: "$.findings[0].text")
    let emptied = try bundleWithConstantTimes()
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(emptied.text(BundleName.report).utf8)) as? [String: Any])
    object["findings"] = []
    try emptied.write(
      String(decoding: JSONSerialization.data(withJSONObject: object), as: UTF8.self), to: BundleName.report)
    try emptied.resign()
    try emptied.expect(fails: .rating, "the file has nothing", path: "$.findings[0]")
  }

  @Test("clocks of a run that were changed are no longer what the findings follow from")
  func clocks() throws {
    let bundle = try FakeBundle()
    var measurement = try bundle.measurement
    let begin = ClockReading(calendar: 1_795_900_000, monotonic: 50, uncorrected: 50, withSuspension: 50)
    func end(_ monotonic: Double) -> ClockReading {
      let seconds = measurement.seconds
      return ClockReading(
        calendar: begin.calendar + seconds, monotonic: 50 + monotonic, uncorrected: 50 + seconds,
        withSuspension: 50 + seconds)
    }
    measurement.clocks = RunClocks(begin: begin, end: end(measurement.seconds / 2))
    try bundle.redo(measurement)
    #expect(try bundle.verification().isVerified)
    #expect(try report(bundle).findings.contains { $0.id == .clockAgreement && $0.severity == .impossible })
    measurement.clocks = RunClocks(begin: begin, end: end(measurement.seconds))
    try bundle.write(String(decoding: measurement.canonicalJSON, as: UTF8.self), to: BundleName.measurement)
    try bundle.resign()
    try bundle.expect(fails: .rating, "what follows is", path: "$.run.clocks.end.monotonic")
  }

  @Test("a reading of a clock that is none is refused")
  func brokenClocks() throws {
    let bundle = try FakeBundle()
    var measurement = try bundle.measurement
    let reading = ClockReading(calendar: 1e300, monotonic: 1, uncorrected: nil, withSuspension: nil)
    measurement.clocks = RunClocks(begin: reading, end: reading)
    try bundle.redo(measurement)
    try bundle.expect(fails: .run, "a figure above 0", path: "$.clocks.begin.calendar")
  }

  @Test("findings of devices are worked out again too, from their clocks among others")
  func devices() throws {
    let bundle = try FakeBundle.ofDevices()
    var result = try bundle.devicesResult
    let clocks = try #require(result.clocks)
    #expect(try FakeDevicesRun.report(result).findings.warnings.isEmpty)
    result.clocks = RunClocks(
      begin: clocks.begin,
      end: ClockReading(
        calendar: clocks.end.calendar, monotonic: clocks.begin.monotonic + clocks.monotonicSeconds / 2,
        uncorrected: clocks.end.uncorrected, withSuspension: clocks.end.withSuspension))
    try bundle.redo(result)
    #expect(try bundle.verification().isVerified)
    try bundle.replace(
      "\"severity\" : \"impossible\"", with: "\"severity\" : \"note\"", in: BundleName.report)
    try bundle.resign()
    try bundle.expect(fails: .rating, "the file has \"note\"", path: "$.findings[0].severity")
  }

  @Test("the invented run of the other tests has nothing impossible")
  func plausible() throws {
    let findings = try report(FakeBundle()).findings
    #expect(!findings.contains { $0.severity == .impossible }, "\(findings)")
  }
}
