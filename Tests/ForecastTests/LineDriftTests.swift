import ChipDB
import Foundation
import Rating
import Testing

@testable import Forecast

/// Published and worked values: 90 FR 4544 over the TPP of chips (acceptance cases cmp_A09 and cmp_D25).
@Suite("What lines are worth")
struct LineDriftTests {
  private func worth(
    _ line: String, _ view: LineView, tpp: Double, tops: Double? = nil, terms: LineDrift.Terms? = nil
  ) throws -> LineWorth {
    LineDrift(try ShippedLines.line(line), terms ?? ShippedLines.terms()).worth(
      view, on: try ShippedLines.day("2026-01-01"), in: FakeHardware.source(tpp: tpp, tops: tops))
  }

  @Test(
    "an allowance holds so many whole chips, fewer the better they are",
    arguments: [
      ("lpp", 4_992.0, 5_388.0), ("lpp", 15_832, 1_699), ("lpp", 36_000, 747), ("lpp", 60_000, 448),
      ("lpp", 200_000, 134), ("country", 15_832, 49_898), ("country", 36_000, 21_944),
      ("country", 60_000, 13_166), ("country", 200_000, 3_950),
    ])
  func counts(line: String, tpp: Double, whole: Double) throws {
    #expect(try worth(line, .chips, tpp: tpp).whole == whole)
  }

  @Test("4,800 TPP was 30.3 % of an H100, and has no whole chips")
  func share() throws {
    let share = try worth("3A090.a.1", .share, tpp: 15_832)
    #expect(abs(try #require(share.value) - 30.3) < 0.05)
    #expect(try worth("3A090.a.1", .chips, tpp: 15_832).whole == nil)
  }

  @Test(
    "the chips of an allowance train so many days at 40 % MFU and goodput 1",
    arguments: [("country", 1e26, 59.0, 0.5), ("lpp", 1e25, 172, 0.86), ("lpp", 1e26, 1_721, 8.6)])
  func days(line: String, operations: Double, days: Double, tolerance: Double) throws {
    let terms = ShippedLines.terms(operations: operations, training: try ShippedLines.training(mfu: "0.4"))
    let worth = try worth(line, .trainDays, tpp: 15_832, tops: 989.4, terms: terms)
    #expect(abs(try #require(worth.value) - days) < tolerance)
  }

  @Test("without MFU, goodput and precision there are no days, and the answer says so")
  func noTerms() throws {
    let worth = try worth("lpp", .trainDays, tpp: 15_832, tops: 989.4)
    #expect(worth.value == nil)
    #expect(try #require(worth.missing).contains("--mfu"))
  }

  @Test("a line for one chip holds no cluster, one for trainings no chips of its own")
  func misfits() throws {
    let terms = ShippedLines.terms(training: try ShippedLines.training(mfu: "0.4"))
    for line in ["3A090.a.1", "eu-ai-act"] {
      let worth = try worth(line, .trainDays, tpp: 15_832, tops: 989.4, terms: terms)
      #expect(try #require(worth.missing).hasPrefix("does not apply"))
    }
  }

  @Test("a day before the line was written has no worth")
  func before() throws {
    let worth = LineDrift(try ShippedLines.line("lpp"), ShippedLines.terms()).worth(
      .chips, on: try ShippedLines.day("2025-01-12"), in: FakeHardware.source(tpp: 1))
    #expect(try #require(worth.missing).contains("first written on 2025-01-13"))
  }

  @Test("algorithms make a fixed number of operations worth more: eight months double it")
  func effective() throws {
    var terms = ShippedLines.terms()
    terms.algorithms = YearlyGrowth(
      id: "ho", title: "eight months", perYear: exp2(1.5), interval: exp2(12.0 / 14)...exp2(12.0 / 5),
      level: 0.95, source: "test")
    let line = try #require(
      ThresholdLine(figure: "1e26flop", written: ShippedLines.day("2024-01-01"), bestChip: nil))
    let worth = LineDrift(line, terms).worth(
      .effective, on: try ShippedLines.day("2026-01-01"), in: FakeHardware.source(tpp: 1))
    #expect(abs(try #require(worth.value) / 8e26 - 1) < 1e-9)
    let range = try #require(worth.range)
    #expect(range.lowerBound < 8e26 && range.upperBound > 8e26)
  }

  @Test(
    "a training line takes the chips, dollars and watts of the rate that reaches it in the days of the terms")
  func trainingLine() throws {
    let database = try ChipTrendTests.database.get()
    let chip = OfferSource.chip(try database.chip(matching: "h100-sxm"), tf32Reading: .container32)
    let line = try ShippedLines.line("eu-ai-act")
    let drift = LineDrift(line, ShippedLines.terms(training: try ShippedLines.training(mfu: "0.4")))
    let day = try ShippedLines.day("2026-01-01")
    let chips = drift.worth(.chips, on: day, in: chip)
    // 10^25 over 100 days × 86,400 s × 989.4 × 10^12 × 0.4.
    #expect(chips.whole == (1e25 / (100 * 86_400 * 989.4e12 * 0.4)).rounded(.up))
    let cost = try #require(drift.worth(.cost, on: day, in: chip).value)
    #expect(abs(cost / (try #require(chips.value) * 33_600) - 1) < 1e-9)
    let power = try #require(drift.worth(.power, on: day, in: chip).value)
    #expect(abs(power / (try #require(chips.value) * 700e-6) - 1) < 1e-9)
  }
}
