import Foundation
import Rating
import Testing

@testable import Rulebook

/// Amendments that files suppose, beside the law's answers.
@Suite struct WhatIfTests {
  /// What one paragraph answers, whatever a what-if file calls it.
  private struct Line: Hashable {
    let instrument: String
    let paragraph: String
    let outcome: Outcome
    let item: Outcome
    let standing: Outcome
  }

  /// An amendment and where its numbers make a difference.
  struct Case: Sendable, CustomTestStringConvertible {
    let instrument: String
    let parameter: String
    let value: Double
    var testDescription: String { "\(parameter) of \(instrument)" }
  }

  static let cases = [
    Case(instrument: "us-3a090", parameter: "tpp-upper", value: 2000),
    Case(instrument: "us-3a090", parameter: "tpp-lower", value: 1000),
    Case(instrument: "us-letters-2025", parameter: "dram", value: 1000),
  ]
  static let subjects: [Subject] = [
    .chip(tpp: 2368, areaMM2: 814, io: 900, dram: 4000, dataCentre: .yes),
    .chip(tpp: 1200, areaMM2: 150, io: 64, dram: 1200, dataCentre: .yes),
    .chip(tpp: 4700, areaMM2: 600, dataCentre: .no), .chip(tpp: 16000, areaMM2: 814, dataCentre: .yes),
    .chip(tpp: 3000),
  ]
  static let dates: [CalendarDate] = ["2025-02-01", "2025-12-31", "2026-01-15", "2026-06-01", "2027-06-01"]
  static let places = [nil, "CN", "AE", "FR"].map { code in
    Transaction(destination: code.flatMap(CountryCode.init))
  }

  private func supposing(_ text: String) throws -> Rulebook {
    let folder = try RuleFolder(text)
    return try Shipped.rulebook().supposing([folder.file])
  }

  private func text(_ change: Case, _ status: String) -> String {
    """
    id: draft
    overrides: \(change.instrument)
    \(status)
    parameters:
      \(change.parameter):
        unit: \(change.parameter == "dram" ? "GB/s" : "TPP")
        values: [{from: 2026-01-01, value: \(change.value), reference: assumed}]
    """
  }

  private func status(_ standings: [(Standing, String)]) -> String {
    "status:\n"
      + standings.map { "  - {what: \($0.rawValue), value: true, from: \($1), reference: assumed}" }
      .joined(separator: "\n")
  }

  private func lines(_ rulebook: Rulebook, _ standing: Standing) throws -> [[Line]] {
    try Self.dates.flatMap { date in
      let day = rulebook.rules(on: date)
      return try Self.subjects.flatMap { subject in
        let items = try day.findings(subject)
        return Self.places.map { place in
          day.answer(items, day.reach(place), under: standing).paragraphs.map {
            Line(
              instrument: $0.instrument, paragraph: $0.paragraph, outcome: $0.outcome, item: $0.item,
              standing: $0.standing)
          }
        }
      }
    }
  }

  /// Without what marks copies.
  private func unmarked(_ lines: [[Line]], _ instrument: String) -> [Set<Line>] {
    lines.map { list in
      Set(
        list.map {
          Line(
            instrument: $0.instrument == "draft"
              ? instrument : $0.instrument.replacing("-with-draft", with: ""),
            paragraph: $0.paragraph.replacing(" (what-if draft)", with: ""), outcome: $0.outcome,
            item: $0.item, standing: $0.standing)
        })
    }
  }

  @Test(
    "an amendment that names one standing changes nothing under any other, and under its own what one of both changes",
    arguments: cases, [Standing.codified, .enforced])
  func oneStanding(change: Case, standing: Standing) throws {
    let law = try Shipped.rulebook()
    let one = try supposing(text(change, status([(standing, "2026-01-01")])))
    let both = try supposing(text(change, status([(.codified, "2026-01-01"), (.enforced, "2026-01-01")])))
    for other in Standing.allCases where other != standing {
      #expect(try lines(one, other) == lines(law, other), "\(other)")
    }
    let amended = try unmarked(lines(one, standing), change.instrument)
    #expect(try amended == unmarked(lines(both, standing), change.instrument))
    let before = try unmarked(lines(law, standing), change.instrument)
    #expect(amended != before)
  }

  @Test(
    "one that holds under each standing from another day changes each from its own day on", arguments: cases)
  func twoDays(change: Case) throws {
    let law = try Shipped.rulebook()
    let supposed = try supposing(
      text(change, status([(.codified, "2026-03-01"), (.enforced, "2027-01-01")])))
    let both = try supposing(text(change, status([(.codified, "2026-01-01"), (.enforced, "2026-01-01")])))
    for (standing, first) in [(Standing.codified, "2026-03-01"), (.enforced, "2027-01-01")]
      as [(Standing, CalendarDate)]
    {
      let now = try unmarked(lines(supposed, standing), change.instrument)
      let before = try unmarked(lines(law, standing), change.instrument)
      let after = try unmarked(lines(both, standing), change.instrument)
      let each = Self.subjects.count * Self.places.count
      for (index, date) in Self.dates.enumerated() {
        let part = index * each..<(index + 1) * each
        #expect(now[part] == (first <= date ? after : before)[part], "\(standing) on \(date)")
      }
    }
  }

  @Test(
    "one that names no standing applies to both, where the instrument stands, and says so", arguments: cases)
  func silent(change: Case) throws {
    let silent = try supposing(text(change, ""))
    let whatIf = try #require(silent.whatIfs.first)
    #expect(whatIf.manner == .inPlace && !whatIf.namesStanding && whatIf.standings == [.codified, .enforced])
    #expect(whatIf.text.contains("names neither 'codified' nor 'enforced'"))
    let law = try Shipped.rulebook()
    for instrument in law.instruments {
      let same = try #require(silent.instruments.first { $0.id == instrument.id })
      #expect(same.status == instrument.status)
    }
    for standing in [Standing.codified, .enforced] {
      let stands = try #require(law.instruments.first { $0.id == change.instrument }).status(on: "2026-06-01")
      #expect(try (lines(silent, standing) != lines(law, standing)) == (stands[standing].value == .yes))
    }
  }

  @Test("one that is only announced changes no law")
  func announced() throws {
    let law = try Shipped.rulebook()
    for change in Self.cases {
      let draft = try supposing(text(change, status([(.announced, "2026-01-01")])))
      for standing in [Standing.codified, .enforced] {
        #expect(try lines(draft, standing) == lines(law, standing))
      }
    }
  }

  @Test("two files on one text, of which one names one standing alone, are refused: their copies would part")
  func twoFiles() throws {
    let first = try RuleFolder(text(Self.cases[0], status([(.codified, "2026-01-01")])))
    let second = try RuleFolder(text(Self.cases[1], "").replacing("id: draft", with: "id: other"))
    #expect(throws: RulebookError.self) { try Shipped.rulebook().supposing([first.file, second.file]) }
    let both = try Shipped.rulebook().supposing([second.file, first.file])
    let amended = try #require(both.instruments.first { $0.id == "draft" })
    let numbers = amended.parameters.map { $0.value(on: "2026-06-01")?.value }
    #expect(numbers.contains(2000) && numbers.contains(1000))
  }
}
