import Foundation
import Rating
import Testing

@testable import Rulebook

@Suite struct BoundTests {
  private func outcome(_ operand: Operand, _ paragraph: String = "3A090.a.1") throws -> Outcome {
    let subject = Subject(name: "item", operands: [.tpp: operand], facts: [.dataCentre: .yes])
    return try #require(try Shipped.rulebook().classify(subject, on: "2024-06-01")[paragraph]).outcome
  }

  @Test(
    "a measurement at or above a line proves that it is reached, and one below proves nothing",
    arguments: [(4_800.0, Outcome.yes), (9_000, .yes), (4_799.9, .unknown), (1, .unknown)])
  func lowerBound(tpp: Double, expected: Outcome) throws {
    let operand = Operand(tpp, of: .tpp, extent: .atLeast, source: "report.json", evidence: .demonstrated)
    #expect(try outcome(operand) == expected)
  }

  @Test("a lower bound gives a reason, and never a distance to the line")
  func reason() throws {
    let operand = Operand(10, of: .tpp, extent: .atLeast, source: "report.json", evidence: .demonstrated)
    let finding = try #require(
      try Shipped.rulebook().classify(Subject(name: "x", operands: [.tpp: operand]), on: "2024-06-01")[
        "3A090.a.1"])
    let limb = try #require(finding.trace.root.limbs.last)
    #expect(limb.flip == "a lower bound of 10 proves nothing here; met only if the TPP is at least 4,800")
    #expect(limb.margin == nil && limb.crossing == nil)
  }

  @Test(
    "an interval on one side of a line decides, and one across it leaves the answer open and says where it crosses",
    arguments: [(4_800.0, 5_000.0, Outcome.yes), (4_000, 4_799, .no), (4_000, 4_800, .unknown)])
  func interval(low: Double, high: Double, expected: Outcome) throws {
    let operand = Operand(low...high, of: .tpp, source: "given")
    #expect(try outcome(operand) == expected)
    let finding = try #require(
      try Shipped.rulebook().classify(
        Subject(name: "x", operands: [.tpp: operand], facts: [.dataCentre: .yes]), on: "2024-06-01")[
          "3A090.a.1"])
    #expect(finding.trace.root.limbs.last?.crossing == (expected == .unknown ? low...high : nil))
    #expect(!finding.isContested)
  }

  @Test("bounds and intervals survive JSON, and are written without a value that could be quoted")
  func coding() throws {
    for extent in [Operand.Extent.atLeast, .upTo(7), .exact] {
      let operand = Operand(5, of: .tpp, extent: extent, source: "test")
      let data = try JSONEncoder().encode(operand)
      #expect(try JSONDecoder().decode(Operand.self, from: data) == operand)
      #expect(String(decoding: data, as: UTF8.self).contains("\"value\"") == (extent == .exact))
    }
  }

  @Test("an unknown area is a number in the trace: controlled only if the area is at most TPP over the line")
  func area() throws {
    let finding = try #require(
      try Shipped.rulebook().classify(.chip(tpp: 4_000), on: "2024-06-01")["3A090.a.2"])
    let margin = try #require(finding.trace.root.limbs.last { $0.quantity == .performanceDensity }?.margin)
    #expect(margin.areaComparison == .atMost && margin.areaMM2 == 4_000 / 5.92)
    #expect(margin.by == nil)
  }

  @Test("a distance in TPP is told in TOP/s of the governing precision")
  func tops() {
    let rating = PerformanceRating(
      [Throughput(precision: .fp16, tops: 148, evidence: .declared, source: "test")], evidence: .declared,
      tf32Reading: .container32)
    let wording = FlipWording(
      quantity: .tpp, unit: "TPP", comparison: .atLeast, threshold: 2_400, value: 2_368, tpp: 2_368,
      rate: .init(rating.rows[0]))
    #expect(wording.text == "TPP would have to rise by 32 or more (2 TOP/s at FP16)")
    #expect(wording.margin?.tops == 2 && wording.margin?.precision == .fp16)
  }

  @Test("over an open area each paragraph turns where TPP over the line says, and nowhere else")
  func spans() throws {
    let day = try Shipped.rulebook().rules(on: "2024-06-01")
    let subject = { (area: Double) in Subject.chip(tpp: 4_736, areaMM2: area, dataCentre: .yes) }
    let spans = try day.findings(over: 600...1_000, subject).spans(.uniform)
    let high = try #require(spans.first { $0.paragraph == "3A090.a.2" })
    #expect(high.spans.map(\.outcome) == [.yes, .no])
    #expect((high.spans[0].to - 4_736 / 5.92).magnitude < 1e-6)
    #expect(((high.probability?.yes ?? 0) - 0.5).magnitude < 1e-9)
    #expect(!spans.contains { $0.paragraph == "3A090.a.1" })
    let unstated = try day.findings(over: 600...1_000, subject).spans(nil)
    #expect(unstated.allSatisfy { $0.probability == nil })
  }
}
