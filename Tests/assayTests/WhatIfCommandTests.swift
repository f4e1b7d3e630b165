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

  /// What a command printed, without line breaks.
  private func unwrapped(_ command: Command) -> String {
    command.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let lppHalved = """
    id: lpp-half
    overrides: us-ai-diffusion
    parameters:
      lpp:
        unit: TPP
        values: [{from: 2025-01-13, value: 13450000, reference: assumed}]
    """
  private static let announced = """

    status:
      - {what: announced, value: true, from: 2025-01-13, reference: assumed}
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
    "releases count from the day on which a line was made public, and the answer says which and why",
    arguments: [
      // Under the lines of 2022: the A800 was announced in November 2022, after both.
      ("2023-11-16", "aggregate-io", 600.0, "a800-sxm", "yes", "2022-10-07", "2022-10-21"),
      ("2023-11-16", "tpp", 4800.0, "a800-sxm", "yes", "2022-10-07", "2022-10-21"),
      ("2023-11-16", "tpp", 4800.0, "a100-sxm", "no", "2022-10-07", "2022-10-21"),
      // Under those of 2023, published in October and in force from 17 November.
      ("2023-11-17", "tpp", 2400.0, "h20", "yes", "2023-10-25", "2023-11-17"),
      ("2023-11-17", "performance-density", 3.2, "l20", "yes", "2023-10-25", "2023-11-17"),
      ("2023-11-17", "tpp", 1600.0, "l2", "yes", "2023-10-25", "2023-11-17"),
      // The number 4,800 is that of 2022.
      ("2024-01-01", "tpp", 4800.0, "rtx-4090-d", "yes", "2022-10-07", "2022-10-21"),
      ("2025-03-01", "tpp", 4800.0, "rtx-5090-d", "yes", "2022-10-07", "2022-10-21"),
    ])
  func madePublic(
    date: String, quantity: String, value: Double, chip: String, isAfter: String, counted: String,
    inForce: String
  ) throws {
    let page = try json(["rules", "impact", "--on", date, "--within", "40", "--format", "json"])
    let lines = try #require(page["lines"] as? [[String: Any]])
    let line = try #require(
      lines.first { $0["quantity"] as? String == quantity && $0["value"] as? Double == value })
    #expect(line["countedFrom"] as? String == counted && line["since"] as? String == inForce)
    let reason = try #require(line["countedFromReason"] as? String)
    #expect(reason.hasPrefix("made public, in force from \(inForce) [8"))
    let neighbour = try #require(
      (line["neighbours"] as? [[String: Any]])?.first { $0["chip"] as? String == chip })
    #expect(neighbour["isReleasedAfter"] as? String == isAfter)
  }

  @Test(
    "a line of which no file says when it was made public counts from its first day in force, and says so")
  func notMadePublic() throws {
    let page = try json(["rules", "impact", "--on", "2025-06-01", "--format", "json"])
    let line = try #require(
      (page["lines"] as? [[String: Any]])?.first { $0["quantity"] as? String == "dram-bandwidth" })
    #expect(line["countedFrom"] as? String == line["since"] as? String)
    #expect(
      (line["countedFromReason"] as? String)?.hasPrefix("first day in force; the rule file does not") == true)
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    try object(Command(arguments))
  }

  @Test(
    "an amendment takes the law's place where it says that it stands; the ledger refuses one that says nothing of it"
  )
  func ledger() throws {
    let allowances = ["allowances", "h100-sxm", "--on", "2025-06-01"]
    let drafted = try run(allowances, rule: Self.lppHalved + Self.announced)
    #expect(drafted.output.contains("1,699") && drafted.output.contains("849"))
    let codified = try run(allowances, rule: Self.lppHalved + Self.inForce)
    #expect(!codified.output.contains("1,699") && codified.output.contains("849"))
    #expect(unwrapped(codified).contains("codified alone: what is enforced is answered by the law"))
    let silent = try run(allowances, rule: Self.lppHalved)
    #expect(!silent.output.contains("1,699") && silent.output.contains("849"))
    #expect(unwrapped(silent).contains("so that it applies to both"))
    let plan = [
      "ledger", "plan", "--chip", "h100-sxm", "--to", "AE", "--parent", "Falcon", "--hq", "AE", "--on",
      "2025-06-01",
    ]
    let refused = try run(plan, rule: Self.lppHalved + Self.announced)
    #expect(refused.status == 64 && refused.errors.contains("of which it says nothing"))
    #expect(try run(plan + ["--status", "enforced"], rule: Self.lppHalved + Self.inForce).status == 64)
    for text in [Self.lppHalved, Self.lppHalved + Self.inForce] {
      let planned = try run(plan, rule: text)
      #expect(
        planned.status == 0 && planned.output.contains("849") && planned.output.contains("what-if"),
        "\(planned.errors)")
    }
  }

  private static let frontierLowered = """
    id: frontier-lowered
    overrides: us-ca-sb-53
    status:
      - {what: codified, value: true, from: 2026-01-01, reference: assumed}
    parameters:
      operations:
        unit: operations
        values: [{from: 2026-01-01, value: 1e24, reference: assumed}]
    """

  @Test("a training run is held against the supposed line where it stands, and against the law's elsewhere")
  func train() throws {
    let run = [
      "train", "--chips", "20000", "--chip", "ascend-910c", "--precision", "bf16", "--mfu", "0.35",
      "--goodput", "0.9", "--days", "60", "--on", "2026-02-01", "--format", "json",
    ]
    let page = try object(self.run(run, rule: Self.frontierLowered))
    let lines = try #require(page["lines"] as? [[String: Any]])
    func line(_ instrument: String) throws -> [String: Any] {
      try #require(lines.first { ($0["line"] as? [String: Any])?["instrument"] as? String == instrument })
    }
    let supposed = try line("frontier-lowered")
    #expect(supposed["isCrossed"] as? String == "yes")
    #expect(try line("us-ca-sb-53")["isCrossed"] as? String == "no")
    #expect((page["whatIf"] as? [[String: Any]])?.first?["standings"] as? [String] == ["codified"])
    let text = try self.run(Array(run.dropLast(2)), rule: Self.frontierLowered).output
    #expect(text.contains("what-if") && text.hasSuffix("- This is not legal advice.\n"))
  }

  @Test("a host is put in units of the supposed allowance, and the report is marked")
  func rate() throws {
    let command = ["rate", "--precision", "fp32", "--size", "64", "--on", "2025-06-01"]
    let page = try object(run(command + ["--format", "json"], rule: Self.lppHalved))
    let lines = try #require(page["thresholds"] as? [[String: Any]])
    let lpp = try #require(lines.first { $0["id"] as? String == "lpp" })
    #expect(lpp["value"] as? Double == 13_450_000, "\(lpp)")
    #expect((page["whatIf"] as? [[String: Any]])?.count == 1)
  }

  @Test(
    "an amended instrument is shown and compared with its supposed numbers, each marked, beside the law's")
  func showAndDiff() throws {
    let codified = Self.lppHalved + Self.inForce
    for (rule, id, number) in [
      (codified, "lpp-half", "13,450,000"), (codified, "us-ai-diffusion", "26,900,000"),
      (Self.lppHalved, "us-ai-diffusion", "13,450,000"),
    ] {
      let shown = try run(["rules", "show", id, "--on", "2025-06-01"], rule: rule)
      #expect(shown.status == 0 && shown.output.contains(number) && shown.output.contains("what-if"))
      #expect(shown.output.hasSuffix("- This is not legal advice.\n"))
    }
    let diff = ["rules", "diff", "--from", "2025-01-31", "--to", "2025-02-02", "--format", "json"]
    let later = codified.replacingOccurrences(of: "2025-01-13", with: "2025-02-01")
    let changes = try #require(try object(run(diff, rule: later))["changes"] as? [[String: Any]])
    func change(_ instrument: String, _ subject: String) throws -> String? {
      try #require(
        changes.first { $0["instrument"] as? String == instrument && $0["subject"] as? String == subject })[
          "text"] as? String
    }
    #expect(try change("lpp-half", "lpp") == "TPP: 26,900,000 TPP → 13,450,000 TPP")
    #expect(try change("lpp-half", "codified") == "codified: no → yes")
    #expect(try change("us-ai-diffusion", "codified") == "codified: yes → no")
    #expect(changes.allSatisfy { $0["confidence"] as? String == "what-if" })
  }

  private func object(_ command: Command) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any],
      "\(command.errors)")
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

  @Test(
    "a rule of one's own is added with the standing that it names, or both; a draft cannot take a law's id; a missing file says so"
  )
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
    let announced = "\nstatus: [{what: announced, value: true, from: 2024-01-01, reference: mine}]\n"
    let command = try run(["classify", "l4", "--on", "2026-02-01"], rule: bill + announced)
    #expect(command.output.contains("Announced, not in force: Met: ") && command.output.contains("P1"))
    #expect(command.output.contains("two (what-if)"))
    for (standing, isMet) in [("codified", true), ("enforced", true), ("announced", false)] {
      let silent = try run(["classify", "l4", "--on", "2026-02-01", "--status", standing], rule: bill)
      #expect(unwrapped(silent).contains("so that it applies to both"))
      #expect(silent.output.contains("\n  P1 ") == isMet, "\(standing): \(silent.output)")
    }
    let taken = try run(["rules", "list"], rule: bill.replacingOccurrences(of: "my-bill", with: "us-3a090"))
    #expect(taken.status == 65 && taken.errors.contains("is law"))
    let missing = try Command(["rules", "list", "--rule", "/nonexistent.yaml"])
    #expect(missing.status == 65 && missing.errors.contains("name a YAML file"))
  }
}
