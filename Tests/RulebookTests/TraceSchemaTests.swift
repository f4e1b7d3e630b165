import Foundation
import Rating
import Testing

@testable import Rulebook

/// rulebook/trace.schema.json is what the program writes.
@Suite struct TraceSchemaTests {
  private func findings(_ subject: Subject, on date: CalendarDate) throws -> [[String: Any]] {
    let data = try JSONEncoder().encode(try Shipped.rulebook().classify(subject, on: date))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
  }

  private func fit(_ findings: [Finding]) throws {
    let data = try JSONEncoder().encode(findings)
    for finding in try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]]) {
      #expect(try shape().problems(finding).isEmpty)
    }
  }

  @Test(
    "findings that rest on what a file supposes fit the schema, as drafts beside the law and in its place")
  func whatIf() throws {
    let draft = """
      id: draft
      overrides: us-3a090
      parameters:
        tpp-upper:
          unit: TPP
          values: [{from: 2023-11-17, value: 2000, reference: assumed}]
      """
    for status in [
      "", "\nstatus:\n  - {what: announced, value: true, from: 2023-11-17, reference: assumed}\n",
    ] {
      let folder = try RuleFolder(draft + status)
      let findings = try Shipped.rulebook().supposing([folder.file])
        .classify(.chip(tpp: 2_368, areaMM2: 814, dram: 4_000, dataCentre: .yes), on: "2026-02-01")
      #expect(findings.contains { $0.confidence == .whatIf })
      #expect(findings.flatMap(\.trace.root.limbs).contains { $0.threshold.confidence == .whatIf })
      try fit(findings)
    }
  }

  @Test("an outcome that every answer to an open fact shares fits the schema")
  func cases() throws {
    let computer = Subject(
      name: "computer", operands: [.fp64Rate: Operand(77, of: .fp64Rate, source: "test")])
    let findings = try Shipped.rulebook().classify(computer, on: "2024-06-01")
    #expect(findings.contains { $0.trace.root.kind == .cases })
    try fit(findings)
  }

  private func shape() throws -> JSONShape { try JSONShape(file: Shipped.directory + "/trace.schema.json") }

  private static func open(_ extent: Operand.Extent) -> Subject {
    Subject(
      name: "open",
      operands: [
        .tpp: Operand(
          4_000, of: .tpp, extent: extent, source: "test", evidence: .demonstrated,
          rate: .init(
            PerformanceRating(
              [Throughput(precision: .fp16, tops: 250, evidence: .declared, source: "test")],
              evidence: .declared,
              tf32Reading: .container32
            ).rows[0]))
      ])
  }

  @Test(
    "every finding fits the schema: known figures, unknown ones, published ranges, bounds and intervals",
    arguments: [
      Subject.chip(tpp: 4_992, areaMM2: 826, io: 600, dram: 2_000, dataCentre: .yes), .chip(tpp: 4_000),
      .training(2e26), open(.exact), open(.atLeast), open(.upTo(5_000)),
      Subject(
        name: "disputed",
        operands: [.tpp: Operand(4_900, of: .tpp, source: "test", published: 4_700...5_000)]),
    ])
  func real(subject: Subject) throws {
    let shape = try shape()
    for date in ["2024-01-01", "2026-02-01"] as [CalendarDate] {
      let findings = try findings(subject, on: date)
      #expect(!findings.isEmpty)
      for finding in findings { #expect(shape.problems(finding).isEmpty) }
    }
  }

  @Test("what is not in the schema, or not of its kind, does not fit")
  func broken() throws {
    let shape = try shape()
    let good = try #require(try findings(.chip(tpp: 4_992), on: "2024-01-01").first)
    for (key, value) in [("outcome", "perhaps"), ("trace", ["version": 1]), ("paragraph", 5)]
      as [(String, Any)]
    {
      var bad = good
      bad[key] = value
      #expect(!shape.problems(bad).isEmpty, "\(key)")
    }
    var bad = good
    bad["citation"] = nil
    #expect(!shape.problems(bad).isEmpty)
  }
}
