import Rating
import Testing

@testable import Rulebook

@Suite struct TrainingRunTests {
  static func rate(
    _ tops: Double, mfu: Double = 1, goodput: Double = 1
  ) throws -> TrainingRate {
    try TrainingRate(
      precision: .bf16, peakTops: BoundedValue(tops), mfu: BoundedValue(mfu), goodput: BoundedValue(goodput))
  }

  @Test("published sums come out: PaLM's operations, LPP's H100s and days, a public spreadsheet's chips")
  func published() throws {
    // Epoch AI, Data on AI Models: 2.527e24 operations in 8,404,992 chip-hours at 0.304 of 275 TFLOP/s.
    let palm = try TrainingRun(
      chips: 8_404_992, days: 1.0 / 24, rate: Self.rate(275, mfu: 0.462, goodput: 0.304 / 0.462))
    #expect(abs(palm.operations.value / 2.527e24 - 1) < 0.005)
    // 1,699 H100 at 40 %: 172 days for 10^25 (shared facts, cmp_D25).
    let lpp = try TrainingRun(operations: 1e25, chips: 1_699, rate: Self.rate(989.4, mfu: 0.4))
    #expect(abs(lpp.days.value - 172) < 0.9)
    // pub_D11: 3e24 operations in 150 days at 0.552 of 2 PFLOP/s: 210 chips; of 312 TFLOP/s: 1,344.
    #expect(
      try abs(TrainingRun(operations: 3e24, days: 150, rate: Self.rate(2000, mfu: 0.552)).chips.value - 210)
        <= 1)
    #expect(
      try abs(TrainingRun(operations: 3e24, days: 150, rate: Self.rate(312, mfu: 0.552)).chips.value - 1344)
        <= 1)
  }

  @Test("chips, days and operations lead back to one another", arguments: 1...200)
  func inverses(seed: UInt64) throws {
    var generator = Sequence64(state: seed)
    let chips = Double(Int.random(in: 1...10_000_000, using: &generator))
    let days = Double.random(in: 0.01...2000, using: &generator)
    let rate = try Self.rate(
      .random(in: 1...20_000, using: &generator), mfu: .random(in: 0.01...1, using: &generator),
      goodput: .random(in: 0.01...1, using: &generator))
    let run = try TrainingRun(chips: chips, days: days, rate: rate)
    #expect(try TrainingRun(operations: run.operations.value, days: days, rate: rate).chips.value == chips)
    let back = try TrainingRun(operations: run.operations.value, chips: chips, rate: rate).days.value
    #expect(abs(back / days - 1) < 1e-12)
  }

  @Test(
    "more chips, days, MFU or goodput never give fewer operations, and never need more chips",
    arguments: 1...100)
  func monotone(seed: UInt64) throws {
    var generator = Sequence64(state: seed)
    let chips = Double(Int.random(in: 1...100_000, using: &generator))
    let days = Double.random(in: 0.1...500, using: &generator)
    let tops = Double.random(in: 1...5_000, using: &generator)
    let mfu = Double.random(in: 0.01...0.5, using: &generator)
    let goodput = Double.random(in: 0.01...0.5, using: &generator)
    let base = try TrainingRun(chips: chips, days: days, rate: Self.rate(tops, mfu: mfu, goodput: goodput))
    let better = try [
      TrainingRun(chips: chips + 1, days: days, rate: Self.rate(tops, mfu: mfu, goodput: goodput)),
      TrainingRun(chips: chips, days: days * 1.5, rate: Self.rate(tops, mfu: mfu, goodput: goodput)),
      TrainingRun(chips: chips, days: days, rate: Self.rate(tops, mfu: mfu * 2, goodput: goodput)),
      TrainingRun(chips: chips, days: days, rate: Self.rate(tops, mfu: mfu, goodput: goodput * 2)),
    ]
    #expect(better.allSatisfy { $0.operations.value >= base.operations.value })
    let target = base.operations.value
    let needed = try TrainingRun(
      operations: target, days: days, rate: Self.rate(tops, mfu: mfu, goodput: goodput))
    let faster = try TrainingRun(
      operations: target, days: days, rate: Self.rate(tops, mfu: mfu * 2, goodput: goodput))
    #expect(faster.chips.value <= needed.chips.value)
  }

  @Test("the interval of the peak carries through to operations, chips and days")
  func intervals() throws {
    let rate = try TrainingRate(
      precision: .bf16, peakTops: BoundedValue(800, 752...800), mfu: BoundedValue(0.4),
      goodput: BoundedValue(1))
    let run = try TrainingRun(chips: 20_000, days: 60, rate: rate)
    #expect(run.operations.range.upperBound == run.operations.value)
    #expect(abs(run.operations.range.lowerBound / run.operations.value - 0.94) < 1e-12)
    let chips = try TrainingRun(operations: 1e26, days: 60, rate: rate).chips
    #expect(chips.range.lowerBound == chips.value && chips.range.upperBound > chips.value)
    #expect(chips.range.upperBound == chips.range.upperBound.rounded())
    let days = try TrainingRun(operations: 1e26, chips: 20_000, rate: rate).days
    #expect(abs(days.range.upperBound / days.value - 800 / 752) < 1e-12)
  }

  @Test("exactly on 10^26 the lines that say 'or more' are crossed and those that say 'more than' are not")
  func strictness() throws {
    let run = try TrainingRun(operations: 1e26, days: 90, rate: Self.rate(1000, mfu: 0.4))
    let lines = try Shipped.rulebook().lines(of: run, on: "2026-02-01", start: "2026-01-01")
    let orMore = try #require(lines.first { $0.line.id == "4E091" })
    let moreThan = try #require(lines.first { $0.line.id == "22757.11(i)" })
    #expect(orMore.isCrossed == .yes && orMore.day?.value == 90 && orMore.date == "2026-04-01")
    #expect(moreThan.isCrossed == .no && moreThan.day == nil && moreThan.date == nil)
    let beyond = try TrainingRun(operations: 1e26.nextUp, days: 90, rate: Self.rate(1000, mfu: 0.4))
    let crossed = try Shipped.rulebook().lines(of: beyond, on: "2026-02-01", start: nil)
    #expect(crossed.first { $0.line.id == "22757.11(i)" }?.isCrossed == .yes)
  }

  @Test("lines are met in the order of their height, on days in proportion, and agree with the paragraphs")
  func lines() throws {
    let rulebook = try Shipped.rulebook()
    let run = try TrainingRun(chips: 20_000, days: 60, rate: Self.rate(800, mfu: 0.35, goodput: 0.9))
    let lines = rulebook.lines(of: run, on: "2026-02-01", start: "2026-03-01")
    #expect(lines.map(\.line.value) == lines.map(\.line.value).sorted())
    for line in lines {
      #expect((line.isCrossed == .yes) == line.line.comparison.holds(run.operations.value, line.line.value))
      guard let day = line.day else { continue }
      #expect(abs(day.value / 60 - line.line.value / run.operations.value) < 1e-12)
    }
    let findings = try rulebook.classify(.training(run.operations.value), on: "2026-02-01")
    #expect(findings["Article 51(2)"]?.outcome == lines.first { $0.line.id == "Article 51(2)" }?.isCrossed)
    #expect(lines.first { $0.line.id == "Article 51(2)" }?.date == "2026-03-23")
  }

  @Test("a line between the published figures is contested")
  func contested() throws {
    let rate = try TrainingRate(
      precision: .bf16, peakTops: BoundedValue(100, 80...100), mfu: BoundedValue(1), goodput: BoundedValue(1))
    let days = 1.1e25 / rate.operationsPerChipDay.value / 1000
    let run = try TrainingRun(chips: 1000, days: days, rate: rate)
    let line = try Shipped.rulebook().lines(of: run, on: "2026-02-01", start: nil)
      .first { $0.line.id == "Article 51(2)" }
    #expect(line?.isCrossed == .yes && line?.isCrossedOverPublished == .unknown)
  }

  @Test(
    "numbers that no run has are refused with a remedy",
    arguments: [-1, 0, 0.5, 1.5, .nan, .infinity, -.infinity, 1e13, 1e300])
  func hostile(number: Double) throws {
    let rate = try Self.rate(1000)
    #expect(throws: TrainingRunError.self) { try TrainingRun(chips: number, days: 1, rate: rate) }
    if !(number > 0 && number < 10) {
      #expect(throws: TrainingRunError.self) { try TrainingRun(chips: 1, days: number, rate: rate) }
      #expect(throws: TrainingRunError.self) {
        try TrainingRun(operations: number == 1e13 ? .nan : number, days: 1, rate: rate)
      }
      guard !number.isNaN else { return }
      #expect(throws: TrainingRunError.self) { try Self.rate(1000, mfu: number) }
      #expect(throws: TrainingRunError.self) { try Self.rate(1000, goodput: number) }
    }
    #expect(throws: TrainingRunError.self) { try TrainingRun(operations: 1e50, days: 1, rate: rate) }
  }
}
