import ChipDB
import Foundation
import Rating
import Testing

@testable import Rulebook

/// The data that is shipped.
enum Shipped {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static func rulebook() throws -> Rulebook { try Rulebook.load(directory: root + "/rulebook") }
}

@Suite struct ShippedRulesTests {
  let rulebook: Rulebook

  init() throws { rulebook = try Shipped.rulebook() }

  static func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

  @Test("the cases that stand beside each rule come out as written there")
  func vectors() throws {
    var count = 0
    for instrument in rulebook.instruments {
      for vector in instrument.tests {
        let subject = vector.subject.subject(name: vector.name, source: "test vector")
        let findings = try rulebook.classify(subject, on: vector.date).filter {
          $0.instrument == instrument.id
        }
        for (paragraph, expected) in vector.expected {
          let finding = try #require(
            findings.first { $0.paragraph == paragraph }, "\(vector.name): \(paragraph)")
          #expect(finding.outcome == expected, "\(instrument.id), \(vector.name): \(paragraph)")
          count += 1
        }
      }
    }
    #expect(count >= 20)
  }

  @Test("every instrument cites its text, says when it was reviewed and what it leaves out")
  func metadata() {
    for instrument in rulebook.instruments {
      #expect(instrument.citation.url.hasPrefix("https://"), "\(instrument.id)")
      #expect(!instrument.notModelled.isEmpty, "\(instrument.id)")
      #expect(!instrument.statusHistory.isEmpty, "\(instrument.id)")
    }
  }

  @Test(
    "the NVEU table is reproduced to the unit, each row a round number of H100s at 15,825 TPP",
    arguments: [
      ("2025-02-01", 633_000_000.0, 40_000.0), ("2025-06-30", 949_500_000, 60_000),
      ("2025-07-01", 1_266_000_000, 80_000),
      ("2025-12-31", 1_582_500_000, 100_000), ("2026-03-31", 1_899_000_000, 120_000),
      ("2026-04-01", 2_690_250_000, 170_000), ("2026-08-15", 3_481_500_000, 220_000),
      ("2026-11-23", 4_272_750_000, 270_000), ("2027-11-01", 5_064_000_000, 320_000),
    ])
  func nveu(on: String, tpp: Double, chips: Double) throws {
    let allowance = try #require(rulebook.allowances(on: Self.date(on)).first { $0.id == "nveu" })
    #expect(allowance.value == tpp)
    #expect(allowance.value / 15_825 == chips)
  }

  @Test("one LPP allowance is 1,699 whole H100s at the rule's own constant, and nothing after the table ends")
  func lpp() throws {
    let lpp = try #require(rulebook.allowances(on: Self.date("2025-06-01")).first { $0.id == "lpp" })
    #expect((lpp.value / 15_825).rounded(.down) == 1699)
    #expect(try rulebook.allowances(on: Self.date("2024-12-31")).contains { $0.id == "lpp" } == false)
    #expect(try rulebook.allowances(on: Self.date("2028-01-01")).contains { $0.id == "nveu" } == false)
  }

  @Test("the Diffusion rule is codified and not enforced: two fields, never one")
  func codifiedAndEnforced() throws {
    let lpp = try #require(rulebook.allowances(on: Self.date("2026-07-23")).first { $0.id == "lpp" })
    #expect(lpp.status.codified == .yes)
    #expect(lpp.status.enforced == .no)
    #expect(lpp.status.announced?.contains("rescinded") == true)
  }

  @Test(
    "an executive order that was revoked has no line left",
    arguments: [("2024-06-01", true), ("2025-01-20", false)])
  func revoked(on: String, stands: Bool) throws {
    #expect(try rulebook.allowances(on: Self.date(on)).contains { $0.id == "us-eo-14110" } == stands)
  }

  @Test("a day before the first rule is an error that names the first")
  func beforeFirstRule() throws {
    let subject = SubjectFigures(tpp: 5000).subject(name: "", source: "")
    let error = #expect(throws: RulebookError.self) {
      try rulebook.classify(subject, on: Self.date("2020-01-01"))
    }
    #expect(error?.description.contains("2022-10-07") == true)
  }

  @Test("more TPP never lowers a control, and unknown never turns into an answer by itself")
  func properties() throws {
    let day = try Self.date("2024-06-01")
    for _ in 0..<300 {
      let area = Double.random(in: 50...1500)
      let tpp = Double.random(in: 100...8000)
      let more = tpp * .random(in: 1...2)
      func controlled(_ tpp: Double) throws -> Bool {
        let figures = SubjectFigures(tpp: tpp, dieAreaMM2: area, facts: [.dataCentre: .yes])
        return try rulebook.classify(figures.subject(name: "", source: ""), on: day).contains {
          $0.outcome == .yes
        }
      }
      if try controlled(tpp) { #expect(try controlled(more), "\(tpp) → \(more) on \(area) mm²") }
      let unknown = SubjectFigures(tpp: tpp, facts: [.dataCentre: .yes]).subject(name: "", source: "")
      for finding in try rulebook.classify(unknown, on: day) {
        let known = try rulebook.classify(
          SubjectFigures(tpp: tpp, dieAreaMM2: area, facts: [.dataCentre: .yes]).subject(
            name: "", source: ""), on: day
        ).first { $0.paragraph == finding.paragraph }
        if finding.outcome != .unknown { #expect(known?.outcome == finding.outcome) }
      }
    }
  }

  @Test("an unknown area is answered with the area that would decide")
  func flip() throws {
    let subject = SubjectFigures(tpp: 4736, facts: [.dataCentre: .yes]).subject(name: "", source: "")
    let finding = try #require(
      rulebook.classify(subject, on: Self.date("2024-06-01")).first { $0.paragraph == "3A090.a.2" })
    #expect(finding.outcome == .unknown)
    func limbs(_ trace: Trace) -> [Trace.Limb] {
      (trace.limb.map { [$0] } ?? []) + trace.children.flatMap(limbs)
    }
    let area = limbs(finding.trace).flatMap(\.flips).first { $0.figure == "applicable die area" }
    #expect(area?.comparison == .atMost)
    #expect(area?.value == 800)
    #expect(area?.outcome == .yes)
  }
}
