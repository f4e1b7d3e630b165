import Rating
import Testing

@Suite struct PerformanceRatingTests {
  static func declared(_ tops: [Precision: Double]) -> [Throughput] {
    tops.map { Throughput(precision: $0.key, tops: $0.value, evidence: .declared, source: "test") }
  }

  @Test("the rule's own example: 600 TOPS at 8 bit and 300 TFLOPS at 16 bit are both 4,800 TPP")
  func ruleExample() {
    for tops: [Precision: Double] in [[.int8: 600], [.fp16: 300]] {
      let rating = PerformanceRating(Self.declared(tops), evidence: .declared, tf32Reading: .container32)
      #expect(rating.tpp == 4800)
    }
  }

  @Test(
    "published figures give the published TPP",
    arguments: [
      ([Precision.fp16: 312, .int8: 624], 4992.0), ([.fp8e4m3: 1979, .fp16: 989.4], 15832),
      ([.int8: 296, .bf16: 148], 2368), ([.fp4: 14000, .fp8e4m3: 4500], 56000),
    ])
  func published(tops: [Precision: Double], tpp: Double) {
    let rating = PerformanceRating(Self.declared(tops), evidence: .declared, tf32Reading: .container32)
    #expect(rating.tpp == tpp)
  }

  @Test("FP6 at the FP4 rate governs an MI355X: 60,398 against 40,265")
  func fp6() {
    let without: [Precision: Double] = [.fp4: 10066.3, .fp8e4m3: 5033.2]
    let rating = PerformanceRating(Self.declared(without), evidence: .declared, tf32Reading: .container32)
    #expect(rating.tpp.map { ($0 - 40265.6).magnitude < 1 } == true)
    let with = without.merging([.fp6: 10066.3]) { $1 }
    let second = PerformanceRating(Self.declared(with), evidence: .declared, tf32Reading: .container32)
    #expect(second.governing?.precision == .fp6)
    #expect(second.tpp.map { ($0 - 60397.8).magnitude < 0.1 } == true)
  }

  @Test("kinds of evidence are never mixed")
  func evidence() {
    let mixed = [
      Throughput(precision: .fp32, tops: 10, evidence: .declared, source: ""),
      Throughput(precision: .fp32, tops: 20, evidence: .demonstrated, source: ""),
    ]
    #expect(PerformanceRating(mixed, evidence: .declared, tf32Reading: .container32).tpp == 320)
    #expect(PerformanceRating(mixed, evidence: .derived, tf32Reading: .container32).tpp == nil)
  }

  @Test("the reading of TF32 decides its bit length, and is stored")
  func tf32() {
    let throughputs = Self.declared([.tf32: 100])
    #expect(PerformanceRating(throughputs, evidence: .declared, tf32Reading: .container32).tpp == 3200)
    let narrow = PerformanceRating(throughputs, evidence: .declared, tf32Reading: .significant19)
    #expect(narrow.tpp == 1900)
    #expect(narrow.tf32Reading == .significant19)
  }

  @Test("performance density is TPP over area, and unknown without either")
  func density() {
    let h20 = PerformanceRating(Self.declared([.int8: 296]), evidence: .declared, tf32Reading: .container32)
    #expect(h20.performanceDensity(areaMM2: 814).map { ($0 - 2.909).magnitude < 0.001 } == true)
    #expect(h20.performanceDensity(areaMM2: 0) == nil)
    let unknown = PerformanceRating([], evidence: .declared, tf32Reading: .container32)
    #expect(unknown.performanceDensity(areaMM2: 814) == nil)
  }

  @Test("on a tie TF32 gives way, then the better supported figure governs, then the wider precision")
  func ties() {
    func governing(_ throughputs: [Throughput]) -> Precision? {
      PerformanceRating(throughputs, evidence: .declared, tf32Reading: .container32).governing?.precision
    }
    #expect(governing(Self.declared([.tf32: 156, .fp16: 312, .int8: 624])) == .fp16)
    let supported = [
      Throughput(precision: .fp8e4m3, tops: 600, evidence: .declared, source: "", support: 1),
      Throughput(precision: .int8, tops: 600, evidence: .declared, source: "", support: 2),
      Throughput(precision: .fp16, tops: 300, evidence: .declared, source: "", support: 1),
    ]
    #expect(governing(supported) == .int8)
  }

  @Test("more throughput never lowers TPP")
  func monotone() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var tops: [Precision: Double] = [:]
      for precision in Precision.allCases where Bool.random(using: &generator) {
        tops[precision] = .random(in: 0.1...1000, using: &generator)
      }
      guard let raised = tops.keys.randomElement(using: &generator) else { continue }
      let before = PerformanceRating(Self.declared(tops), evidence: .declared, tf32Reading: .container32)
      tops[raised]! *= .random(in: 1...3, using: &generator)
      let after = PerformanceRating(Self.declared(tops), evidence: .declared, tf32Reading: .container32)
      #expect(after.tpp! >= before.tpp!)
    }
  }
}
