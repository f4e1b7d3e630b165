import ChipDB
import Foundation
import Rating
import Report
import Rulebook
import Testing

@Suite struct QuantityPagesTests {
  let rulebook: Rulebook
  let database: ChipDatabase

  init() throws {
    rulebook = try Rulebook.load(directory: RatingReportTests.root + "/rulebook")
    database = try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb")
  }

  private func text(_ document: Document) -> String {
    TerminalRenderer(isColored: false).render(document).split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  private func json(_ value: some Encodable) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(JSONRenderer().render(value).utf8)) as? [String: Any])
  }

  private func allowances(
    _ chip: String, _ definition: String? = nil, on date: String = "2025-06-01"
  ) throws -> AllowancesPage {
    try AllowancesPage(
      database.chip(matching: chip), on: #require(CalendarDate(date)),
      definition: definition.map(database.equivalenceDefinition), in: database, rulebook: rulebook,
      ledgers: LedgerRules.loadAll(directory: RatingReportTests.root + "/rulebook", rulebook: rulebook),
      tf32Reading: .container32)
  }

  private func plan(
    chip: String = "ascend-910c", mfu: String = "0.35", goodput: String = "0.9", chips: Double? = 20_000,
    days: Double? = 60, operations: Double? = nil
  ) throws -> TrainingPlan {
    try TrainingPlan(
      chip: database.chip(matching: chip), precision: .bf16, mfu: database.mfu(mfu, at: .bf16),
      goodput: database.goodput(goodput), chips: chips, days: days, operations: operations)
  }

  private func page(_ plan: TrainingPlan, factor: Double? = nil, hourly: Double? = nil) throws -> TrainingPage
  {
    try TrainingPage(
      plan, on: #require(CalendarDate("2026-02-01")), start: CalendarDate("2026-03-01"), facts: [:],
      networkGbps: 400,
      prices: .init(facilityFactor: factor, usdPerChipHour: hourly),
      today: #require(CalendarDate("2026-02-01")),
      database: database, rulebook: rulebook)
  }

  @Test("LPP holds 1,699 whole H100s at 15,825, and the count under every other definition stands beside it")
  func lpp() throws {
    let page = try json(allowances("h100-sxm", "tpp-diffusion"))
    let rows = try #require(page["rows"] as? [[String: Any]])
    #expect(rows.count == database.equivalenceDefinitions.count + 1)
    var counts: [String: Double] = [:]
    for row in rows {
      let lpp = try #require(
        (row["counts"] as? [[String: Any]])?.first {
          ($0["allowance"] as? [String: Any])?["id"] as? String == "lpp"
        })
      counts[row["definition"] as? String ?? "own"] = lpp["chips"] as? Double
    }
    #expect(counts["tpp-diffusion"] == 1_699)
    #expect(counts["tpp-ai-futures"] == 1_702)
    #expect(counts["own"] == 1_699)
    #expect(rows.first { $0["isChosen"] as? Bool == true }?["definition"] as? String == "tpp-diffusion")
    #expect(try text(allowances("h100-sxm", "tpp-diffusion").document).contains("15,825 TPP by definition"))
  }

  @Test(
    "a chip that is no item of the paragraphs that count is said to count toward none, its arithmetic as would be",
    arguments: [("h20", "no"), ("l20", "no"), ("h100-sxm", "yes"), ("rtx-4090", "yes")])
  func counting(chip: String, outcome: String) throws {
    let page = try allowances(chip)
    let counting = try #require(try json(page)["counting"] as? [[String: Any]])
    #expect(counting.map { $0["outcome"] as? String } == [outcome])
    #expect(counting.first?["paragraphs"] as? [String] == ["3A090.a.1", "3A090.a.2"])
    let words = text(page.document)
    #expect(words.contains("does not count toward any quantity") == (outcome == "no"))
    #expect(words.contains("would be") == (outcome == "no"))
  }

  @Test("an allowance that has ended is told with the day and the reason, and not dropped")
  func ended() throws {
    let page = try allowances("h100-sxm", on: "2028-01-01")
    let ended = try #require(try json(page)["ended"] as? [[String: Any]])
    #expect(ended.compactMap { $0["id"] as? String } == ["country", "country-agreement", "nveu"])
    #expect(ended.allSatisfy { $0["since"] as? String == "2028-01-01" })
    let words = text(page.document)
    #expect(words.contains("the period of the allocation ends with 2027"))
    #expect(words.contains("none from 2028-01-01 on"))
    #expect(try (json(allowances("h100-sxm", on: "2027-12-31"))["ended"] as? [Any])?.isEmpty == true)
  }

  @Test(
    "a chip whose sources disagree is counted from the fewest to the most, and one without rates is unknown")
  func interval() throws {
    #expect(try text(allowances("ascend-910c").document).contains("2,101 to 2,235"))
    let bare = try #require(database.chips.first { $0.throughputs.isEmpty && $0.cpu == nil })
    #expect(try text(allowances(bare.id).document).contains("Unknown: no throughput"))
  }

  @Test(
    "the issue's run: operations, the lines with their days and dates, energy, and a price that is not known")
  func run() throws {
    let page = try page(plan(), factor: 1.5, hourly: 2)
    let text = text(page.document)
    #expect(
      text.contains("2.61 × 10^25 operations (2.46 × 10^25 to 2.61 × 10^25 by the sources), worked out"))
    #expect(text.contains("2026-03-23"))
    #expect(text.contains("no price of Huawei Ascend 910C is known"))
    #expect(text.contains("1.60 × 10^19 operations a second"))
    #expect(text.contains("balance at 250.0 operations a byte (235.0 to 250.0)"))
    #expect(text.contains("epoch-data-movement"))
    #expect(text.contains("This is not legal advice."))
    let costs = try #require(try json(page)["costs"] as? [[String: Any]])
    func value(_ name: String) -> Double? {
      costs.first { $0["name"] as? String == name }?["value"] as? Double
    }
    #expect(value("chip-hours") == 28_800_000)
    #expect(value("chips by the hour") == 57_600_000)
    #expect(abs((value("energy of the facility") ?? 0) / (value("energy of the chips") ?? 1) - 1.5) < 1e-12)
    #expect(value("chips at their price at release") == nil)
  }

  @Test("chips that are solved for are held against the operations asked for, exactly on the line")
  func solved() throws {
    let page = try page(
      plan(chip: "h100-sxm", mfu: "palm-540b", goodput: "palm-540b", chips: nil, days: 90, operations: 1e26))
    let lines = try #require(try json(page)["lines"] as? [[String: Any]])
    func crossed(_ id: String) -> String? {
      lines.first { ($0["line"] as? [String: Any])?["id"] as? String == id }?["isCrossed"] as? String
    }
    #expect(crossed("4E091") == "yes")
    #expect(crossed("22757.11(i)") == "no")
    #expect(text(page.document).contains("palm-540b on tpu-v4: what one machine reached another may not"))
  }

  @Test("the cluster's rate and network are held against the lines that the rulebook has for them")
  func cluster() throws {
    let subject = try plan().subject(facts: [:], networkGbps: 400)
    #expect(
      Set(subject.operands.keys) == [.trainingOperations, .clusterPerformance, .clusterNetworking])
    #expect(subject.operands[.clusterPerformance]?.value == 20_000 * 1503e12)
    #expect(try text(page(plan()).document).contains("400 Gbit/s (given)"))
  }

  @Test("a run beyond what has been reckoned possible says so")
  func beyond() throws {
    let text = try text(page(plan(chips: nil, days: 400, operations: 3e28)).document)
    #expect(text.contains("its MFU is unlikely to hold"))
    #expect(text.contains("longer than 183 days"))
  }

  @Test("a chip without a rate at the precision, and other than two of the three numbers, are refused")
  func refused() throws {
    #expect(throws: ChipDBError.self) { try plan(chip: "gtx-280") }
    #expect(throws: ChipDBError.self) { try plan(chips: 1, days: 1, operations: 1) }
    #expect(throws: ChipDBError.self) { try plan(chips: 1, days: nil, operations: nil) }
  }

  @Test("every page renders in every format")
  func formats() throws {
    let unit = ConversionUnit.chip(try database.chip(matching: "h100-sxm"))
    let conversion = try Conversion(
      ConversionAmount("50000", of: unit), unit, to: .chip(database.chip(matching: "ascend-910c")),
      by: .tops([.fp16]), via: nil, facilityFactor: nil, tf32Reading: .container32)
    let documents = try [
      ConversionPage(conversion, in: database, tf32Reading: .container32).document,
      allowances("h20").document,
      page(plan()).document,
    ]
    for document in documents {
      #expect(!TerminalRenderer(isColored: true).render(document).isEmpty)
      #expect(MarkdownRenderer().render(document).contains("# "))
      #expect(HTMLRenderer(chartLibrary: nil).render(document).contains("</html>"))
    }
    let text = text(documents[0])
    #expect(text.contains("50,000 chips × 989.5 TOP/s (nvidia-h100-spec, primary, declared, 2026-11-24)"))
    #expect(text.contains("is 61,843.8 × Huawei Ascend 910C by the sources 61,8"))
    #expect(text.contains("61,843 do not exceed it, 61,844 reach it"))
  }
}
