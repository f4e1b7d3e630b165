import Foundation
import Testing

@Suite struct ClassifyCommandTests {
  private func report(_ tops: Double) throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".json"
    try """
    {"schemaVersion":"2.0.0","run":{"tier":"quick","isEvidence":false,"threads":2,
      "memory":{"rows":[{"triad":{"bestGBps":40,"verified":true}}]}},
     "host":{"cpu":{"brand":"x"},"virtualization":{"hypervisor":"KVM"}},
     "rating":{"scope":"2 cores measured of a virtual machine",
      "derived":{"rows":[{"precision":"fp32","tops":200,"source":"table","bitLength":32,"tpp":6400,"support":0}]}},
     "measurements":[{"precision":"fp32","status":"verified","threads":2,"provider":"OpenBLAS","topsBest":\(tops)}]}
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private let rules = ["--on", "2024-06-01", "--to", "CN"]

  @Test(
    "a measurement above a line proves it, one below leaves it open with the reason and what was measured")
  func measured() throws {
    let high = try Command(["classify", "--measured", report(150)] + rules)
    #expect(high.status == 0, "\(high.errors)")
    #expect(high.output.contains("A licence is needed under: 3A090.a.1, 4A090.a"))
    let low = try Command(["classify", "--measured", report(0.2)] + rules)
    #expect(low.output.contains("Undecided: 3A090.a.1"))
    #expect(low.output.contains("at least 6.400 (demonstrated) TPP"))
    #expect(low.output.contains("2 cores measured of a virtual machine."))
    #expect(low.output.contains("below it they prove nothing"))
  }

  @Test("derived figures count only where they are asked for, and are called so")
  func derived() throws {
    let command = try Command(["classify", "--measured", report(0.2), "--evidence", "derived"] + rules)
    #expect(command.output.contains("at least 6,400 (derived) TPP"))
    #expect(!command.output.contains("demonstrated) TPP"))
  }

  @Test("the working is printed on demand, always in JSON, and folded on the page")
  func explain() throws {
    let question = ["classify", "--tpp", "4736", "--data-centre", "yes", "--on", "2024-06-01"]
    let short = try Command(question)
    #expect(
      short.output.contains("3A090.a.2 (unknown): met only if the applicable die area is at most 800 mm²"))
    #expect(!short.output.contains("\n3A090.a.2: unknown"))
    let long = try Command(question + ["--explain"])
    #expect(long.output.contains("\n3A090.a.2: unknown"))
    #expect(long.output.hasSuffix("- This is not legal advice.\n"))
    #expect(long.output.components(separatedBy: "not legal advice").count == 2)
    let json = try Command(question + ["--format", "json"])
    #expect(json.output.contains("\"areaMM2\" : 800"))
    let page = try Command(question + ["--format", "html"])
    #expect(page.output.contains("<details class=\"working\"><summary><h2>3A090.a.2: unknown</h2></summary>"))
    #expect(
      page.output.components(separatedBy: "<details").count
        == page.output.components(separatedBy: "</details>").count)
    #expect(!page.output.contains("<script"))
  }

  @Test("an interval tells where it turns, and a probability only with a distribution")
  func interval() throws {
    let question = [
      "classify", "--tpp", "4736", "--die-area", "600..1000", "--data-centre", "yes", "--on", "2024-06-01",
    ]
    let plain = try Command(question)
    #expect(plain.output.contains("yes from 600.0 to 800.0, no from 800.0 to 1,000"))
    #expect(!plain.output.contains("if uniform"))
    let spread = try Command(question + ["--distribution", "uniform"])
    #expect(spread.output.contains("yes, if uniform") && spread.output.contains("50.0 %"))
  }

  @Test(
    "a question that is not put right has its own message and code",
    arguments: [
      (["--tpp", "5..4"], 64, "lower end first"), (["--tpp", "0..4"], 64, "or an interval LOW..HIGH of two"),
      (["--tpp", "nan..4"], 64, "above 0"), (["--tpp", "4..5..6"], 64, "--tpp"),
      (["--tops", "fp16=5..4"], 64, "lower end first"),
      (["--tpp", "5", "--distribution", "uniform"], 64, "exactly one"),
      (["--tops", "fp16=1..2", "--die-area", "3..4", "--distribution", "uniform"], 64, "exactly one"),
      (["--evidence", "derived", "--tpp", "4"], 64, "--measured"),
      (["--measured", "/nonexistent"], 65, "no such file"),
      (["H20", "--measured", "x"], 64, "not both"), (["--measured", "x", "--tpp", "4"], 64, "not both"),
      (["--measured", "x", "--evidence", "declared"], 64, "declared"),
    ])
  func badQuestions(arguments: [String], status: Int, message: String) throws {
    let command = try Command(["classify"] + arguments)
    #expect(command.status == Int32(status), "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  @Test(
    "a cluster of H100s meets the line of EO 14110 at 10^20 and not just below it",
    arguments: [("50530", "no"), ("50531", "yes"), ("100000", "yes")])
  func cluster(chips: String, outcome: String) throws {
    let command = try Command([
      "train", "--network-gbps", "400", "--fact", "one-data-centre=yes", "--on", "2024-06-01", "--chips",
      chips,
      "--chip", "h100-sxm", "--precision", "bf16", "--mfu", "0.4", "--goodput", "0.9", "--days", "30",
      "--format",
      "json",
    ])
    #expect(command.status == 0, "\(command.errors)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let classification = try #require(object["classification"] as? [String: Any])
    let findings = try #require(classification["findings"] as? [[String: Any]])
    let finding = try #require(findings.first { $0["paragraph"] as? String == "4.2(b)(ii)" })
    #expect(finding["outcome"] as? String == outcome)
  }
}
