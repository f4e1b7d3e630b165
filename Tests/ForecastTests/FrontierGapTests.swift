import ChipDB
import Foundation
import Rating
import Testing

@testable import Forecast

@Suite("The gap between the best chips of two countries")
struct FrontierGapTests {
  private func gap(
    _ definition: String, _ country: String = "CN", _ against: String = "US",
    _ change: (inout TrendQuestion) -> Void = { _ in }
  ) throws -> FrontierGap {
    let database = try ChipTrendTests.database.get()
    var question = TrendQuestion(
      .figure(.tpp), .frontier, knownBy: try #require(CalendarDate("2026-11-24")),
      tf32Reading: .container32)
    change(&question)
    return try FrontierGap(
      database.equivalenceDefinition(definition), country: country, against: against, question: question,
      in: database)
  }

  // China's AI Chip Deficit (McGuire, Council on Foreign Relations), 60,000 over 12,032 TPP:
  // https://www.cfr.org/article/chinas-ai-chip-deficit-why-huawei-cant-catch-nvidia-and-us-export-controls-should-remain
  @Test(
    "without the BR100, of 2022 and hardly made, the best of 2025 is five times the 910C by TPP (pub_B06)")
  func fiveTimes() throws {
    let gap = try gap("tpp-datasheet") { $0.leftOut = ["br100"] }
    let standing = gap.standing(on: try #require(CalendarDate("2025-09-01")))
    #expect(standing.country?.chip == "ascend-910c")
    #expect(try #require(standing.ratioRange).contains(60_000 / 12_032.0))
    #expect(abs(try #require(standing.ratio) / 5 - 1) < 0.06)
  }

  @Test("the best of a side is the highest that was out, and the ratio is of the best")
  func best() throws {
    let gap = try gap("tops16-dense")
    let day = try #require(CalendarDate("2024-12-31"))
    let standing = gap.standing(on: day)
    func highest(_ series: ChipSeries) -> Double? {
      series.points.filter { $0.released <= day }.map(\.value).max()
    }
    #expect(standing.country?.value == highest(gap.country))
    #expect(standing.against?.value == highest(gap.against))
    #expect(
      standing.ratio == (try #require(highest(gap.against))) / (try #require(highest(gap.country))))
    let ratio = try #require(standing.ratio)
    #expect(try #require(standing.ratioRange).contains(ratio))
    #expect(
      standing.ratioWithoutBest == (try #require(standing.against)).value
        / (try #require(standing.next)).value)
  }

  @Test("years behind run from the first chip of the other side that was as good")
  func years() throws {
    let gap = try gap("tpp-datasheet")
    let day = try #require(CalendarDate("2025-12-31"))
    let standing = gap.standing(on: day)
    let (own, matched) = (try #require(standing.country), try #require(standing.matchedBy))
    #expect(matched.value >= own.value)
    #expect(
      gap.against.points.allSatisfy { $0.released >= matched.released || $0.value < own.value })
    let years = try #require(standing.yearsBehind)
    #expect(abs(years - (day.decimalYear - matched.released.decimalYear)) < 1e-12)
    // The MI300X of December 2023 is the first above the 16,384 TPP of the BR100.
    #expect(matched.chip == "mi300x")
  }

  @Test("seen from the other side the ratio turns over and the years change sign")
  func otherWay() throws {
    let day = try #require(CalendarDate("2025-12-31"))
    let (there, back) = (
      try gap("memory-bandwidth").standing(on: day), try gap("memory-bandwidth", "US", "CN").standing(on: day)
    )
    let product = try #require(there.ratio) * (try #require(back.ratio))
    #expect(abs(product - 1) < 1e-12)
    #expect(there.yearsBehind == back.yearsBehind.map { -$0 })
  }

  @Test("before the first chip of a side there is no ratio")
  func noChip() throws {
    let standing = try gap("tpp-datasheet").standing(on: #require(CalendarDate("2008-12-31")))
    #expect(standing.country == nil && standing.ratio == nil && standing.yearsBehind == nil)
  }

  @Test("what is ahead starts from the best chips of the last day and follows the growths of both")
  func ratios() throws {
    let gap = try gap("tpp-datasheet")
    let trend = try GapTrend(gap, settings: .init(resamples: 2_000))
    let now = try #require(CalendarDate("2026-11-24"))
    #expect(trend.ratio(on: now).value == gap.standing(on: now).ratio)
    let (near, far) = (
      trend.ratio(on: try #require(CalendarDate("2027-01-01"))),
      trend.ratio(on: try #require(CalendarDate("2030-01-01")))
    )
    let growth = pow(trend.against.line.growth / trend.country.line.growth, 3)
    #expect(abs(far.value / near.value / growth - 1) < 1e-9)
    let (a, b) = (try #require(near.interval), try #require(far.interval))
    #expect(b.contains(far.value))
    #expect(b.upperBound / b.lowerBound > a.upperBound / a.lowerBound)
  }

  @Test(
    "standstill counts: a side that beat its best early and never since grows more slowly than its records")
  func standstill() throws {
    let gap = try gap("tpp-datasheet")
    let growth = try GapTrend(gap, settings: .init(resamples: 100)).country.line.growth
    var records = gap.country.question
    records.selection = .frontier
    let line = try ChipSeries(records, in: ChipTrendTests.database.get()).line()
    #expect(growth < line.growth)
    // No chip that is out beat the BR100 of 2022 by TPP.
    let day = try #require(CalendarDate("2026-11-24"))
    #expect(gap.standing(on: day).country?.chip == "br100")
  }

  @Test("the crossover is where the ratio is 1; a side that leads has none")
  func crossover() throws {
    let trend = try GapTrend(gap("memory-bandwidth"), settings: .init(resamples: 2_000))
    let crossover = try #require(trend.crossover)
    #expect((0...1).contains(crossover.never))
    if let day = crossover.expected {
      #expect(abs(trend.ratio(on: day).value - 1) < 0.01)
    } else {
      #expect(trend.country.line.growth <= trend.against.line.growth)
    }
    #expect(try GapTrend(gap("tpp-datasheet", "US", "CN"), settings: .init(resamples: 100)).crossover == nil)
  }

  @Test("the same seed gives the same answer, and both sides are drawn apart")
  func seeds() throws {
    let gap = try gap("tpp-datasheet")
    let day = try #require(CalendarDate("2028-01-01"))
    let first = try GapTrend(gap, settings: .init(resamples: 500)).ratio(on: day)
    #expect(try GapTrend(gap, settings: .init(resamples: 500)).ratio(on: day) == first)
    #expect(try GapTrend(gap, settings: .init(resamples: 500, seed: 2)).ratio(on: day) != first)
    // Against itself the growths are alike, but the resamples of both sides are not: the ratio still spreads.
    let same = try GapTrend(self.gap("tpp-datasheet", "US", "US"), settings: .init(resamples: 500))
    let ratio = same.ratio(on: day)
    #expect(abs(ratio.value - 1) < 1e-12)
    #expect(try #require(ratio.interval).upperBound > 1.02)
  }

  @Test("too few chips of one side are an error that names the side and what is missing")
  func tooFew() throws {
    let gap = try gap("fp32-vector") { $0.filter.vendor = "NVIDIA" }
    let error = #expect(throws: ForecastError.self) {
      _ = try GapTrend(gap, settings: .init(resamples: 100))
    }
    #expect(try #require(error).description.contains("vendors in CN"))
  }
}
