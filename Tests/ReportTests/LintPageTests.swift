import ChipDB
import Foundation
import Rating
import Report
import Rulebook
import Testing

/// Lint with the law at hand, and the page that shows it.
@Suite struct LintPageTests {
  let rulebook: Rulebook
  let database: ChipDatabase
  let date: CalendarDate

  init() throws {
    rulebook = try Rulebook.load(directory: RatingReportTests.root + "/rulebook")
    database = try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb")
    date = try #require(CalendarDate("2024-01-01"))
  }

  @Test("the H20 labelled 3A090.b.2 is told which of its tests it fails, and what it meets instead")
  func h20() throws {
    let h20 = try database.chip(matching: "h20")
    let misreading = try #require(
      try rulebook.rules(on: date).misreading(ofParagraph: "3A090.b.2", for: h20, tf32Reading: .container32))
    #expect(misreading.kind == .wrongLimb)
    for part in ["2.909", "at least 3.2", "88 FR 73458", "it meets 3A991.p"] {
      #expect(misreading.reason.contains(part), "\(misreading.reason)")
    }
    let b1 = try #require(
      try rulebook.rules(on: date).misreading(ofParagraph: "3A090.b.1", for: h20, tf32Reading: .container32))
    #expect(b1.reason.contains("2,368 is not at least 2,400"))
  }

  @Test("a paragraph that is met, or that nobody has written, is no misreading")
  func metParagraph() throws {
    let h100 = try database.chip(matching: "h100")
    for paragraph in ["3A090.a.1", "3A090.q.9"] {
      #expect(
        try rulebook.rules(on: date).misreading(ofParagraph: paragraph, for: h100, tf32Reading: .container32)
          == nil
      )
    }
  }

  @Test("the shipped tables give no error, and every format shows each rule that speaks")
  func shipped() throws {
    let page = try LintPage(database, rulebook: rulebook, on: date, tf32Reading: .container32)
    #expect(!page.hasErrors)
    #expect(page.counts.values.reduce(0, +) == page.findings.count)
    let texts = [
      TerminalRenderer(isColored: false).render(page.document), MarkdownRenderer().render(page.document),
      JSONRenderer().render(page), HTMLRenderer(chartLibrary: nil).render(page.document),
    ]
    for rule in Set(page.findings.map(\.rule)) {
      #expect(texts.allSatisfy { $0.contains(rule.rawValue) }, "\(rule)")
    }
  }

  @Test("sources on two sides of a legal line are found, with the paragraphs of each")
  func legalLine() throws {
    let own = NSTemporaryDirectory() + "assay-lint-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: own) }
    try Data(
      """
      chip,precision,unit,tops,sparse_factor,source,grade,as_of,note
      h20,fp16,matrix,310,,general-knowledge,unverified,,

      """.utf8
    ).write(to: URL(fileURLWithPath: own + "/throughput.csv"))
    let both = try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb", overlay: own)
    func crossings(_ database: ChipDatabase) throws -> [LintFinding] {
      try LintPage(database, rulebook: rulebook, on: date, tf32Reading: .container32).findings.filter {
        $0.rule == .legalLine && $0.chip == "h20"
      }
    }
    #expect(try crossings(database) == [])
    let finding = try #require(try crossings(both).first)
    #expect(finding.reason.contains("4,960"))
    #expect(finding.reason.contains("3A090.a.1"))
    #expect(finding.places.count == 2)
  }
}
