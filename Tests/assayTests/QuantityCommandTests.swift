import Foundation
import Testing

@Suite struct QuantityCommandTests {
  @Test("a conversion, the allowances and a run are answered as JSON with their schema version")
  func json() throws {
    for arguments in [
      ["convert", "50000", "h100-sxm", "--to", "ascend-910c", "--by", "tpp"],
      ["convert", "5", "RTX", "4090", "--to", "h100e", "--definition", "tops8-epoch"],
      ["allowances", "h100", "--on", "2025-06-01", "--definition", "tpp-diffusion"],
      [
        "train", "--chips", "20000", "--chip", "ascend-910c", "--precision", "bf16", "--mfu", "0.35",
        "--goodput", "0.9",
        "--days", "60", "--on", "2026-02-01",
      ],
    ] {
      let command = try Command(arguments + ["--format", "json"])
      #expect(command.status == 0, "\(command.errors)")
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
      #expect(object["schemaVersion"] != nil)
    }
  }

  @Test(
    "every answer that rests on the law ends by saying, once, that it is no legal advice",
    arguments: [
      ["rules", "list", "--on", "2025-06-01"], ["rules", "show", "us-3a090"],
      ["rules", "diff", "--from", "2025-01-01", "--to", "2025-02-01"], ["rules", "impact"],
      ["convert", "50000", "h100-sxm", "--to", "ascend-910c", "--by", "tpp"],
      ["convert", "5", "h100", "--to", "mw"],
      ["check", "h20", "--claim", "tpp=2368"], ["check", "h100", "--claim", "fp16=989.5"],
      ["classify", "h20"], ["allowances", "h100", "--on", "2025-06-01"],
    ])
  func closingLine(arguments: [String]) throws {
    let text = try Command(arguments).output
    #expect(text.hasSuffix("- This is not legal advice.\n"), "\(text.suffix(300))")
    #expect(text.components(separatedBy: "not legal advice").count == 2)
    let json = try Command(arguments + ["--format", "json"]).output
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object["notice"] as? String == "This is not legal advice.")
    let page = try Command(arguments + ["--format", "html"]).output
    #expect(page.components(separatedBy: "not legal advice").count == 2)
  }

  @Test(
    "what cannot be answered ends with a code of its own and a remedy",
    arguments: [
      (["convert", "-5", "h100", "--to", "h20", "--by", "tpp"], 64, "above 0"),
      (["convert", "1e400", "h100", "--to", "tpp"], 64, "too large"),
      (["convert", "nan", "h100", "--to", "tpp"], 64, "no number"),
      (["convert", "1.5", "h100", "--to", "tpp"], 64, "whole"),
      (["convert", "5", "h100", "--to", "h20"], 64, "give --by"),
      (["convert", "5", "h100", "--to", "h100e"], 64, "no bare H100-equivalent"),
      (["convert", "5", "h100", "--to", "tpp", "--definition", "tpp-diffusion"], 64, "plays no part"),
      (["convert", "5", "h100", "--to", "tpp", "--too", "x"], 64, "no such option"),
      (["convert", "5", "--to", "tpp"], 64, "quantity and its unit"),
      (["convert", "5", "h1000", "--to", "tpp"], 13, "nearest are"),
      (["convert", "5", "h100", "--to", "mw", "--facility-factor", "0.5"], 64, "at least 1"),
      (["allowances", "h100", "--on", "2024-12-31"], 64, "no allowance of TPP was in force on 2024-12-31"),
      (["allowances", "h100", "--on", "2024-01-01"], 64, "starts on 2025-01-13"),
      (
        ["classify", "--memory-bandwidth-density", "2.5", "--on", "2024-12-01"], 64,
        "no rule that tests these"
      ),
      (["allowances", "h1000"], 13, "nearest are"),
      (["allowances", "h100", "--definition", "h100e"], 64, "tpp-diffusion"),
    ])
  func failures(arguments: [String], status: Int, message: String) throws {
    let command = try Command(arguments)
    #expect(command.status == Int32(status), "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  @Test("a signed statute that is not yet in force is told with its day, and a bill as no law")
  func signed() throws {
    func text(_ date: String) throws -> String {
      let command = try Command([
        "train", "--chip", "h100", "--precision", "bf16", "--days", "90", "--mfu", "0.4", "--goodput", "0.9",
        "--operations", "1e27", "--on", date,
      ])
      return command.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let before = try text("2026-06-01")
    #expect(before.contains("RAISE frontier model (law from 2027-01-01)"))
    #expect(before.contains("Announced, not in force: "))
    let page = try Command(["rules", "list", "--on", "2026-06-01", "--format", "markdown"]).output
    func line(_ id: String) -> Substring? { page.split(separator: "\n").first { $0.contains(id) } }
    #expect(line("us-ny-raise")?.contains("not in force, law from 2027-01-01") == true)
    #expect(line("us-s-3374")?.contains("announced, not law") == true)
    #expect(try !text("2027-01-01").contains("law from 2027-01-01"))
  }

  @Test(
    "a run without MFU or goodput, or with a number that no run has, is refused",
    arguments: [
      (["--chips", "10", "--days", "3", "--goodput", "1"], "palm-540b: 0.462"),
      (["--chips", "10", "--days", "3", "--mfu", "0.4"], "llama-3-1-405b: 0.9"),
      (["--chips", "10", "--days", "3", "--mfu", "1.2", "--goodput", "1"], "ratio of two precisions"),
      (
        ["--chips", "10", "--days", "3", "--mfu", "nan", "--goodput", "1"],
        "published run: give a share above 0"
      ),
      (["--chips", "10", "--days", "3", "--mfu", "palm", "--goodput", "1"], "'? Give a share above 0"),
      (
        ["--chips", "10", "--days", "3", "--mfu", "deepseek-v3", "--goodput", "1"], "ratio of two precisions"
      ),
      (["--chips", "10.5", "--days", "3", "--mfu", "0.4", "--goodput", "1"], "whole number"),
      (["--chips", "-5", "--days", "3", "--mfu", "0.4", "--goodput", "1"], "above 0"),
      (["--chips", "1e400", "--days", "3", "--mfu", "0.4", "--goodput", "1"], "above 0"),
      (["--chips", "nan", "--days", "3", "--mfu", "0.4", "--goodput", "1"], "above 0"),
      (["--chips", "10", "--mfu", "0.4", "--goodput", "1"], "exactly two"),
      (["--chips", "10", "--days", "3", "--mfu", "-0.4", "--goodput", "1"], "above 0"),
      (["--chips", "10", "--days", "3", "--mfu", "0.4", "--goodput", "1", "--fact", "moon=yes"], "fact"),
      (
        ["--chips", "10", "--days", "3", "--mfu", "0.4", "--goodput", "1", "--on", "1999-01-01"], "starts on"
      ),
    ])
  func badRuns(arguments: [String], message: String) throws {
    let command = try Command(["train", "--chip", "h100", "--precision", "bf16"] + arguments)
    #expect(command.status == 64, "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
  }
}
