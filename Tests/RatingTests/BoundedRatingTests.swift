import Rating
import Testing

@Suite struct BoundedRatingTests {
  /// The figures of the MI355X: FP6 and FP4 at one rate, FP8 at half of it.
  static let mi355x: [(Precision, Double, ClosedRange<Double>)] = [
    (.fp16, 2516.6, 2500...2516.6), (.fp8e4m3, 5033.2, 5000...5033.2), (.fp6, 10066.25, 10000...10100),
    (.fp4, 10066.25, 10000...10100),
  ]

  static func rating(
    _ figures: [(Precision, Double, ClosedRange<Double>)], _ reading: RatingReading
  ) -> BoundedRating {
    BoundedRating(
      figures.map { precision, tops, range in
        (Throughput(precision: precision, tops: tops, evidence: .declared, source: "test"), range)
      }, evidence: .declared, reading: reading)
  }

  @Test("products and quotients of intervals run from least to most")
  func arithmetic() {
    let a = BoundedValue(3, 2...4)
    let b = BoundedValue(2, 1...2)
    #expect(a * b == BoundedValue(6, 2...8))
    #expect(a / b == BoundedValue(1.5, 1...4))
    #expect(!BoundedValue(5).isDisputed && a.isDisputed)
    #expect(BoundedValue(5, 1...2).range == 1...5)
  }

  @Test("whether FP6 counts decides between 60,398 and 40,266 TPP of an MI355X")
  func sixBit() throws {
    let all = Self.rating(Self.mi355x, RatingReading(tf32: .container32))
    let without = Self.rating(Self.mi355x, RatingReading(tf32: .container32, leavingOut: [.fp6]))
    #expect(try #require(all.tpp) == BoundedValue(60397.5, 60000...60600))
    #expect(all.chosen.governing?.precision == .fp6)
    #expect(try #require(without.tpp).value.rounded() == 40266)
    #expect(try #require(without.tpp).range == 40000...40400)
  }

  @Test("the interval follows whichever precision governs at its end")
  func crossing() throws {
    let rating = Self.rating(
      [(.fp16, 100, 100...100), (.int8, 200, 150...260)], RatingReading(tf32: .container32))
    #expect(try #require(rating.tpp) == BoundedValue(1600, 1600...2080))
    #expect(rating.highest.governing?.precision == .int8)
  }

  @Test("density and equivalents are intervals of both operands")
  func quotients() throws {
    let rating = Self.rating(Self.mi355x, RatingReading(tf32: .container32))
    let density = try #require(rating.performanceDensity(areaMM2: BoundedValue(2000, 1500...2000)))
    #expect(density.range.upperBound == 60600.0 / 1500)
    let definition = EquivalenceTests.definition(.denseTops, 1979, [.fp8e4m3, .int8])
    let figures = EquivalenceFigures(rating: rating)
    let equivalent = definition.equivalent(of: figures)
    #expect(equivalent.value == 5033.2 / 1979)
    #expect(equivalent.range == 5000 / 1979...5033.2 / 1979)
    let bandwidth = EquivalenceTests.definition(.memoryBandwidth, 3350)
    #expect(bandwidth.equivalent(of: figures).value == nil)
    #expect(bandwidth.equivalent(of: figures).reason == "memory bandwidth is not known")
  }

  @Test("nothing known gives no interval, and no throughput left gives none")
  func nothing() {
    #expect(Self.rating([], RatingReading(tf32: .container32)).tpp == nil)
    #expect(
      Self.rating([(.fp4, 1, 1...1)], RatingReading(tf32: .container32, leavingOut: [.fp4])).tpp == nil)
  }

  @Test(
    "the readings are those that can differ, each once",
    arguments: [
      ([.fp16], 1), ([.fp16, .tf32], 2), ([.fp16, .fp6], 2), ([.fp16, .int4], 2), ([.fp16, .fp6, .fp4], 4),
      ([.fp4], 1), ([.fp6, .fp4], 3), ([], 1), ([.tf32, .fp6, .fp4, .fp8e4m3], 5),
    ] as [(Set<Precision>, Int)])
  func readings(precisions: Set<Precision>, count: Int) {
    let readings = RatingReading.all(tf32: .container32, having: precisions)
    #expect(readings.count == count)
    #expect(Set(readings).count == count)
    #expect(readings.first == RatingReading(tf32: .container32))
  }
}
