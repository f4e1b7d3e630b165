import Rating
import Testing

@testable import Rulebook

@Suite struct AllowanceTests {
  /// Table 1 to 15 CFR 748.15(a)(2)(iii)(B), 90 FR 4544, with the H100s of 15,825 TPP in each row.
  static let table: [(day: CalendarDate, tpp: Double, h100s: Double)] = [
    ("2025-03-31", 633_000_000, 40_000), ("2025-04-01", 949_500_000, 60_000),
    ("2025-07-01", 1_266_000_000, 80_000), ("2025-12-31", 1_582_500_000, 100_000),
    ("2026-03-31", 1_899_000_000, 120_000), ("2026-04-01", 2_690_250_000, 170_000),
    ("2026-09-30", 3_481_500_000, 220_000), ("2026-10-01", 4_272_750_000, 270_000),
    ("2027-01-01", 5_064_000_000, 320_000), ("2027-12-31", 5_064_000_000, 320_000),
  ]

  @Test("the quarterly table of national validated end users comes out to the unit", arguments: table)
  func nveu(row: (day: CalendarDate, tpp: Double, h100s: Double)) throws {
    let allowance = try #require(try Shipped.rulebook().allowances(on: row.day).first { $0.id == "nveu" })
    #expect(allowance.value == row.tpp)
    #expect(allowance.value / 15_825 == row.h100s)
    #expect(allowance.confidence == .verified)
  }

  @Test("the yearly allowance for one consignee is 1,699 whole H100s of 15,825 TPP")
  func lpp() throws {
    let lpp = try #require(try Shipped.rulebook().allowances(on: "2026-01-01").first { $0.id == "lpp" })
    #expect((lpp.value / 15_825).rounded(.down) == 1_699)
    #expect(lpp.comparison == .atMost)
    #expect(lpp.unit == "TPP")
    #expect(lpp.period == "calendar year")
  }

  @Test("the Diffusion rule is codified and not enforced, each with its source")
  func status() throws {
    let lpp = try #require(try Shipped.rulebook().allowances(on: "2025-06-01").first { $0.id == "lpp" })
    #expect(lpp.status.codified.value == .yes)
    #expect(lpp.status.enforced.value == .no)
    #expect(lpp.status.enforced.since == "2025-05-13")
    #expect(lpp.status.enforced.reference?.contains("B-337935") == true)
  }

  @Test(
    "an allowance is open to the transactions of its scope",
    arguments: [
      ("lpp", "SA", "SA", Outcome.yes), ("lpp", "SA", "CN", .no), ("lpp", "MO", "MO", .no),
      ("lpp", "DE", "DE", .yes), ("country", "SA", "SA", .yes), ("country", "DE", "DE", .no),
      ("country", "AE", "US", .yes), ("country", "AE", "CN", .no), ("country", "CN", "US", .no),
      ("country", "DE", "AE", .no),
      ("nveu", "AE", "AE", .yes), ("nveu", "CN", "AE", .no), ("uveu-abroad", "SA", "US", .yes),
      ("uveu-abroad", "SA", "SA", .no), ("uveu-us", "DE", "DE", .no), ("uveu-us", "DE", "US", .yes),
      ("aia-report", "JP", "KR", .yes), ("aia-report", "JP", "SG", .no),
    ])
  func reach(id: String, destination: String, headquarters: String, outcome: Outcome) throws {
    let rulebook = try Shipped.rulebook()
    let allowance = try #require(rulebook.allowances(on: "2025-06-01").first { $0.id == id })
    let transaction = Transaction(
      destination: CountryCode(destination), headquarters: CountryCode(headquarters))
    let reach = rulebook.rules(on: "2025-06-01").reach(of: allowance, transaction, under: .codified)
    #expect(reach?.outcome == outcome)
  }

  @Test("an allowance is listed only on days on which it has a value")
  func absent() throws {
    let rulebook = try Shipped.rulebook()
    #expect(rulebook.allowances(on: "2022-01-01").isEmpty)
    #expect(!rulebook.allowances(on: "2028-01-01").contains { $0.id == "nveu" || $0.id == "country" })
  }

  @Test("training lines stand with their own strictness")
  func trainingLines() throws {
    let lines = try Shipped.rulebook().allowances(on: "2026-02-01").filter {
      $0.quantity == .trainingOperations
    }
    let found = lines.map { "\($0.id) \($0.comparison.symbol) \(Wording.number($0.value))" }
    #expect(
      Set(found) == [
        "4E091 ≥ 10^26", "22757.11(i) > 10^26", "Article 51(2) > 10^25", "indicative criterion > 10^23",
        "850.224(k)(1) > 10^25", "850.224(k)(2) > 10^24", "850.217(d)(3) > 10^23",
        "RAISE frontier model > 10^26", "702.7 training run > 10^26",
      ])
  }

  @Test("an answer for a day after the review says so")
  func staleness() throws {
    let rulebook = try Shipped.rulebook()
    let late = try rulebook.classify(.training(1e26), on: "2026-12-01")
    #expect(late.allSatisfy { $0.notModelled[0].contains("2026-07-23") })
    let early = try rulebook.classify(.training(1e26), on: "2026-07-23")
    #expect(early.allSatisfy { !$0.notModelled[0].contains("2026-07-23") })
  }
}
