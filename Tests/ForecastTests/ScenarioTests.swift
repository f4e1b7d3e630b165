import ChipDB
import Foundation
import Rating
import Testing

@testable import Forecast

@Suite("Scenarios of chips")
struct ScenarioTests {
  let data: TrendData
  let database: ChipDatabase
  let china: Scenario

  init() throws {
    data = try ShippedTrends.data()
    database = try ChipTrendTests.database.get()
    china = try data.scenario("china-production", in: database)
  }

  private func question(
    _ choices: [String: String] = [:], limits: ScenarioQuestion.LimitUse = .stated,
    correlation: Double? = nil, draws: Int = 20_000, seed: UInt64 = 1
  ) throws -> ScenarioQuestion {
    try ScenarioQuestion(
      china, taking: choices, limits: limits, correlation: correlation, tf32Reading: .container32,
      settings: .init(draws: draws, seed: seed))
  }

  private func compute(
    _ question: ScenarioQuestion, _ definition: String = "tops8-epoch", _ years: [Int] = [2025]
  ) throws -> ScenarioCompute {
    try ScenarioCompute(
      question, under: database.equivalenceDefinition(definition), years: years, stock: data.stock,
      in: database)
  }

  // Epoch AI, Data on AI Chip Owners, https://epoch.ai/data/ai-chip-owners, and the division of case cmp_C13.
  @Test(
    "1,489,899 H20 are 222,844 H100 by 8-bit operations and 1.779 million by memory bandwidth (cmp_C13)",
    arguments: [("tops8-epoch", 222_844.0), ("memory-bandwidth", 1.779e6)])
  func h20(_ definition: String, _ expected: Double) throws {
    let drivers = try #require(compute(question(draws: 100), definition).drivers)
    let bar = try #require(drivers.bars.first { $0.input == "imported: h20, 2022 to 2025" })
    // The total is linear in the amount: its slope is what one chip is worth.
    let worth = bar.swing / (bar.inputHigh - bar.inputLow)
    #expect(abs(1_489_899 * worth / expected - 1) < 0.01)
  }

  // The same data, summed by type: trends.md 1.3.
  @Test(
    "by memory bandwidth what Epoch counts in China is 2.97 million H100, less the chips without a figure")
  func bandwidth() throws {
    let computed = try compute(question(["smuggled": "none"], draws: 100), "memory-bandwidth")
    let year = try #require(computed.years.last)
    #expect(computed.unknown.map(\.unit) == ["siyuan-590", "mi308x"])
    // 135,000 Siyuan 590 and 31,859 MI308X are missing: chips of 1.2 to 5.3 TB/s, over 3.35.
    let each = (2.97e6 - year.atMedians) / (135_000 + 31_859)
    #expect((0.35...1.6).contains(each), "\(each)")
    #expect(abs(year.atMedians / 2.97e6 - 1) < 0.05)
  }

  @Test(
    "by 8-bit operations the chips that have a figure are Epoch's 1.153 million less those that have none")
  func eightBit() throws {
    let computed = try compute(question(["smuggled": "none"], draws: 100))
    let published = try #require(data.level("owner-china-2025")).median
    let year = try #require(computed.years.last)
    #expect(computed.unknown.map(\.unit) == ["ascend-910b"])
    // A 910B would be worth 0.32 to 0.38: dense FP16 320 to 376 TFLOP/s, twice that in 8 bits, over 1,979.
    let each = (published - year.atMedians) / 600_000
    #expect((0.30...0.40).contains(each), "\(each)")
  }

  @Test("an amount times a rating adds up over the years, and what came in a year is the difference")
  func addsUp() throws {
    let taken = try question(["domestic": "cfr-generous", "imported": "epoch-owners", "smuggled": "none"])
    let years = try compute(taken, "tpp-datasheet", [2025, 2026, 2027, 2028]).years
    for (earlier, later) in zip(years, years.dropFirst()) {
      #expect(abs(later.total.mean - earlier.total.mean - later.added.mean) < 1e-6 * later.total.mean)
    }
    let each = try #require(
      database.equivalenceDefinition("tpp-datasheet").equivalent(
        of: database.chip(matching: "ascend-910c"), tf32Reading: .container32)
    ).value
    #expect(abs((years[2].atMedians - years[0].atMedians) / (6_000_000 * each) - 1) < 1e-9)
    #expect(years[3].added.median == 0)
    let parts = years[2].parts.values.reduce(0) { $0 + $1.mean }
    #expect(abs(parts / years[2].total.mean - 1) < 1e-9)
  }

  @Test(
    "13 million stacks hold CFR's 6.8 million chips to 1.625 million if no more come, and those of 2025 through 2025"
  )
  func limits() throws {
    let choices = ["domestic": "cfr-generous", "smuggled": "none"]
    let years = [2025, 2026, 2027]
    let stated = try compute(question(choices), "tpp-datasheet", years)
    let lasting = try compute(question(choices, limits: .lasting), "tpp-datasheet", years)
    let none = try compute(question(choices, limits: .none), "tpp-datasheet", years)
    #expect(stated.limited["hbm-stacks"] == 0 && lasting.limited["hbm-stacks"] == 1)
    #expect(none.limited.isEmpty && none.years.map(\.atMedians) == stated.years.map(\.atMedians))
    func domestic(_ computed: ScenarioCompute, _ index: Int) throws -> Double {
      try #require(computed.years[index].parts["domestic"]).mean
    }
    // 800,000 fit; of the 2 million of 2026 825,000 do, of those of 2027 none.
    #expect(try abs(domestic(lasting, 1) / domestic(lasting, 0) - 1_625 / 800.0) < 1e-9)
    #expect(try domestic(lasting, 2) == domestic(lasting, 1))
    #expect(try domestic(stated, 2) / domestic(stated, 0) > 8)
    // "At least" 2.9 million dies limits nothing, even for good.
    #expect(lasting.limited["tsmc-dies"] == nil)
  }

  @Test("amounts of one part that are wrong together widen the total, and the file's correlation is 0.7")
  func correlation() throws {
    func width(_ correlation: Double?) throws -> Double {
      let total = try #require(
        compute(question(["smuggled": "none"], correlation: correlation), "memory-bandwidth").years.last
      ).total
      return total.high - total.low
    }
    let (independent, shipped, same) = (try width(0), try width(nil), try width(1))
    #expect(independent < shipped && shipped < same)
    #expect(try width(0.7) == shipped)
    #expect(china.parts.map { $0.correlation?.within } == [0.7, 0.7, nil])
  }

  @Test("the share is of what the country and the others have, and unknown where nobody published theirs")
  func share() throws {
    let computed = try compute(question(["smuggled": "none"], draws: 1_000))
    let year = try #require(computed.years.last)
    let others = try #require(year.others)
    #expect(others.series == "owners-2025" && !others.levels.contains { $0.country?.description == "CN" })
    let rest = others.levels.reduce(0) { $0 + $1.median }
    #expect(try abs(#require(year.share).median - year.total.median / (year.total.median + rest)) < 1e-3)
    #expect(try #require(compute(question(draws: 100), "memory-bandwidth").years.last).share == nil)
  }

  @Test(
    "published stocks of two countries give Pilz's 13.7, 19.4 and 7.4 times (pub_C17)",
    arguments: [("gb300-fp8", 13.7), ("gb300-fp4", 19.4), ("gb300-bandwidth", 7.4)])
  func ratios(_ definition: String, _ expected: Double) throws {
    // https://konstantinpilz.github.io/holy-grail/
    let ratios = try StockRatio.all(of: china.country, in: data.stock, settings: .init(draws: 20_000))
    let ratio = try #require(ratios.first { $0.country.definition.rawValue == definition })
    #expect(abs(ratio.ratio / expected - 1) < 0.01)
    if definition == "gb300-fp8" {
      let drawn = try #require(ratio.drawn)
      #expect(drawn.low < 13.7 && drawn.high > 13.7 && abs(drawn.median / 13.7 - 1) < 0.1)
    } else {
      #expect(ratio.drawn == nil)
    }
  }

  @Test(
    "a rate without a product counts under definitions of its width, and is named where it does not count")
  func rating() throws {
    let tpp = try compute(question(draws: 100), "tpp-datasheet")
    #expect(tpp.unknown.isEmpty)
    let bandwidth = try compute(question(draws: 100), "memory-bandwidth")
    #expect(bandwidth.unknown.last?.part == "smuggled" && bandwidth.unknown.count == 3)
    #expect(bandwidth.unknown.last?.reason.contains("8 bits") == true)
    // Bernstein's chips are known by their 16-bit rate alone.
    let bernstein = try question(["domestic": "bernstein-all", "smuggled": "none"], draws: 100)
    #expect(try !compute(bernstein, "tops16-dense").unknown.contains { $0.part == "domestic" })
    #expect(try compute(bernstein, "tops8-epoch").unknown.contains { $0.part == "domestic" })
  }

  @Test("a year before supplies of several years are told names them as missing")
  func notSplit() throws {
    let years = try compute(question(draws: 100), "tpp-datasheet", [2024, 2025]).years
    #expect(years[0].notSplit.contains("h20") && years[0].atMedians == 0)
    #expect(years[1].notSplit.isEmpty)
  }

  @Test("a yield multiplies, and its draws never pass 1")
  func yields() throws {
    let half = try user(
      "units: {median: 1000}\nyield: {low: 0.2, median: 0.5, high: 0.99, level: 0.5}")
    let question = try ScenarioQuestion(
      half, tf32Reading: .container32, settings: .init(draws: 5_000))
    let year = try #require(compute(question, "tpp-datasheet", [2025]).years.last)
    let whole =
      try #require(
        database.equivalenceDefinition("tpp-datasheet").equivalent(
          of: database.chip(matching: "h20"), tf32Reading: .container32)
      ).value * 1_000
    #expect(abs(year.atMedians / whole - 0.5) < 1e-3)
    #expect(year.total.high <= whole * 1.02)
  }

  @Test("unknown parts and alternatives are refused with those that there are")
  func unknownChoices() {
    func message(_ choices: [String: String]) -> String {
      do { _ = try question(choices) } catch { return "\(error)" }
      return ""
    }
    #expect(message(["local": "x"]).contains("domestic, imported, smuggled"))
    #expect(message(["domestic": "cfr"]).contains("cfr-generous"))
  }

  @Test("the same seed gives the same answer")
  func seeds() throws {
    let first = try compute(question(draws: 3_000)).years
    #expect(try compute(question(draws: 3_000)).years == first)
    #expect(try compute(question(draws: 3_000, seed: 2)).years != first)
  }

  // MARK: a file of the user's own

  private func file(_ text: String) throws -> String {
    let path = NSTemporaryDirectory() + "scenario-\(UUID().uuidString).yaml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func text(_ supply: String, chip: String = "h20") -> String {
    """
    id: own
    title: Our own
    country: CN
    parts:
      - id: all
        title: All
        kind: import
        default: ours
        alternatives:
          - id: ours
            title: Ours
            supplies:
              - chip: \(chip)
                year: 2025
                \(supply)
                source: our own estimate, May 2026
                confidence: secondary
    """
  }

  private func user(_ supply: String, chip: String = "h20") throws -> Scenario {
    let lines = supply.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let path = try file(text(lines.joined(separator: "\n" + String(repeating: " ", count: 12)), chip: chip))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try data.scenario(path, in: database)
  }

  @Test("a file of the user's own names its sources in words")
  func own() throws {
    let own = try user("units: {low: 10, high: 20, level: 0.9}")
    #expect(own.parts[0].alternatives[0].supplies[0].provenance.source == "our own estimate, May 2026")
  }

  @Test(
    "a broken file of the user's own is named with line, column and remedy",
    arguments: [
      ("units: {median: -1}", "h20", ":15:", "above zero"),
      ("units: {median: 5}", "h200000", ":13:19: the database has no chip", "nearest"),
      ("units: {low: 5}", "h20", ":15:", "give both"), ("unit: 5", "h20", ":15:13", "use one of"),
    ])
  func broken(_ supply: String, _ chip: String, _ place: String, _ remedy: String) throws {
    let error = #expect(throws: TrendDataError.self) { _ = try user(supply, chip: chip) }
    let message = try #require(error).description
    #expect(message.contains(place) && message.contains(remedy), "\(message)")
  }

  @Test("what is neither a scenario nor a file is refused with the scenarios that there are")
  func noFile() {
    let error = #expect(throws: ForecastError.self) { _ = try data.scenario("nothing.yaml", in: database) }
    #expect(error?.description.contains("china-production") == true && error?.isUsage == true)
  }
}
