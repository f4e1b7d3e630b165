import Testing

@testable import Rulebook

@Suite struct RuleVectorTests {
  @Test("every vector beside a rule gets the answer it states")
  func vectors() throws {
    #expect(try Shipped.rulebook().testFailures() == [])
  }

  @Test("every instrument has vectors, and every paragraph and allowance occurs in one")
  func coverage() throws {
    for instrument in try Shipped.rulebook().instruments {
      let tested = Set(instrument.tests.flatMap(\.expectations).map(\.id))
      let rules = Set(instrument.paragraphs.map(\.id) + instrument.allowances.map(\.id))
      #expect(tested == rules, "\(instrument.id)")
    }
  }

  @Test("a vector with another answer is reported with its place")
  func failingVector() throws {
    let folder = try RuleFolder(RuleFolder.sound.replacing("expect: {P1: yes}", with: "expect: {P1: no}"))
    let failures = try Rulebook.load(directory: folder.path).testFailures()
    #expect(failures.map(\.description) == ["\(folder.file):34:14: one: P1 is yes, the vector says no"])
  }
}
