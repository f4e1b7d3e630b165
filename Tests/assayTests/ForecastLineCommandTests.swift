import Foundation
import Testing

/// What lines of the law are worth, would be and when they end, on the command line.
@Suite struct ForecastLineCommandTests {
  private static let quick = ["--resamples", "200", "--known-by", "2026-11-24"]

  private func forecast(_ arguments: [String]) throws -> Command {
    try Command(["forecast"] + arguments + Self.quick)
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let command = try forecast(arguments + ["--format", "json"])
    #expect(command.status == 0, "\(command.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
  }

  private func worths(_ page: [String: Any], chip: String? = nil) throws -> [[String: Any]] {
    let part = chip == nil ? page["frontier"] : (page["chips"] as? [[String: Any]])?.first
    let worths = try #require(part as? [String: Any])
    return try #require(worths["worths"] as? [[String: Any]])
  }

  @Test("1,699 H100 reach 10^25 in 172 days at 40 % MFU; the share of 4,800 TPP in one was 30.3 %")
  func chip() throws {
    let page = try json([
      "threshold", "lpp", "--as", "chips", "train-days", "--chip", "h100-sxm", "--operations", "1e25",
      "--precision", "bf16", "--mfu", "0.4", "--goodput", "1",
    ])
    let own = try worths(page, chip: "h100-sxm")
    #expect(own.first?["whole"] as? Double == 1_699)
    #expect(abs(try #require(own.last?["value"] as? Double) - 172) < 0.9)
    let share = try forecast(["threshold", "3A090.a.1", "--as", "share", "--chip", "h100-sxm"])
    #expect(share.output.contains("30.32"))
    #expect(share.output.contains("3A090.a.1: high TPP") && share.output.contains("not legal advice"))
  }

  @Test("the past goes by chips that were out, days to come by the trend, and beyond the horizon is marked")
  func days() throws {
    let page = try json([
      "threshold", "lpp", "--as", "chips", "--on", "2025-01-13", "2028-01-01", "2035-01-01",
    ])
    let worths = try worths(page)
    #expect(worths.map { $0["isForecast"] as? Bool } == [false, true, true])
    #expect((worths[0]["basis"] as? String)?.contains("B200") == true)
    let values = worths.compactMap { $0["value"] as? Double }
    #expect(values == values.sorted(by: >) && values.count == 3)
    let warnings = try #require(page["warnings"] as? [String])
    #expect(warnings.contains { $0.contains("2035-01-01: beyond the horizon") })
    #expect(page["schemaVersion"] is String)
  }

  @Test("days of training have no default: the choices are named, and what was given is shown")
  func training() throws {
    let none = try forecast(["threshold", "lpp", "--as", "train-days"])
    #expect(none.status == 64 && none.errors.contains("--precision"))
    let mfu = try forecast(["threshold", "lpp", "--as", "train-days", "--precision", "bf16"])
    #expect(mfu.status == 64 && mfu.errors.contains("published runs"))
    let given = try forecast([
      "threshold", "country", "--as", "train-days", "--precision", "bf16", "--mfu", "llama-3-1-405b",
      "--goodput", "llama-3-1-405b",
    ])
    #expect(given.status == 0 && given.output.contains("llama-3-1-405b"))
  }

  @Test("an ambiguous line, an unknown one and a figure without a day are refused with the remedy")
  func lines() throws {
    let several = try forecast(["threshold", "tpp-upper"])
    #expect(several.status == 64 && several.errors.contains("us-3a090/tpp-upper"))
    let unknown = try forecast(["expiry", "3A09.a.1"])
    #expect(unknown.status == 64 && unknown.errors.contains("3A090.a.1"))
    let dayless = try forecast(["reindex", "4800tpp"])
    #expect(dayless.status == 64 && dayless.errors.contains("--written"))
    let own = try forecast(["threshold", "26.9e6tpp", "--written", "2025-01-13", "--as", "chips"])
    #expect(own.status == 0 && own.output.contains("added up"))
  }

  @Test("too few data end with their own exit code")
  func tooFew() throws {
    let command = try forecast([
      "threshold", "lpp", "--as", "cost", "--vendor", "Huawei", "--on", "2027-01-01",
    ])
    #expect(command.status == 15, "\(command.errors)")
    #expect(command.errors.contains("price.csv"))
  }

  @Test("the same seed gives the same bytes in every format, and plots are drawn")
  func formats() throws {
    let question = ["reindex", "lpp", "--by", "R1", "R7"]
    for format in ["text", "markdown", "html", "json"] {
      let first = try forecast(question + ["--format", format])
      #expect(first.status == 0)
      #expect(try forecast(question + ["--format", format]).output == first.output)
    }
    for command in [question, ["threshold", "lpp", "--as", "chips"], ["expiry", "3A090.a.1"]] {
      #expect(try forecast(command + ["--format", "html"]).output.contains("<svg"))
    }
  }

  @Test("a written rule file is read by classify and by rules impact, marked as what it is")
  func roundTrip() throws {
    let file = NSTemporaryDirectory() + "reindexed-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let written = try forecast(["reindex", "3A090.a.1", "--by", "R1", "--write-rule", file])
    #expect(written.status == 0, "\(written.errors)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("overrides: \"us-3a090\"") && text.contains("seed 1") && text.contains("R1"))
    let classified = try Command([
      "classify", "h100-sxm", "--on", "2027-01-01", "--to", "CN", "--rule", file, "--explain",
    ])
    #expect(classified.status == 0, "\(classified.errors)")
    #expect(classified.output.contains("[what-if: \(file): assay "))
    let impact = try Command([
      "rules", "impact", "--rule", file, "--on", "2027-01-01", "--to", "CN", "--format", "json",
    ])
    #expect(impact.status == 0, "\(impact.errors)")
    #expect(impact.output.contains("rtx-4090"))
  }

  @Test("a rule that does not fit, and a file for several rules, are refused")
  func refused() throws {
    let misfit = try forecast(["reindex", "eu-ai-act", "--by", "R1"])
    #expect(misfit.status == 64 && misfit.errors.contains("does not apply"))
    let several = try forecast(["reindex", "lpp", "--write-rule", "/tmp/x.yaml"])
    #expect(several.status == 64 && several.errors.contains("--by"))
    let index = try forecast(["reindex", "lpp", "--index", "stock-nvida"])
    #expect(index.status == 64 && index.errors.contains("stock-nvidia"))
    let stock = try forecast(["expiry", "lpp"])
    #expect(stock.status == 64 && stock.errors.contains("added up"))
  }

  @Test("another published growth can be followed")
  func index() throws {
    let page = try json(["reindex", "lpp", "--by", "R7", "--index", "stock-nvidia"])
    let rules = try #require(page["rules"] as? [[String: Any]])
    #expect(rules.first?["growth"] as? Double == 2.3)
  }

  @Test("4,800 TPP already catches a gaming card")
  func expiry() throws {
    let page = try json(["expiry", "3A090.a.1"])
    let events = try #require(page["events"] as? [[String: Any]])
    #expect(events.first?["outcome"] as? String == "already")
    #expect(events.first?["chip"] as? String == "rtx-4090")
    #expect(events.count == 4)
  }
}
