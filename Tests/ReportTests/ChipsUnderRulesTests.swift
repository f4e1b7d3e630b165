import ChipDB
import Rating
import Report
import Rulebook
import Testing

/// The database's own figures under the rulebook's own law, of three dates: 87 FR 62186 (October 2022),
/// 88 FR 73458 (November 2023) and 91 FR 1684 (January 2026).
@Suite struct ChipsUnderRulesTests {
  let rulebook: Rulebook
  let database: ChipDatabase

  init() throws {
    rulebook = try Rulebook.load(directory: RatingReportTests.root + "/rulebook")
    database = try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb")
  }

  @Test(
    "eleven chips on three dates meet the paragraphs that the law's numbers say",
    arguments: [
      ("A100", ["3A090.a"], ["3A090.a.1", "3A090.a.2"], true),
      ("A800", [], ["3A090.a.1", "3A090.a.2"], true),
      ("H100", ["3A090.a"], ["3A090.a.1", "3A090.a.2"], true),
      ("H800", [], ["3A090.a.1", "3A090.a.2"], true),
      ("H20", [], [], false),
      ("L4", [], ["3A090.a.2"], true),
      ("L40S", [], ["3A090.a.1", "3A090.a.2"], true),
      ("RTX 4090", [], ["3A090.a.1", "3A090.a.2"], true),
      ("RTX 4090 D", [], [], false),
      ("MI210", [], ["3A090.b.1", "3A090.b.2"], false),
      ("MI300X", ["3A090.a"], ["3A090.a.1", "3A090.a.2"], true),
    ])
  func chips(name: String, in2022: [String], since2023: [String], inWindow: Bool) throws {
    let subject = Subject(try database.chip(matching: name), tf32Reading: .container32)
    #expect(try met(subject, "2022-11-01", .control) == in2022)
    #expect(try met(subject, "2024-01-01", .control) == since2023)
    #expect(try met(subject, "2026-02-01", .control) == since2023)
    #expect(try met(subject, "2026-02-01", .relief).contains("748 supp. 2 (dd)") == inWindow)
  }

  private func met(_ subject: Subject, _ day: String, _ effect: Paragraph.Effect) throws -> [String] {
    let findings = try rulebook.classify(subject, on: #require(CalendarDate(day))).filter {
      ["us-3a090", "us-91-fr-1684"].contains($0.instrument) && !$0.paragraph.hasPrefix("4A090")
    }
    #expect(findings.allSatisfy { $0.outcome != .unknown }, "\(subject.name) on \(day)")
    return findings.filter { $0.outcome == .yes && $0.effect == effect }.map(\.paragraph)
  }
}
