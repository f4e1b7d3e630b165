import Foundation
import Testing

/// The rules on the command line: where an item goes, under which standing, what changed.
@Suite struct RulesCommandTests {
  private func json(_ command: Command) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
  }

  /// What a command printed, without line breaks.
  private func unwrapped(_ command: Command) -> String {
    command.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(
    "what is undecided says what it lacks, and so do easier terms that may apply",
    arguments: [
      (
        ["h100-sxm", "--on", "2025-06-01", "--to", "GB"],
        [
          "Undecided: 3A090.a.1, 3A090.a.2, 4A090.a, letter of April 2025 (the headquarters is not given).",
          "Undecided whether easier terms apply: 740.27 AIA, 740.28 ACM, 740.29 LPP (the headquarters is not given).",
        ]
      ),
      (
        ["h200", "--on", "2026-02-01", "--to", "CN", "--hq", "CN"],
        ["Undecided whether easier terms apply: 748 supp. 2 (dd) (the origin is not given)."]
      ),
      (
        ["--tpp", "5000", "--die-area", "600", "--on", "2024-06-01", "--to", "CN", "--hq", "CN"],
        [
          "Undecided whether easier terms apply: 740.8 NAC ('designed or marketed for data centres' is not answered)."
        ]
      ),
      (
        ["--tpp", "3000", "--data-centre", "yes", "--on", "2025-02-01", "--to", "CN", "--hq", "CN"],
        [
          "Undecided: 3A090.a.2, 3A090.b.1, 3A090.b.2, 4A090.a, 4A090.b (the applicable die area is not given)."
        ]
      ),
      (
        ["--tpp", "3000", "--data-centre", "yes", "--on", "2025-02-01"],
        ["3A090.a.2, 3A090.b.1, 3A090.b.2, 4A090.a, 4A090.b (the applicable die area is not given); "]
      ),
    ])
  func undecided(question: [String], sentences: [String]) throws {
    let text = unwrapped(try Command(["classify"] + question))
    for sentence in sentences { #expect(text.contains(sentence), "\(text.prefix(1500))") }
  }

  @Test("where no control applies no easier terms are told")
  func noRelief() throws {
    let command = try Command(["classify", "rtx-4090", "--on", "2025-06-01", "--to", "IN", "--hq", "IN"])
    let answer = unwrapped(command)
    let enforced = try #require(
      answer.split(separator: "Enforced: ").dropFirst().first?.split(separator: "paragraph item").first)
    #expect(enforced.contains("No control or duty applies.") && !enforced.contains("asier terms"))
    let codified = try #require(
      answer.split(separator: "Codified: ").dropFirst().first?.split(separator: "Enforced: ").first)
    #expect(codified.contains("A licence is needed") && codified.contains("Easier terms under: 740.8 ACA"))
  }

  @Test(
    "neither letter nor bill reaches a delivery inside the United States",
    arguments: [
      ["h100-sxm", "--on", "2025-06-01", "--from", "US", "--to", "US", "--hq", "CN"],
      ["h200", "--on", "2026-01-15", "--to", "US"],
      ["h200", "--on", "2026-06-01", "--to", "US", "--hq", "CN"],
    ])
  func insideTheUnitedStates(question: [String]) throws {
    let page = try json(Command(["classify"] + question + ["--format", "json"]))
    for answer in try #require(page["answers"] as? [[String: Any]]) {
      #expect(answer["isControlled"] as? String == "no", "\(answer["standing"] ?? "")")
    }
  }

  @Test("77 TFLOPS of FP64 meet 4A994.b whatever the processor, and the working says so")
  func cases() throws {
    let command = try Command(["classify", "--fp64", "77", "--on", "2024-06-01", "--to", "CN", "--explain"])
    #expect(command.output.contains("4A994.b: yes"))
    #expect(
      unwrapped(command).contains("yes: the same at every answer to what is open: vector processors"))
  }

  @Test("a day before every rule is told with the first rule, and a date that is none with the remedy")
  func dates() throws {
    let sentence =
      "No rule of this rulebook was in force on 2010-01-01: the first is 3A090.a of us-3a090, from 2022-10-21 on."
    for arguments in [
      ["list", "--on", "2010-01-01"], ["diff", "--from", "2010-01-01", "--to", "2011-01-01"],
    ] {
      let command = try Command(["rules"] + arguments)
      #expect(command.status == 0 && unwrapped(command).contains(sentence), "\(command.output.prefix(500))")
      #expect(try json(Command(["rules"] + arguments + ["--format", "json"]))["firstRule"] != nil)
    }
    #expect(try !Command(["rules", "list", "--on", "2022-10-21"]).output.contains("No rule of this"))
    let impact = try Command(["rules", "impact", "--on", "2010-01-01"])
    #expect(impact.status == 64 && impact.errors.contains("the first that does starts on 2022-10-21"))
    for arguments in [
      ["classify", "h20", "--on", "2025-02-29"], ["rules", "list", "--on", "2025-02-29"],
      ["rules", "diff", "--from", "2025-02-29"], ["allowances", "h20", "--on", "2025-02-29"],
      ["chips", "list", "--from", "2025-02-29"],
      ["ledger", "plan", "--chip", "h20", "--to", "CN", "--on", "2025-02-29"],
    ] {
      let command = try Command(arguments)
      #expect(command.status == 64)
      #expect(
        command.errors.contains("'2025-02-29'")
          && command.errors.contains("not a day of the calendar: write YYYY-MM-DD"), "\(command.errors)")
    }
  }

  @Test("the H20 to China in May 2025: no licence as codified, one by letter as enforced")
  func h20() throws {
    let command = try Command([
      "classify", "H20", "--on", "2025-05-01", "--to", "CN", "--hq", "CN", "--format", "json",
    ])
    #expect(command.status == 0)
    let answers = try #require(try json(command)["answers"] as? [[String: Any]])
    let controlled = answers.map { "\($0["standing"] ?? ""): \($0["isControlled"] ?? "")" }
    #expect(controlled == ["codified: no", "enforced: yes", "announced: no"])
    let text = try Command(["classify", "H20", "--on", "2025-05-01", "--to", "China", "--hq", "Hong Kong"])
    #expect(text.output.contains("Codified: No control or duty applies."))
    #expect(text.output.contains("Enforced: A licence is needed under: letter of April 2025."))
  }

  @Test("an H100 to Germany: codified worldwide, not enforced, and with one standing alone")
  func germany() throws {
    let options = ["classify", "h100-sxm", "--on", "2025-06-01", "--to", "DE", "--hq", "DE"]
    let both = try Command(options)
    #expect(both.output.contains("Codified: A licence is needed under: 3A090.a.1, 3A090.a.2, 4A090.a."))
    #expect(both.output.contains("Enforced: No control or duty applies."))
    let enforced = try Command(options + ["--status", "enforced"])
    #expect(!enforced.output.contains("Codified:"))
    #expect(!enforced.output.contains("740.29 LPP"))
  }

  @Test("without a destination the answer says where it reaches")
  func reach() throws {
    let command = try Command(["classify", "h100-sxm", "--on", "2024-06-01"])
    #expect(command.output.contains("No destination was given (--to)."))
    #expect(command.output.contains("destination in D:1, D:4, D:5, not in A:5, A:6"))
    #expect(command.output.contains("Codified and enforced alike: Met: 3A090.a.1, 3A090.a.2, 4A090.a."))
  }

  @Test("an unknown destination, and one whose recipient is unknown, say so")
  func unknown() throws {
    let country = try Command(["classify", "H20", "--to", "Chnia", "--on", "2025-05-01"])
    #expect(country.status == 64)
    #expect(country.errors.contains("unknown country 'Chnia'") && country.errors.contains("CN (China)"))
    let open = try Command(["classify", "h100-sxm", "--to", "SG", "--on", "2024-06-01"])
    #expect(
      unwrapped(open).contains("Undecided: 3A090.a.1, 3A090.a.2, 4A090.a (the headquarters is not given)."))
    #expect(unwrapped(open).contains("met only with a headquarters in D:5, MO"))
  }

  @Test("a territory, and a country whose group is in question, are told")
  func places() throws {
    let territory = try Command(["classify", "h100-sxm", "--to", "HK", "--on", "2024-01-01"])
    #expect(territory.output.contains("Hong Kong counts as CN: 85 FR 83788"))
    let cyprus = try Command([
      "classify", "h100-sxm", "--to", "SG", "--hq", "CY", "--on", "2023-12-01",
    ])
    #expect(cyprus.output.contains("A licence is needed under: 3A090.a.1"))
    #expect(cyprus.output.contains("Applied: Cyprus is a member until the table dropped it."))
  }

  @Test("memory, fabrication, computers and clusters are answered from figures")
  func kinds() throws {
    let hbm = try Command([
      "classify", "--memory-bandwidth-density", "3.2", "--on", "2025-06-01", "--to", "CN",
    ])
    #expect(hbm.output.contains("A licence is needed under: 3A090.c."))
    let foundry = try Command([
      "classify", "--transistors", "3e10", "--on", "2025-06-01", "--fact", "advanced-node=yes",
      "attested-by-designer=no", "trusted-packaging=yes",
    ])
    #expect(foundry.output.contains("Met: 3A090 note 1."))
    let computer = try Command([
      "classify", "--fp64", "80", "--fact", "vector-processor=yes", "--on", "2026-07-23",
    ])
    #expect(computer.output.contains("Met: 4A003.b, 4A994.b."))
    let cluster = try Command([
      "classify", "--cluster-performance", "2e20", "--cluster-networking", "200", "--on", "2024-10-01",
      "--fact", "one-data-centre=yes",
    ])
    #expect(cluster.output.contains("Above the compute line of: 4.2(b)(ii)."))
  }

  @Test("an instrument is shown whole, and a difference of dates with its citation")
  func showAndDiff() throws {
    let show = try Command(["rules", "show", "3A090.a.1"])
    #expect(show.output.contains("us-3a090") && show.output.contains("codified alone") == false)
    #expect(show.output.contains("destination anywhere, not in US"))
    let diff = try Command([
      "rules", "diff", "--from", "2025-11-01", "--to", "2025-12-01", "--format", "json",
    ])
    let changes = try #require(try json(diff)["changes"] as? [[String: Any]])
    #expect(changes.contains { $0["subject"] as? String == "KH" && $0["kind"] as? String == "membership" })
    #expect(changes.allSatisfy { !($0["reference"] as? String ?? "").isEmpty })
    let backwards = try Command(["rules", "diff", "--from", "2025-12-01", "--to", "2025-11-01"])
    #expect(backwards.status == 64)
    #expect(try Command(["rules", "show", "3A09"]).status == 64)
    #expect(try Command(["rules", "lint"]).output.contains("no problem found"))
  }
}
