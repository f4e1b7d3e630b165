import ChipDB
import Foundation
import Rating
import Rulebook
import Testing

@testable import Forecast

@Suite("Lines tied to something")
struct ReindexerTests {
  private func reindexer(
    _ line: ThresholdLine, growths: [IndexRule: [YearlyGrowth]]? = nil, runs: RunPath? = nil, digits: Int = 3,
    every: Int = 1, _ change: (inout TrendQuestion) -> Void = { _ in }
  ) throws -> Reindexer {
    let path = try ShippedLines.path(.figure(.tpp), change)
    return Reindexer(
      line,
      terms: .init(
        digits: digits, everyYears: every, ordersBelow: 1, horizon: try ShippedLines.day("2030-12-31")),
      frontier: path, growths: RuleGrowths(growths ?? Self.growths), runs: runs,
      drift: LineDrift(line, ShippedLines.terms()),
      source: .frontier([path], in: try ChipTrendTests.database.get()))
  }

  private static let growths: [IndexRule: [YearlyGrowth]] = [
    .cost: [growth("cost", 1.3)], .energy: [growth("energy", 1.34)],
    .capability: [growth("algorithms", exp2(1.5), exp2(12.0 / 14)...exp2(12.0 / 5))],
    .largestRun: [growth("runs", 4.7, 4.3...5.2)], .stockShare: [growth("stock", 3.3, 2.7...4.1)],
  ]

  private static func growth(
    _ id: String, _ factor: Double, _ interval: ClosedRange<Double>? = nil
  ) -> YearlyGrowth {
    YearlyGrowth(id: id, title: id, perYear: factor, interval: interval, level: 0.9, source: "test")
  }

  private func value(_ tied: Reindexed, _ day: String) throws -> Reindexed.Row {
    try #require(tied.rows.first { $0.date.description == day })
  }

  @Test("4,800 TPP against an H100 is 10,915 against a B200 and 18,191 against 60,000 TPP")
  func ratio() throws {
    // By NVIDIA's chips; without the parts of one generation that differ in name alone.
    let line = try #require(
      ThresholdLine(figure: "4800tpp", written: ShippedLines.day("2022-10-21"), bestChip: 15_832))
    let reindexer = try reindexer(line) { $0.filter.vendor = "NVIDIA" }
    let tied = reindexer.reindexed(by: .frontierChip, on: [try ShippedLines.day("2024-12-01")])
    #expect(tied.result == .applies)
    #expect(abs(try value(tied, "2024-12-01").value / 10_915 - 1) < 0.002)
    #expect(abs(4_800.0 / 15_832 * 60_000 - 18_191) < 1)
    let now = reindexer.reindexed(by: .frontierChip, on: [try ShippedLines.day("2026-11-24")])
    #expect(abs(try value(now, "2026-11-24").value / 18_191 - 1) < 0.002)
  }

  @Test("a rule that does not fit a line says so: no growth serves chips and trainings")
  func misfits() throws {
    let applying: [(String, Set<IndexRule>)] = [
      ("lpp", [.frontierChip, .cost, .energy, .stockShare, .erosion]),
      ("3A090.a.1", [.frontierChip, .cost, .energy, .rank, .erosion]), ("eu-ai-act", [.capability]),
    ]
    for (id, rules) in applying {
      let reindexer = try reindexer(ShippedLines.line(id))
      for rule in IndexRule.allCases where !(id == "eu-ai-act" && [.rank, .largestRun].contains(rule)) {
        let tied = reindexer.reindexed(by: rule, on: [try ShippedLines.day("2027-01-01")])
        #expect(tied.result == (rules.contains(rule) ? .applies : .doesNotApply), "\(id) \(rule)")
        #expect((tied.reason == nil) == rules.contains(rule))
      }
    }
  }

  @Test("hardware takes a line up and algorithms take one down, each stale after its doubling time")
  func directions() throws {
    let days = [try ShippedLines.day("2027-08-01")]
    let chips = try reindexer(ShippedLines.line("lpp")).reindexed(by: .stockShare, on: days)
    #expect(try value(chips, "2027-08-01").value > 26_900_000)
    #expect(try value(chips, "2027-08-01").staleness < 0.5)
    #expect(abs(try #require(chips.yearsToTwo) - log(2) / log(3.3)) < 0.01)
    let runs = try reindexer(ShippedLines.line("eu-ai-act")).reindexed(by: .capability, on: days)
    #expect(try value(runs, "2027-08-01").value < 1e25)
    #expect(try value(runs, "2027-08-01").staleness > 2)
    #expect(abs(try #require(runs.yearsToTwo) - 8.0 / 12) < 0.01)
    let interval = try #require(runs.yearsToTwoInterval)
    #expect(abs(interval.lowerBound - 5.0 / 12) < 1e-9 && abs(interval.upperBound - 14.0 / 12) < 1e-9)
  }

  @Test("a review rounds what the rule says that day, and it stays until the next")
  func reviews() throws {
    let tied = try reindexer(ShippedLines.line("lpp"), digits: 2, every: 2).reindexed(
      by: .cost, on: [try ShippedLines.day("2028-12-31"), try ShippedLines.day("2029-01-13")])
    #expect(tied.reviews.map(\.from.description) == ["2025-01-13", "2027-01-13", "2029-01-13"])
    #expect(tied.reviews.map(\.value) == [26_900_000, 45_000_000, 77_000_000])
    #expect(try value(tied, "2028-12-31").inForce == 45_000_000)
    #expect(try value(tied, "2029-01-13").inForce == 77_000_000)
    #expect(Reindexer.rounded(1.2345e26, 3) == 1.23e26 && Reindexer.rounded(4_849, 2) == 4_800)
  }

  @Test("a line keeps its rank among chips; one above all of its years has none to keep")
  func rank() throws {
    let tied = try reindexer(ShippedLines.line("3A090.a.1")).reindexed(
      by: .rank, on: [try ShippedLines.day("2027-01-01")])
    #expect(tied.result == .applies)
    #expect(try #require(tied.growth) > 1)
    let above = try #require(
      ThresholdLine(figure: "9e4tpp", written: ShippedLines.day("2022-10-21"), bestChip: nil))
    let none = try reindexer(above).reindexed(by: .rank, on: [try ShippedLines.day("2027-01-01")])
    #expect(none.result == .doesNotApply)
    #expect(try #require(none.reason).contains("no rank to keep"))
  }

  @Test("R6 follows the largest run known on a day, and after the last known day its growth")
  func largestRun() throws {
    let day = try ShippedLines.day("2026-11-24")
    let runs = RunPath(
      [
        .init(id: "a", name: "a", date: try ShippedLines.day("2023-03-15"), operations: BoundedValue(2e25)),
        .init(id: "b", name: "b", date: try ShippedLines.day("2025-11-24"), operations: BoundedValue(5e26)),
        .init(id: "c", name: "c", date: try ShippedLines.day("2026-01-01"), operations: BoundedValue(1e26)),
        .init(
          id: "later", name: "later", date: try ShippedLines.day("2027-01-01"), operations: BoundedValue(9e27)
        ),
      ], knownBy: day, growth: Self.growth("runs", 4.7))
    let tied = try reindexer(ShippedLines.line("us-eo-14110/operations"), runs: runs).reindexed(
      by: .largestRun,
      on: [
        try ShippedLines.day("2025-01-01"), try ShippedLines.day("2025-12-31"),
        try ShippedLines.day("2027-11-24"),
      ])
    #expect(abs(try value(tied, "2025-01-01").value / 2e24 - 1) < 1e-9)
    // The last run known is of 1 January 2026: from there on the largest so far grows.
    #expect(abs(try value(tied, "2025-12-31").value / 5e25 - 1) < 1e-9)
    let years = try ShippedLines.day("2026-01-01").decimalYear.distance(
      to: ShippedLines.day("2027-11-24").decimalYear)
    #expect(abs(try value(tied, "2027-11-24").value / (5e25 * pow(4.7, years)) - 1) < 1e-9)
  }

  @Test("a rule without its index is unknown and says what is missing")
  func missing() throws {
    let tied = try reindexer(ShippedLines.line("lpp"), growths: [:]).reindexed(
      by: .cost, on: [try ShippedLines.day("2027-01-01")])
    #expect(tied.result == .unknown)
    #expect(try #require(tied.reason).contains("indices.csv"))
  }

  @Test("the written file amends the rulebook: the same values on the same days, lapsing as the law does")
  func roundTrip() throws {
    let line = try ShippedLines.line("country")
    let tied = try reindexer(line).reindexed(by: .stockShare, on: [try ShippedLines.day("2027-01-01")])
    let file = try IndexedRuleFile(
      line, tied, version: "0.0.0", settings: .init(), knownBy: ShippedLines.day("2026-11-24"))
    let path = NSTemporaryDirectory() + "reindexed-\(UUID().uuidString).yaml"
    try Data(file.text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let supposed = try ShippedLines.rulebook.get().supposing([path])
    let amended = try supposed.line(matching: "us-ai-diffusion/country")
    for review in tied.reviews where review.from < (try ShippedLines.day("2028-01-01")) {
      #expect(amended.values.contains { $0.from == review.from && $0.value == review.value })
    }
    #expect(amended.values.last?.value == nil)
    #expect(amended.values.allSatisfy { $0.reference.contains("what-if") })
    let references = amended.values.map(\.reference).joined()
    #expect(references.contains("assay 0.0.0, R7") && references.contains("seed 1"))
  }

  @Test("a figure of one's own and a rule that changes nothing write no file")
  func noFile() throws {
    let own = try #require(
      ThresholdLine(figure: "1e8tpp", written: ShippedLines.day("2025-01-13"), bestChip: 36_000))
    let tied = try reindexer(own).reindexed(by: .cost, on: [])
    let day = try ShippedLines.day("2026-11-24")
    #expect(throws: ForecastError.self) {
      _ = try IndexedRuleFile(own, tied, version: "0", settings: .init(), knownBy: day)
    }
    let lpp = try ShippedLines.line("lpp")
    let erosion = try reindexer(lpp).reindexed(by: .erosion, on: [day])
    #expect(erosion.erosion.first?.value != nil)
    #expect(throws: ForecastError.self) {
      _ = try IndexedRuleFile(lpp, erosion, version: "0", settings: .init(), knownBy: day)
    }
  }
}
