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

  @Test("the basis moves a B300 from 2.27 to 3.54 H100s")
  func basisMatters() throws {
    let byTPP = Self.definition(.tpp, 15832).equivalent(of: Self.b300, memoryBandwidthGBps: nil)
    let by8Bit = Self.definition(.denseTops, 1979, [.fp8e4m3, .int8]).equivalent(
      of: Self.b300, memoryBandwidthGBps: nil)
    #expect(try #require(byTPP.value).isWithin(0.005, of: 3.537))
    #expect(try #require(by8Bit.value).isWithin(0.005, of: 2.274))
  }

  @Test("what is unknown has no value but a reason")
  func unknown() {
    let fp32 = Self.definition(.denseTops, 66.9, [.fp32]).equivalent(of: Self.b300, memoryBandwidthGBps: nil)
    #expect(fp32.value == nil)
    #expect(fp32.reason == "no FP32 throughput is known")
    let bandwidth = Self.definition(.memoryBandwidth, 3350)
    #expect(bandwidth.equivalent(of: Self.b300, memoryBandwidthGBps: nil).reason != nil)
    #expect(bandwidth.equivalent(of: Self.b300, memoryBandwidthGBps: 6700).value == 2)
  }
}

extension Double {
  fileprivate func isWithin(_ tolerance: Double, of other: Double) -> Bool {
    (self - other).magnitude <= tolerance
  }
}
