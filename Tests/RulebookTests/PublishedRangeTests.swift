import Rating
import Testing

@testable import Rulebook

@Suite struct PublishedRangeTests {
  private func finding(_ published: ClosedRange<Double>?, tpp: Double = 4_900) throws -> Finding {
    let subject = Subject(
      name: "chip", operands: [.tpp: Operand(tpp, of: .tpp, source: "test", published: published)],
      facts: [.dataCentre: .yes])
    return try #require(try Shipped.rulebook().classify(subject, on: "2024-01-01")["3A090.a.1"])
  }

  @Test("figures on both sides of a line leave the reported outcome and make it contested")
  func contested() throws {
    let finding = try finding(4_700...5_000)
    #expect(finding.outcome == .yes)
    #expect(finding.outcomeOverPublished == .unknown)
    #expect(finding.isContested)
    #expect(finding.trace.root.limbs.first?.operand?.published == 4_700...5_000)
  }

  @Test("figures on one side, one figure, and a range that is a point are not contested")
  func settled() throws {
    #expect(try !finding(4_850...5_000).isContested)
    #expect(try !finding(nil).isContested)
    #expect(try !finding(4_900...4_900).isContested)
    #expect(try finding(4_900...4_900).trace.root.limbs.first?.operand?.published == nil)
    #expect(try !finding(4_000...4_700, tpp: 4_500).isContested)
  }
}
