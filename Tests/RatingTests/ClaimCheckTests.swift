import Rating
import Testing

@Suite struct ClaimCheckTests {
  static func check(_ claimed: Double, measured: Double?, limit: Double?) -> ClaimCheck {
    ClaimCheck(
      precision: .fp16, claimedTops: claimed, source: "test", demonstratedTops: measured, limitTops: limit,
      efficiencies: 0.51...0.97, tolerance: 0.02)
  }

  @Test("a measurement that reaches the claim proves it")
  func proven() {
    #expect(Self.check(100, measured: 100, limit: 120).verdict == .provenAbove)
    #expect(Self.check(100, measured: 99, limit: 99.5).verdict == .consistent)
    #expect(Self.check(100, measured: 130, limit: 120).verdict == .provenAbove)
  }

  @Test("a claim above the silicon's limit is refuted, and twice the limit smells of sparsity")
  func refuted() {
    let twice = Self.check(200, measured: 90, limit: 100)
    #expect(twice.verdict == .refuted)
    #expect(twice.reason.contains("sparse"))
    #expect(!Self.check(150, measured: 90, limit: 100).reason.contains("sparse"))
  }

  @Test("a measurement alone never refutes: far below is inconclusive, usual efficiency is consistent")
  func lowerBound() {
    #expect(Self.check(100, measured: 10, limit: nil).verdict == .inconclusive)
    #expect(Self.check(100, measured: 80, limit: nil).verdict == .consistent)
    #expect(Self.check(100, measured: 80, limit: 100).verdict == .consistent)
    #expect(Self.check(100, measured: nil, limit: nil).verdict == .inconclusive)
  }
}
