import Foundation
import Rating
import Rulebook
import Testing

@testable import Report

@Suite struct GivenFiguresTests {
  private let rulebook: Rulebook
  private static let tops = [50.0, 100, 150, 199.9, 200, 299.9, 300, 599.9, 600, 1_000, 3_000]

  init() throws { rulebook = try Rulebook.load(directory: RatingReportTests.root + "/rulebook") }

  private func given(
    _ rates: [Precision: ClosedRange<Double>], area: ClosedRange<Double>? = nil,
    _ facts: [Fact: Outcome] = [:]
  ) -> GivenFigures {
    GivenFigures(name: "item", rates: rates, dieAreaMM2: area, facts: facts, tf32Reading: .container32)
  }

  /// 2 for .a, 1 for .b, 0 for neither, nil where that is open.
  private func tier(_ subject: Subject) throws -> Int? {
    let date = try #require(CalendarDate("2024-06-01"))
    let findings = try rulebook.classify(subject, on: date).filter {
      $0.instrument == "us-3a090" && $0.paragraph.hasPrefix("3A090") && $0.effect == .control
    }
    if findings.contains(where: { $0.paragraph.hasPrefix("3A090.a") && $0.outcome == .yes }) { return 2 }
    if findings.contains(where: { $0.outcome == .unknown }) { return nil }
    return findings.contains { $0.outcome == .yes } ? 1 : 0
  }

  @Test(
    "more TOPS at any precision never lowers a control",
    arguments: [Precision.fp64, .tf32, .bf16, .fp8e4m3, .int4])
  func moreTops(precision: Precision) throws {
    for area in [100.0, 400, 810, 1_600] {
      let tiers = try Self.tops.map {
        try tier(
          given([precision: $0...$0, .fp16: 100...100], area: area...area, [.dataCentre: .yes]).subject) ?? -1
      }
      #expect(tiers == tiers.sorted() && !tiers.contains(-1))
    }
  }

  @Test("a larger area never raises the density, and never a control")
  func largerArea() throws {
    let subjects = [50.0, 200, 400, 811, 1_500, 3_000].map {
      given([.fp8e4m3: 500...500], area: $0...$0, [.dataCentre: .yes]).subject
    }
    let densities = subjects.compactMap { $0.operands[.performanceDensity]?.value }
    #expect(densities.count == subjects.count && densities == densities.sorted(by: >))
    let tiers = try subjects.map { try tier($0) ?? -1 }
    #expect(tiers == tiers.sorted(by: >))
  }

  @Test("a decided answer about an interval holds at both ends and within, and an open one says why")
  func intervals() throws {
    let date = try #require(CalendarDate("2024-06-01"))
    for (rate, area) in [(300.0...700.0, 500.0...900.0), (100...200, 300...301), (610...620, 100...2_000)] {
      let open = try rulebook.classify(given([.fp8e4m3: rate], area: area).subject, on: date)
      for x in [rate.lowerBound, (rate.lowerBound + rate.upperBound) / 2, rate.upperBound] {
        for y in [area.lowerBound, area.upperBound] {
          let closed = try rulebook.classify(given([.fp8e4m3: x...x], area: y...y).subject, on: date)
          for (finding, exact) in zip(open, closed) where finding.outcome != .unknown {
            #expect(finding.outcome == exact.outcome, "\(finding.paragraph)")
          }
        }
      }
      for finding in open where finding.outcome == .unknown {
        #expect(!ClassificationTurns.text(finding.trace.root).isEmpty)
      }
    }
  }

  @Test(
    "the interval of a rate goes through TPP and density, and TPP is known by its precision only where that is certain"
  )
  func propagation() {
    let one = given([.fp8e4m3: 900...1_000], area: 600...650).subject
    #expect(one.operands[.tpp]?.possible == 7_200...8_000)
    #expect(one.operands[.performanceDensity]?.possible == 7_200.0 / 650...8_000.0 / 600)
    let other = given([.fp8e4m3: 900...1_000, .fp16: 480...480]).subject
    #expect(other.operands[.tpp]?.possible == 7_680...8_000)
    #expect(other.operands[.tpp]?.rate == nil)
  }

  @Test("a distribution is told for one interval alone")
  func sweep() {
    #expect(given([.fp16: 1...2]).sweep?.label == "FP16 rate")
    #expect(given([.fp16: 1...2], area: 3...4).sweep == nil)
    #expect(given([.fp16: 1...1], area: 3...3).sweep == nil)
  }
}
