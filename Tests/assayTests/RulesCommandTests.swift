import Foundation
import Testing

/// The rules on the command line: where an item goes, under which standing, what changed.
@Suite struct RulesCommandTests {
  private func json(_ command: Command) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
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
    #expect(open.output.contains("Undecided: 3A090.a.1, 3A090.a.2, 4A090.a."))
    #expect(open.output.contains("the headquarters is not given"))
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
