import Foundation
import Rating
import Testing

@testable import Rulebook

/// What every answer to an open fact leaves the same.
@Suite struct CaseAnalysisTests {
  private func computer(_ rate: Double, vector: Outcome?, published: ClosedRange<Double>? = nil) -> Subject {
    Subject(
      name: "computer",
      operands: [.fp64Rate: Operand(rate, of: .fp64Rate, source: "test", published: published)],
      facts: vector.map { [.vectorProcessor: $0] } ?? [:])
  }

  private func findings(_ subject: Subject, on date: CalendarDate = "2024-06-01") throws -> [Finding] {
    try Shipped.rulebook().classify(subject, on: date)
  }

  @Test("77 TFLOPS of FP64 are 69.3 WT or 23.1: below 70 and above 0.0128 whatever the kind of processor")
  func eitherKind() throws {
    let findings = try findings(computer(77, vector: nil))
    let lower = try #require(findings["4A994.b"])
    #expect(lower.outcome == .yes && !lower.isContested)
    #expect(lower.trace.root.kind == .cases)
    #expect(lower.trace.root.title == "the same at every answer to what is open: vector processors")
    #expect(
      lower.trace.root.cases == [
        .init(answers: [.vectorProcessor: .yes], outcome: .yes),
        .init(answers: [.vectorProcessor: .no], outcome: .yes),
      ])
    #expect(lower.trace.root.children.map(\.outcome) == [.unknown])
    #expect(findings["4A003.b"]?.outcome == .no)
  }

  @Test(
    "an open fact is decided exactly where both of its answers agree",
    arguments: [0.001, 0.0142, 0.0143, 0.0426, 0.0427, 1, 77, 77.8, 100, 233.3, 233.4, 1e6])
  func honest(rate: Double) throws {
    let open = try findings(computer(rate, vector: nil))
    let (yes, no) = (
      try findings(computer(rate, vector: .yes)), try findings(computer(rate, vector: .no))
    )
    for (finding, answers) in zip(open, zip(yes, no)) {
      let expected = answers.0.outcome == answers.1.outcome ? answers.0.outcome : .unknown
      #expect(finding.outcome == expected, "\(finding.paragraph)")
    }
  }

  @Test("published figures are gone through case by case too")
  func published() throws {
    let agreed = try #require(try findings(computer(77, vector: nil, published: 70...77.5))["4A994.b"])
    #expect(agreed.outcome == .yes && !agreed.isContested)
    // 0.9 × 78 is above 70 WT: for vector processors the sources fall on both sides.
    let contested = try #require(try findings(computer(77, vector: nil, published: 77...78))["4A003.b"])
    #expect(contested.outcome == .no && contested.outcomeOverPublished == .unknown)
  }

  @Test("what paragraphs refer to is supposed the same everywhere: NAC never fits a small dense chip")
  func references() throws {
    // At 7.5 TPP/mm² and below 4,800 TPP: outside of 3A090 if it is not for data centres, and not for NAC if it is.
    let findings = try findings(.chip(tpp: 3_000, areaMM2: 400))
    #expect(findings["3A090.a.2"]?.outcome == .unknown)
    #expect(findings["740.8 NAC"]?.outcome == .no)
  }

  @Test("a fact that is asked for once stays open, and no case is made of it")
  func once() throws {
    let folder = try RuleFolder(RuleFolder.sound)
    let finding = try #require(
      try Rulebook.load(directory: folder.path).classify(.chip(tpp: 100), on: "2024-01-01")["P1"])
    #expect(finding.outcome == .unknown && finding.trace.root.kind == .all)
  }

  @Test(
    "up to six open facts are gone through, more stay open", arguments: [(6, Outcome.yes), (7, .unknown)])
  func bound(count: Int, outcome: Outcome) throws {
    let facts = Fact.allCases.prefix(count).map { "\n                - {fact: \($0.rawValue), is: true}" }
      .joined()
    let folder = try RuleFolder(
      RuleFolder.sound.replacing(
        "        - not: {fact: data-centre, is: false}",
        with: """
                  - any:
                      - all:\(facts)
                      - not:
                          all:\(facts.replacing("                -", with: "                    -"))
          """
      ).replacing("expect: {P1: yes}", with: "expect: {P1: \(outcome.rawValue)}"))
    let rulebook = try Rulebook.load(directory: folder.path)
    let finding = try #require(try rulebook.classify(Subject.chip(tpp: 100), on: "2024-01-01")["P1"])
    #expect(finding.outcome == outcome)
    #expect(finding.trace.root.cases.count == (outcome == .yes ? 64 : 0))
  }

  @Test("the working with its cases is written and read back")
  func coding() throws {
    let findings = try findings(computer(77, vector: nil))
    let data = try JSONEncoder().encode(findings)
    #expect(try JSONDecoder().decode([Finding].self, from: data) == findings)
  }
}
