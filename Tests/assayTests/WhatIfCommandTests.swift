import Foundation
import Testing

/// Rules that files suppose, on the command line.
@Suite struct WhatIfCommandTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let example = root + "/examples/tpp-2400.yaml"

  /// Writes a file and runs the command with it as `--rule`.
  private func run(_ arguments: [String], rule text: String) throws -> Command {
    let file = NSTemporaryDirectory() + "what-if-\(UUID().uuidString).yaml"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    return try Command(arguments + ["--rule", file])
  }

  private static let lppHalved = """
    id: lpp-half
    overrides: us-ai-diffusion
    parameters:
      lpp:
        unit: TPP
        values: [{from: 2025-01-13, value: 13450000, reference: assumed}]
    """
  private static let inForce = """

    status:
      - {what: codified, value: true, from: 2025-01-13, reference: assumed}
    """

  @Test("a draft stands beside the law, which answers as before, and is marked in every format")
  func beside() throws {
    let question = ["classify", "rtx-4090-d", "--on", "2027-06-01", "--to", "CN", "--explain"]
    let law = try Command(question)
    let draft = try Command(question + ["--rule", Self.example])
    #expect(draft.status == 0)
    for line in ["Codified and enforced alike: No control or duty applies."] {
      #expect(law.output.contains(line) && draft.output.contains(line))
    }
    #expect(draft.output.contains("3A090.a.1 (what-if example-tpp-2400)"))
    #expect(draft.output.contains("2,400 TPP [what-if: \(Self.example): assumed for this example]"))
    for format in ["text", "markdown", "html", "json"] {
      #expect(
        try Command(question + ["--rule", Self.example, "--format", format]).output.contains("what-if"))
    }
    let json = try Command(question + ["--rule", Self.example, "--format", "json"])
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let files = try #require(page["whatIf"] as? [[String: Any]])
    #expect(files.map { $0["manner"] as? String } == ["beside"])
    let answers = try #require(page["answers"] as? [[String: Any]])
    for answer in answers where answer["standing"] as? String != "announced" {
      let paragraphs = try #require(answer["paragraphs"] as? [[String: Any]])
      #expect(paragraphs.allSatisfy { $0["instrument"] as? String != "example-tpp-2400" })
    }
  }

  @Test("impact names the chips that change side with their distance, and those near each line")
  func impact() throws {
    let command = try Command([
      "rules", "impact", "--rule", Self.example, "--on", "2027-06-01", "--to", "CN", "--format", "json",
    ])
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let sides = try #require(page["sides"] as? [[String: Any]])
    let gaming = try #require(sides.first { $0["chip"] as? String == "rtx-4090-d" })
    #expect(gaming["before"] as? String == "no" && gaming["after"] as? String == "yes")
    let margins = try #require(gaming["margins"] as? [[String: Any]])
    let figure = try #require(margins.first?["figure"] as? Double)
    #expect(margins.first?["line"] as? Double == 2400)
    #expect(margins.first?["distance"] as? Double == figure - 2400)
    #expect(!sides.contains { $0["chip"] as? String == "h100-sxm" })
    let lines = try #require(page["lines"] as? [[String: Any]])
    func near(_ quantity: String, _ value: Double) throws -> [String] {
      let line = lines.first { $0["quantity"] as? String == quantity && $0["value"] as? Double == value }
      return try #require(line?["neighbours"] as? [[String: Any]]).compactMap { $0["chip"] as? String }
    }
    let upper = try near("tpp", 4800)
    #expect(upper.contains("rtx-4090-d") && upper.contains("rtx-5090-d"))
    #expect(try near("tpp", 2400).contains("h20"))
    #expect(try near("tpp", 1600).contains("l2"))
    #expect(try near("performance-density", 3.2).contains("l20"))
  }

  @Test(
    "an amendment that says it is codified takes the law's place; one that does not is refused by the ledger")
  func ledger() throws {
    let allowances = ["allowances", "h100-sxm", "--on", "2025-06-01"]
    let drafted = try run(allowances, rule: Self.lppHalved)
    #expect(drafted.output.contains("1,699") && drafted.output.contains("849"))
    let replaced = try run(allowances, rule: Self.lppHalved + Self.inForce)
    let matrix = try #require(replaced.output.range(of: "Under every definition"))
    let answer = replaced.output[..<matrix.lowerBound]
    #expect(!answer.contains("1,699") && answer.contains("849"))
    let plan = [
      "ledger", "plan", "--chip", "h100-sxm", "--to", "AE", "--parent", "Falcon", "--hq", "AE", "--on",
      "2025-06-01",
    ]
    #expect(try run(plan, rule: Self.lppHalved).status == 64)
    let planned = try run(plan, rule: Self.lppHalved + Self.inForce)
    #expect(planned.status == 0 && planned.output.contains("849") && planned.output.contains("what-if"))
  }

  @Test(
    "a file that fits nothing is refused with its place and a remedy",
    arguments: [
      ("overrides: us-ai-diffusion", "overrides: us-ai-difusion", "us-ai-diffusion"),
      ("lpp:", "lp:", "has no parameter 'lp'"), ("unit: TPP", "unit: TOP/s", "the unit of 'lpp' is TPP"),
      ("id: lpp-half", "id: us-3a090", "already used"), ("value: 13450000", "value: -1", "above zero"),
      ("from: 2025-01-13", "from: 2025-02-30", "not a date"),
    ])
  func broken(part: String, other: String, message: String) throws {
    let command = try run(
      ["rules", "list"], rule: Self.lppHalved.replacingOccurrences(of: part, with: other))
    #expect(command.status == 65)
    #expect(command.errors.contains(message), "\(command.errors)")
    #expect(command.errors.contains(".yaml:"))
  }

  @Test("a rule of one's own is added as announced; a draft cannot take a law's id; a missing file says so")
  func whole() throws {
    let bill = """
      id: my-bill
      title: A bill of one's own
      jurisdiction: Nowhere
      kind: item
      citation: {section: one, reference: two, url: https://example.org, retrieved: 2026-01-01}
      reviewed-on: 2026-01-01
      review-days: 180
      parameters:
        line: {quantity: tpp, unit: TPP, values: [{from: 2024-01-01, value: 100, reference: mine}]}
      paragraphs:
        - id: P1
          title: first
          effect: control
          from: 2024-01-01
          consequence: Controlled.
          condition: {quantity: tpp, is: ">=", parameter: line}
      not-modelled: [the rest]
      """
    let command = try run(["classify", "l4", "--on", "2026-02-01"], rule: bill)
    #expect(command.output.contains("Announced, not law: Met: ") && command.output.contains("P1"))
    #expect(command.output.contains("two (what-if)"))
    let taken = try run(["rules", "list"], rule: bill.replacingOccurrences(of: "my-bill", with: "us-3a090"))
    #expect(taken.status == 65 && taken.errors.contains("is law"))
    let missing = try Command(["rules", "list", "--rule", "/nonexistent.yaml"])
    #expect(missing.status == 65 && missing.errors.contains("name a YAML file"))
  }
}
