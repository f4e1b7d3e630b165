import Rating
import Testing

@Suite struct EquivalenceTests {
  static func definition(
    _ basis: EquivalenceDefinition.Basis, _ constant: Double, _ precisions: [Precision] = []
  ) -> EquivalenceDefinition {
    .init(
      id: "test", name: "", basis: basis, precisions: precisions, constant: constant, unit: "", reference: "",
      source: "")
  }

  static let b300 = PerformanceRating(
    PerformanceRatingTests.declared([.fp4: 14000, .fp8e4m3: 4500, .fp16: 2250]), evidence: .declared,
    tf32Reading: .container32)

  /// An H100's figures as of the datasheet, and those of other chips as their tables give them.
  static func chip(
    tops16: Double?, bandwidthGBps: Double?, capacityGB: Double? = nil, ioGBps: Double? = nil
  ) -> EquivalenceFigures {
    .init(
      rating: BoundedRating(
        exactly: PerformanceRating(
          PerformanceRatingTests.declared(tops16.map { [.bf16: $0] } ?? [:]), evidence: .declared,
          tf32Reading: .container32)),
      memoryBandwidthGBps: bandwidthGBps.map { BoundedValue($0) },
      memoryCapacityGB: capacityGB.map { BoundedValue($0) },
      aggregateIOGBps: ioGBps.map { BoundedValue($0) })
  }

  static let compute = definition(.denseTops, 989.4, [.fp16, .bf16])
  static let memory = definition(.memoryBandwidth, 3350)

  static func mix(training: Double) -> EquivalenceDefinition {
    .init(
      id: "mix", name: "",
      phases: [
        .init(name: "training", share: training, bound: .figure(compute)),
        .init(name: "decode", share: 1 - training, bound: .figure(memory)),
      ], reference: "", source: "")
  }

  static func roofline(_ intensity: Double) -> EquivalenceDefinition {
    .init(
      id: "roofline", name: "",
      phases: [
        .init(
          name: "all", share: 1,
          bound: .roofline(compute: compute, bandwidth: memory, intensity: intensity))
      ], reference: "", source: "")
  }

  @Test("the basis moves a B300 from 2.27 to 3.54 H100s")
  func basisMatters() throws {
    let b300 = EquivalenceFigures(rating: BoundedRating(exactly: Self.b300))
    let byTPP = Self.definition(.tpp, 15832).equivalent(of: b300)
    let by8Bit = Self.definition(.denseTops, 1979, [.fp8e4m3, .int8]).equivalent(of: b300)
    #expect(try #require(byTPP.value).isWithin(0.005, of: 3.537))
    #expect(try #require(by8Bit.value).isWithin(0.005, of: 2.274))
  }

  @Test("what is unknown has no value but a reason that names every figure that is missing")
  func unknown() {
    let b300 = EquivalenceFigures(rating: BoundedRating(exactly: Self.b300))
    let fp32 = Self.definition(.denseTops, 66.9, [.fp32]).equivalent(of: b300)
    #expect(fp32.value == nil)
    #expect(fp32.reason == "no FP32 throughput is known")
    #expect(Self.memory.equivalent(of: b300).reason == "memory bandwidth is not known")
    #expect(
      Self.definition(.memoryCapacity, 80).equivalent(of: b300).reason == "memory capacity is not known")
    #expect(
      Self.definition(.interconnect, 1028).equivalent(of: b300).reason
        == "the rate to other chips is not known")
    let nothing = Self.chip(tops16: nil, bandwidthGBps: nil)
    #expect(
      Self.mix(training: 0.5).equivalent(of: nothing).reason
        == "training: no FP16, BF16 throughput is known; decode: memory bandwidth is not known")
    #expect(
      Self.roofline(100).equivalent(of: nothing).reason
        == "no FP16, BF16 throughput is known; memory bandwidth is not known")
    #expect(Self.roofline(100).equivalent(of: nothing).value == nil)
  }

  @Test("memory capacity and the rate to other chips are ratios of their own")
  func plainFigures() {
    let chip = Self.chip(tops16: nil, bandwidthGBps: 6700, capacityGB: 96, ioGBps: 514)
    #expect(Self.memory.equivalent(of: chip).value == 2)
    #expect(Self.definition(.memoryCapacity, 80).equivalent(of: chip).value == 1.2)
    #expect(Self.definition(.interconnect, 1028).equivalent(of: chip).value == 0.5)
  }

  @Test(
    "a mix is the harmonic mean weighted with the reference chip's time, never the plain average",
    arguments: [
      ("H20", 148, 4000, 0.27), ("910C", 752, 3200, 0.85), ("H200", 989.4, 4800, 1.18),
      ("GB300", 2500, 8000, 2.46), ("H100", 989.4, 3350, 1),
    ])
  func harmonic(name: String, tops: Double, bandwidth: Double, expected: Double) throws {
    let chip = Self.chip(tops16: tops, bandwidthGBps: bandwidth)
    let equivalent = Self.mix(training: 0.5).equivalent(of: chip)
    #expect(try #require(equivalent.value).isWithin(0.005, of: expected))
    #expect(equivalent.phases.map(\.name) == ["training", "decode"])
    let plain = equivalent.phases.reduce(0) { $0 + $1.share * $1.ratio.value }
    #expect(try #require(equivalent.value) <= plain + 1e-12)
    if name == "H20" { #expect(plain.isWithin(0.005, of: 0.67)) }
  }

  @Test("a mix of one phase alone is that phase's ratio")
  func limits() throws {
    let h20 = Self.chip(tops16: 148, bandwidthGBps: 4000)
    #expect(
      try #require(Self.mix(training: 1 - 1e-12).equivalent(of: h20).value).isWithin(1e-9, of: 148 / 989.4))
    #expect(
      try #require(Self.mix(training: 1e-12).equivalent(of: h20).value).isWithin(1e-9, of: 4000.0 / 3350))
  }

  @Test("a disputed figure leaves an interval: the lowest give its lower end, the highest its upper")
  func interval() throws {
    let figures = EquivalenceFigures(
      rating: BoundedRating(
        [
          (
            Throughput(precision: .bf16, tops: 800, evidence: .declared, source: ""), 752...800
          )
        ], evidence: .declared, reading: RatingReading(tf32: .container32)),
      memoryBandwidthGBps: BoundedValue(3200, 3000...3200))
    let mixed = try #require(Self.mix(training: 0.5).equivalent(of: figures).range)
    func harmonic(_ tops: Double, _ bandwidth: Double) -> Double {
      1 / (0.5 / (tops / 989.4) + 0.5 / (bandwidth / 3350))
    }
    #expect(mixed.lowerBound.isWithin(1e-12, of: harmonic(752, 3000)))
    #expect(mixed.upperBound.isWithin(1e-12, of: harmonic(800, 3200)))
    let roofline = try #require(Self.roofline(250).equivalent(of: figures).range)
    #expect(roofline.lowerBound.isWithin(1e-12, of: 750 / (3.350 * 250)))
    #expect(roofline.upperBound.isWithin(1e-12, of: 800 / (3.350 * 250)))
  }
}

extension Double {
  fileprivate func isWithin(_ tolerance: Double, of other: Double) -> Bool {
    (self - other).magnitude <= tolerance
  }
}
