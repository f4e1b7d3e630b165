import Rating
import Synchronization
import Testing

@testable import Measurement

@Suite struct MeasurementSessionTests {
  static let shortPlan = SamplingPlan(
    tier: "test", seconds: 5, memorySeconds: 0.01, minimumVisits: 2, maximumVisits: 3, agreement: 0.5,
    burstSeconds: 0.001, sides: [16, 32], longestCallSeconds: 0.1)

  static func request(_ precisions: [Precision], shapes: [String] = ["48"]) throws -> MeasurementRequest {
    MeasurementRequest(
      precisions: precisions, shapes: try shapes.map { try GEMMShape($0) }, plan: shortPlan, threads: [1],
      seed: 1)
  }

  static let everything = NativePath(
    CPUIdentity(
      vendor: "", family: 0, model: 0, stepping: 0, brand: nil, extensions: InstructionExtension.allCases))

  static func run(
    _ providers: [any GEMMProvider], _ precisions: [Precision], shapes: [String] = ["48"],
    native: NativePath = everything, isCancelled: @escaping () -> Bool = { false }
  ) throws -> MeasurementResult {
    try MeasurementSession(
      providers: providers, request: request(precisions, shapes: shapes), nativePath: native,
      room: MeasurementRoom(availableBytes: 1 << 30), isCancelled: isCancelled
    ).run()
  }

  @Test("an honest library gives verified rows with raw samples, a check and a reason for stopping")
  func honest() throws {
    let result = try Self.run([FakeProvider()], [.fp64, .fp32])
    #expect(result.rows.count == 2)
    for row in result.rows {
      #expect(row.status == .verified)
      #expect(!row.samples.isEmpty)
      let counted = row.visits.filter { $0.excluded == nil }
      #expect(row.topsBest == (counted.isEmpty ? row.visits : counted).compactMap(\.bestTops).max())
      #expect(row.fingerprint?.conflict(with: row.precision) == nil)
      #expect(row.reproduce?.contains("--shape 48x48x48 --library 'FakeProvider 1'") == true)
      #expect(try #require(row.topsMedian) <= row.topsBest!)
      #expect(row.check?.passed == true)
      #expect(try #require(row.check).vectors == 1 + (row.visits.count + 3) / 4)
      // Every timed product was checked: the trial's very first is not among the samples.
      #expect(try #require(row.check).products == row.samples.count + 1)
      #expect(row.stopped != nil)
      #expect(row.provider == "FakeProvider 1")
      let sample = try #require(row.samples.first)
      #expect((sample.tops * sample.seconds * 1e12 - 2 * 48 * 48 * 48).magnitude < 1)
    }
    #expect(result.throughputs.count == 2)
  }

  @Test(
    "a narrow product no faster than a wider format's ceiling is emulated: right, shown, and without a rating"
  )
  func emulated() throws {
    let result = try Self.run([FakeProvider()], [.bf16, .int8, .fp64])
    #expect(result.rows.map(\.status) == [.emulated, .emulated, .verified])
    #expect(result.rows.allSatisfy { $0.topsBest != nil && $0.check?.passed == true })
    #expect(result.rows[0].reason?.contains("conversion to FP32") == true)
    #expect(result.throughputs.map(\.precision) == [.fp64])
  }

  @Test(
    "a library that cheats or fails has a failed row with the reason and no number",
    arguments: FakeProvider.Conduct.cheats)
  func cheats(conduct: FakeProvider.Conduct) throws {
    let row = try #require(try Self.run([FakeProvider(conduct)], [.fp32]).rows.first)
    #expect(row.status == .failed)
    #expect(row.topsBest == nil)
    #expect(row.reason?.isEmpty == false)
  }

  @Test("a library that tells less time than it took is credited with no more than was seen of it")
  func patchedClock() throws {
    let operands = try Operands(precision: .fp64, shape: GEMMShape("200"), seed: 1)
    let contender = try Contender(FakeProvider(.tellsHalfTheTime), operands, threads: 1, Ledger())
    let watch = Stopwatch()
    let burst = try contender.burst(.init(seconds: 0, leastCalls: 1, mostCalls: 1), contender.checker())
    let told = burst.seconds[0]
    #expect(told > 0.01 && told < watch.seconds)
    let honest = try Contender(FakeProvider(), operands, threads: 1, Ledger())
    let fastest =
      try honest.burst(
        .init(seconds: 0, leastCalls: 5, mostCalls: 5), honest.checker()
      ).seconds.min() ?? 0
    #expect(told > 0.9 * fastest)
  }

  @Test("a library that saturates pairs, as oneDNN does without VNNI, has no INT8 product, and is no failure")
  func saturation() throws {
    let row = try #require(
      try Self.run([FakeProvider(.saturatesPairs)], [.int8], native: NativePath(nil)).rows.first)
    #expect(row.status == .unsupported)
    #expect(row.topsBest == nil)
    #expect(row.reason?.contains("no native INT8") == true)
    #expect(
      row.reason?.contains("FakeProvider 1: not INT8: sums of two neighbouring products saturate") == true)
    let honest = try Self.run(
      [FakeProvider(.saturatesPairs), FakeProvider()], [.int8], native: NativePath(nil))
    #expect(honest.rows.map(\.status) == [.emulated])
  }

  @Test(
    "a library that takes more processors than it was given threads has failed: it is not without a product")
  func greedy() throws {
    let row = try #require(try Self.run([FakeGreedyProvider()], [.fp64]).rows.first)
    #expect(row.status == .failed)
    #expect(
      row.reason?.contains("processors where 1 thread(s) were asked for") == true, "\(row.reason ?? "")")
    #expect(row.candidates.map(\.isUnsupported) == [false])
  }

  @Test("a library's name is one word of the line that reproduces a row, whatever it holds")
  func quoting() {
    #expect("plain 1".shellQuoted == "'plain 1'")
    #expect("it's".shellQuoted == #"'it'\''s'"#)
    #expect("".shellQuoted == "''")
  }

  @Test("where one library cheats and another is honest, the honest one gives the rate")
  func fallback() throws {
    let row = try #require(try Self.run([FakeProvider(.returnsZeros), FakeProvider()], [.fp64]).rows.first)
    #expect(row.status == .verified)
    #expect(row.candidates.filter { $0.tops == nil }.count == 1)
  }

  @Test("a precision without a native instruction or library is unsupported, with the reason")
  func unsupported() throws {
    let bare = NativePath(nil)
    let rows = try Self.run([FakeProvider()], [.bf16, .fp8e4m3, .fp64], native: bare).rows
    #expect(rows.map(\.status) == [.emulated, .unsupported, .verified])
    #expect(rows[0].reason?.contains("avx512_bf16") == true)
    let none = try Self.run([], [.fp64]).rows
    #expect(none[0].reason == "no GEMM library could be loaded")
    let lacking = try Self.run([FakeProvider(precisions: [.fp64])], [.int16]).rows
    #expect(lacking[0].reason?.contains("not in the fake") == true)
  }

  @Test("each given shape has its own row, rectangular ones too")
  func shapes() throws {
    let rows = try Self.run([FakeProvider()], [.fp64, .fp32], shapes: ["32", "16x64x8"]).rows
    #expect(rows.map(\.shape?.description) == ["32x32x32", "16x64x8", "32x32x32", "16x64x8"])
    #expect(rows.allSatisfy { $0.status == .verified })
  }

  @Test("an inner dimension that overflows 32-bit sums is refused for INT8")
  func overflow() throws {
    let rows = try Self.run([FakeProvider()], [.int8], shapes: ["1x1x65794", "1x1x65793"]).rows
    #expect(rows.map(\.status) == [.unsupported, .emulated])
  }

  @Test("an interruption keeps what was measured until then")
  func interruption() throws {
    let calls = Atomic(0)
    let result = try Self.run([FakeProvider()], [.fp64, .fp32]) {
      calls.wrappingAdd(1, ordering: .relaxed).newValue > 4
    }
    #expect(result.interrupted)
    #expect(result.rows.count == 2)
    let immediately = try Self.run([FakeProvider()], [.fp64]) { true }
    #expect(immediately.rows.map(\.status) == [.interrupted])
    #expect(immediately.throughputs.isEmpty)
  }

  @Test("the search tries the sides that the plan has and the ceiling's rate allows")
  func ladder() throws {
    let row = try #require(try Self.run([FakeProvider()], [.fp64], shapes: []).rows.first)
    #expect(row.candidates.map(\.shape.m) == [16, 32])
    #expect(row.status == .verified)
  }

  @Test("per-core and all-core rows stand apart, and each distribution of the operands has rows of its own")
  func rowsApart() throws {
    let request = MeasurementRequest(
      precisions: [.fp64], shapes: [try GEMMShape("24")], plan: Self.shortPlan, threads: [2, 1], seed: 1,
      operands: [.normal, .trig])
    let rows = try MeasurementSession(
      providers: [FakeProvider()], request: request, nativePath: Self.everything,
      room: MeasurementRoom(availableBytes: 1 << 30)
    ).run().rows
    #expect(rows.map(\.threads) == [2, 2, 1, 1])
    #expect(rows.map(\.operands) == [.normal, .trig, .normal, .trig])
    #expect(rows.allSatisfy { $0.status == .verified })
  }

  @Test("a rate above the bare instruction's is mistrusted, but for the noise of two maxima")
  func impossible() {
    for (tops, status) in [(1.0, MeasurementRow.Status.verified), (1.02, .verified), (1.1, .mistrusted)] {
      var row = MeasurementRow(precision: .fp32, status: .verified)
      row.topsBest = tops
      row.ceiling = .init(instruction: "x", tops: 1)
      row.stopped = MeasurementRow.stoppedByTrial
      row.judge(RowVerdict())
      #expect(row.status == status)
      #expect((row.reason?.contains("above the bare instruction") == true) == (tops > 1.05))
    }
  }

  @Test("what a library says of itself cannot command a terminal")
  func printable() {
    #expect("9.9\u{1b}[31mEVIL\n\u{202e}x".printable == "9.9[31mEVILx")
    #expect(String(repeating: "y", count: 500).printable.count == 120)
  }

  @Test("a product of zeros is mistrusted, not verified")
  func mistrusted() throws {
    let request = MeasurementRequest(
      precisions: [.fp32], shapes: [try GEMMShape("24")], plan: Self.shortPlan, threads: [1], seed: 1,
      operands: [.zeros])
    let result = try MeasurementSession(
      providers: [FakeProvider()], request: request, nativePath: Self.everything,
      room: MeasurementRoom(availableBytes: 1 << 30)
    ).run()
    #expect(result.rows.map(\.status) == [.mistrusted])
    #expect(result.rows[0].reason?.contains("100 % of A is zero") == true)
    #expect(result.throughputs.isEmpty)
  }
}
