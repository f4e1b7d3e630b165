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

  private func page(
    _ figures: GivenFigures, to code: String? = "CN"
  ) throws -> ClassificationPage {
    let date = try #require(CalendarDate("2024-06-01"))
    return try ClassificationPage(
      figures.subject, Transaction(destination: code.flatMap(CountryCode.init)), on: date, today: date,
      tf32Reading: .container32, rulebook: rulebook, sweeps: figures.sweeps)
  }

  private func text(_ page: ClassificationPage) -> String {
    TerminalRenderer(isColored: false).render(page.document).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  /// `count` values from one end to the other.
  private func values(_ range: ClosedRange<Double>, _ count: Int = 9) -> [Double] {
    range.lowerBound == range.upperBound
      ? [range.lowerBound]
      : (0..<count).map {
        $0 == count - 1
          ? range.upperBound
          : range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
      }
  }

  @Test(
    "over one interval an answer is decided where it is the same at every value, and only there",
    arguments: [
      (600.0...600.0, 300.0...900.0), (500...600, 900...900), (500...600, 2_000...2_000),
      (592...592, 600...1_000),
      (590...610, 780...780), (590...600, 3_500...3_500),
    ])
  func decided(rate: ClosedRange<Double>, area: ClosedRange<Double>) throws {
    let open = try page(given([.fp8e4m3: rate], area: area, [.dataCentre: .yes]))
    let points = try values(rate).flatMap { x in
      try values(area).map { y in try page(given([.fp8e4m3: x...x], area: y...y, [.dataCentre: .yes])) }
    }
    for (index, finding) in open.findings.enumerated() {
      let outcomes = Set(points.map { $0.findings[index].outcome })
      if outcomes.count > 1 { #expect(finding.outcome == .unknown, "\(finding.paragraph)") }
      if finding.outcome != .unknown { #expect(outcomes == [finding.outcome], "\(finding.paragraph)") }
      if open.interval?.paragraphs.contains(where: { $0.paragraph == finding.paragraph }) == false,
        let only = outcomes.first, outcomes.count == 1
      {
        #expect(finding.outcome == only, "\(finding.paragraph)")
      }
    }
    for (index, answer) in open.answers.enumerated() {
      let outcomes = Set(points.map { $0.answers[index].isControlled })
      #expect(answer.isControlled == (outcomes.count == 1 ? outcomes.first : .unknown), "\(answer.standing)")
    }
  }

  @Test("an item that is controlled by one paragraph or another at every value is told so")
  func controlledThroughout() throws {
    let open = try page(given([.fp8e4m3: 592...592], area: 600...1_000, [.dataCentre: .yes]))
    #expect(text(open).contains("Controlled at every value of the interval, by one paragraph or another."))
    #expect(text(open).contains("The same at every value, though single tests turn: 3A991.p (no)"))
    let below = try page(given([.fp8e4m3: 592...592], area: 600...5_000, [.dataCentre: .yes]))
    #expect(!text(below).contains("Controlled at every value"))
  }

  @Test("of several intervals every corner is told, and whether anything else is possible between them")
  func corners() throws {
    for (rate, area) in [(500.0...625.0, 600.0...1_000.0), (100...110, 300...301), (300...400, 500...900)] {
      let open = try page(given([.fp8e4m3: rate], area: area, [.dataCentre: .yes]))
      let corners = try #require(open.corners)
      #expect(corners.figures.map(\.figure) == ["FP8 E4M3 rate", "applicable die area"])
      for paragraph in corners.paragraphs {
        func outcome(_ values: [Double]) throws -> Outcome {
          let exact = try page(
            given(
              [.fp8e4m3: values[0]...values[0]], area: values[1]...values[1], [.dataCentre: .yes]))
          return try #require(exact.findings.first { $0.paragraph == paragraph.paragraph }).outcome
        }
        #expect(paragraph.corners.count == 4)
        for corner in paragraph.corners { #expect(try outcome(corner.values) == corner.outcome) }
        guard paragraph.isMonotone else { continue }
        let possible = Set(paragraph.corners.map(\.outcome))
        for x in values(rate, 5) {
          for y in values(area, 5) {
            #expect(try possible.contains(outcome([x, y])), "\(paragraph.paragraph)")
          }
        }
      }
    }
    let open = try page(given([.fp8e4m3: 500...625], area: 600...1_000, [.dataCentre: .yes]))
    let monotone = Dictionary(
      uniqueKeysWithValues: try #require(open.corners).paragraphs.map { ($0.paragraph, $0.isMonotone) })
    #expect(monotone["3A090.a.1"] == true && monotone["3A090.b.1"] == false)
    #expect(text(open).contains("Between the ends other outcomes are possible for 3A090.b.1"))
    #expect(open.interval == nil)
  }

  @Test("a contested answer names the published range and the line that it crosses")
  func contested() throws {
    let date = try #require(CalendarDate("2024-06-01"))
    let subject = Subject(
      name: "disputed",
      operands: [.tpp: Operand(4_900, of: .tpp, source: "test", published: 4_700...5_000)],
      facts: [.dataCentre: .yes])
    let page = try ClassificationPage(
      subject, on: date, today: date, tf32Reading: .container32, rulebook: rulebook)
    #expect(text(page).contains("fall on both sides: 3A090.a.1 (TPP 4,700 to 5,000, line 4,800)"))
  }

  @Test("only figures with two ends are open")
  func sweep() {
    #expect(given([.fp16: 1...2]).sweeps.map(\.label) == ["FP16 rate"])
    #expect(given([.fp16: 1...2], area: 3...4).sweeps.count == 2)
    #expect(given([.fp16: 1...1], area: 3...3).sweeps.isEmpty)
  }
}
