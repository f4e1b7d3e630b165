import Foundation
import Measurement
import Testing

@testable import Report

@Suite struct ComparisonTests {
  /// Visits of a machine: its capability lowered by disturbances that are evenly spread up to `noise`.
  static func visits(_ capability: Double, noise: Double, count: Int, _ generator: inout SeededGenerator)
    -> [Double]
  {
    (0..<count).map { _ in capability * (1 - Double.random(in: 0..<noise, using: &generator)) }
  }

  struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 33
    }
  }

  static func verdict(_ a: [Double], _ b: [Double]) throws -> RowComparison.Verdict {
    func row(_ bests: [Double]) throws -> ComparedRow {
      let visits = bests.map { "{\"bestTops\": \($0)}" }.joined(separator: ",")
      return try JSONDecoder().decode(
        ComparedRow.self,
        from: Data(
          "{\"precision\":\"fp32\",\"status\":\"verified\",\"threads\":1,\"visits\":[\(visits)]}".utf8))
    }
    return RowComparison("fp32", try row(a), try row(b), material: 0.02).verdict
  }

  @Test(
    "the interval covers the capability in thirty-nine cases of forty, and the best visit is its lower end")
  func coverage() throws {
    var generator = SeededGenerator(state: 1)
    var covered = 0
    for _ in 0..<2000 {
      let visits = Self.visits(1, noise: 0.05, count: 12, &generator)
      let interval = try #require(CapabilityInterval(visitBests: visits))
      #expect(interval.lower == visits.max())
      if interval.upper >= 1 { covered += 1 }
    }
    #expect((1925...1975).contains(covered), "\(covered) of 2000")
  }

  @Test("the same machine twice is the same or ambiguous, and hardly ever faster or slower")
  func sameMachine() throws {
    var generator = SeededGenerator(state: 2)
    var verdicts: [RowComparison.Verdict: Int] = [:]
    for _ in 0..<1000 {
      let a = Self.visits(1, noise: 0.1, count: 10, &generator)
      let b = Self.visits(1, noise: 0.1, count: 10, &generator)
      verdicts[try Self.verdict(a, b), default: 0] += 1
    }
    #expect((verdicts[.faster] ?? 0) + (verdicts[.slower] ?? 0) < 10, "\(verdicts)")
    var quiet = 0
    for _ in 0..<200 {
      let a = Self.visits(1, noise: 0.01, count: 12, &generator)
      let b = Self.visits(1.001, noise: 0.01, count: 12, &generator)
      if try Self.verdict(a, b) == .same { quiet += 1 }
    }
    #expect(quiet > 190)
  }

  @Test(
    "a change of a tenth is found, in its direction; one of three parts in a hundred drowns in noisy visits")
  func changes() throws {
    var generator = SeededGenerator(state: 3)
    let base = Self.visits(1, noise: 0.01, count: 12, &generator)
    #expect(try Self.verdict(base, Self.visits(1.1, noise: 0.01, count: 12, &generator)) == .faster)
    #expect(try Self.verdict(base, Self.visits(0.9, noise: 0.01, count: 12, &generator)) == .slower)
    var ambiguous = 0
    for _ in 0..<100 {
      let a = Self.visits(1, noise: 0.2, count: 8, &generator)
      let b = Self.visits(1.03, noise: 0.2, count: 8, &generator)
      if try Self.verdict(a, b) == .ambiguous { ambiguous += 1 }
    }
    #expect(ambiguous > 90)
  }

  @Test("fewer than four visits that count are ambiguous with the reason, and left-out visits do not count")
  func tooFew() throws {
    #expect(CapabilityInterval(visitBests: [1, 1, 1]) == nil)
    #expect(try Self.verdict([1, 1, 1], [1, 1, 1, 1]) == .ambiguous)
    let page = try Self.page(
      Self.report([
        "{\"bestTops\":1}", "{\"bestTops\":1}", "{\"bestTops\":1}", "{\"bestTops\":9,\"excluded\":\"x\"}",
      ]),
      Self.report(Array(repeating: "{\"bestTops\":1}", count: 4)))
    #expect(page.rows.first?.reason == "the first report has 3 visits that count, and 4 are needed")
  }

  static func report(_ visits: [String], threads: Int = 1, tier: String = "quick") -> String {
    """
    {"schemaVersion":"2.0.0","run":{"tier":"\(tier)","threads":\(threads)},"measurements":[
    {"precision":"fp32","status":"verified","threads":\(threads),"visits":[\(visits.joined(separator: ","))]},
    {"precision":"fp4","status":"unsupported","visits":[],"reason":"none"}]}
    """
  }

  static func file(_ text: String) throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  static func page(_ first: String, _ second: String) throws -> ComparisonPage {
    try ComparisonPage(first: try file(first), second: try file(second), material: 0.02)
  }

  @Test(
    "rows that only one report has are listed, what neither could measure is not, and differences are named")
  func unlike() throws {
    let four = Array(repeating: "{\"bestTops\":1}", count: 4)
    let page = try Self.page(Self.report(four), Self.report(four, threads: 2, tier: "record"))
    #expect(page.rows.map(\.row) == ["fp32 on 1 thread", "fp32 on 2 threads"])
    #expect(page.rows.map(\.verdict) == [.ambiguous, .ambiguous])
    #expect(page.rows[0].reason == "the second report has no such row")
    #expect(page.differences.contains("not the same tier: quick against record"))
    #expect(TerminalRenderer(isColored: false).render(page.document).contains("ambiguous"))
  }

  @Test("a real report compares with itself as the same or ambiguous, never as changed")
  func real() throws {
    let path = try Self.file(JSONRenderer().render(try RatingReportTests.report()))
    let page = try ComparisonPage(first: path, second: path, material: 0.02)
    #expect(!page.rows.isEmpty)
    #expect(page.rows.allSatisfy { $0.verdict == .same || $0.verdict == .ambiguous })
    #expect(page.differences.isEmpty)
  }

  /// A report of one row with some of its keys.
  static func row(_ keys: String, status: String = "verified", reason: String? = nil) -> String {
    let reason = reason.map { "\"\($0)\"" } ?? "null"
    return """
      {"schemaVersion":"2.0.0","run":{"tier":"quick","threads":1},"measurements":[
      {"precision":"fp32","status":"\(status)","reason":\(reason),"threads":1,\(keys)}]}
      """
  }

  @Test(
    "that a row's status is another in the second report is said, with the reason",
    arguments: [("mistrusted", true), ("failed", false), ("emulated", true), ("interrupted", false)])
  func statuses(status: String, isMeasured: Bool) throws {
    let visits = "\"visits\":[\(Array(repeating: "{\"bestTops\":1}", count: 4).joined(separator: ","))]"
    let page = try Self.page(Self.row(visits), Self.row(visits, status: status, reason: "its cause"))
    #expect((page.rows[0].ratio != nil) == isMeasured)
    let change =
      "not the same status: the first report has it verified, the second \(status) (its cause)"
    #expect(page.rows[0].statusChange == change)
    // Wrapped lines are joined again.
    let text = TerminalRenderer(isColored: false).render(page.document).split(whereSeparator: \.isWhitespace)
    #expect(text.joined(separator: " ").contains("fp32 on 1 thread: " + change))
    #expect(try Self.page(Self.row(visits), Self.row(visits)).rows[0].statusChange == nil)
  }

  @Test(
    "what is no report is refused with the file, the place and a remedy",
    arguments: [
      ("", "not JSON"), ("{", "not JSON"), ("[1]", "the top"), ("{}", "'schemaVersion'"),
      ("\u{0}\u{1}", "not JSON"),
      ("{\"schemaVersion\":\"2.0.0\",\"run\":{\"tier\":1},\"measurements\":[]}", "run.tier"),
      (
        "{\"schemaVersion\":\"2.0.0\",\"measurements\":[{}],\"run\":{\"tier\":\"x\",\"threads\":1}}",
        "measurements"
      ),
      (row("\"visits\":[{\"bestTops\":1},{\"bestTops\":-1}]"), "measurements.[0].visits.[1].bestTops"),
      (row("\"visits\":[{\"bestTops\":0}]"), "0.0 is no rate"),
      (row("\"visits\":[{\"bestTops\":1e9}]"), "no rate: one is above 0 and below"),
      (row("\"visits\":[],\"ceiling\":{\"tops\":1e300}"), "measurements.[0].ceiling.tops"),
      (
        "{\"schemaVersion\":\"9.0\",\"measurements\":[],\"run\":{\"tier\":\"x\",\"threads\":1}}",
        "schemaVersion 9.0"
      ),
    ])
  func broken(text: String, place: String) throws {
    #expect(throws: Never.self) { try Self.page(Self.row("\"visits\":[]"), Self.row("\"visits\":[]")) }
    let path = try Self.file(text)
    let error = #expect(throws: ReportFileError.self) {
      try ComparisonPage(first: path, second: path, material: 0.02)
    }
    #expect(error?.description.hasPrefix(path) == true)
    #expect(error?.description.contains(place) == true, "\(error?.description ?? "")")
    for missing in ["/nonexistent.json", "/tmp"] {
      #expect(throws: ReportFileError.self) {
        try ComparisonPage(first: missing, second: path, material: 0.02)
      }
    }
  }
}
