import ChipDB
import Foundation
import Rating
import Testing

@testable import Forecast

@Suite("Trends of chips")
struct ChipTrendTests {
  static let database = Result { () throws -> ChipDatabase in
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try ChipDatabase.load(directory: root.appendingPathComponent("chipdb").path)
  }

  private func question(
    _ quantity: TrendQuantity, _ selection: TrendSelection, _ change: (inout TrendQuestion) -> Void = { _ in }
  ) throws -> TrendQuestion {
    var question = TrendQuestion(
      quantity, selection, knownBy: try #require(CalendarDate("2026-11-24")), tf32Reading: .container32)
    change(&question)
    return question
  }

  private func series(
    _ quantity: TrendQuantity, _ selection: TrendSelection, _ change: (inout TrendQuestion) -> Void = { _ in }
  ) throws -> ChipSeries {
    try ChipSeries(question(quantity, selection, change), in: Self.database.get())
  }

  @Test("each point of the frontier is above all before it, and every other chip is not")
  func frontier() throws {
    let series = try series(.figure(.tpp), .frontier)
    var highest = 0.0
    for point in series.points {
      #expect(point.isSelected == (point.value > highest))
      highest = max(highest, point.value)
    }
    #expect(series.selected.count >= 10)
    #expect(series.points.map(\.released) == series.points.map(\.released).sorted())
  }

  @Test("a place more never takes a point away")
  func nested() throws {
    var last: Set<String> = []
    for selection in [TrendSelection.frontier, .top(2), .top(3), .top(10), .all] {
      let ids = Set(try series(.figure(.tpp), selection).selected.map(\.chip))
      #expect(ids.isSuperset(of: last))
      last = ids
    }
  }

  @Test("what was not out by a day does not count, and is named")
  func knownBy() throws {
    let day = try #require(CalendarDate("2022-10-07"))
    let series = try series(.figure(.tpp), .all) { $0.knownBy = day }
    #expect(series.points.allSatisfy { $0.released <= day })
    #expect(series.missing.later.contains("b200"))
    #expect(series.points.contains { $0.chip == "a100-sxm" })
  }

  @Test("the same seed gives the same bytes on any number of cores, another seed does not")
  func seeds() throws {
    let series = try series(.figure(.tpp), .frontier)
    let first = BlockBootstrap(series, count: 700, seed: 1)
    let second = BlockBootstrap(series, count: 700, seed: 1)
    #expect(first.growths == second.growths)
    #expect(zip(first.growths, BlockBootstrap(series, count: 300, seed: 1).growths).allSatisfy { $0 == $1 })
    #expect(first.growths != BlockBootstrap(series, count: 700, seed: 2).growths)
  }

  @Test("chips of one vendor and year count together: the interval of all chips is wider than the plain one")
  func blocksWiden() throws {
    let trend = try ChipTrend(series(.figure(.tpp), .all), settings: .init(resamples: 2_000))
    let plain = trend.fit.growthInterval(level: 0.9)
    let blocks = try #require(trend.bootstrapGrowth)
    #expect(blocks.upperBound - blocks.lowerBound > plain.upperBound - plain.lowerBound)
    #expect(blocks.contains(trend.fit.growth))
  }

  @Test("without its most influential chip the fit is the one that leaves it out")
  func influence() throws {
    let trend = try ChipTrend(series(.figure(.tpp), .all), settings: .init(resamples: 100))
    let most = try #require(trend.influences.first)
    let without = try ChipTrend(
      series(.figure(.tpp), .all) { $0.leftOut = [most.chip] }, settings: .init(resamples: 100))
    #expect(abs(try #require(most.growth) - without.fit.growth) < 1e-9)
  }

  @Test("too few points are an error that names what is missing and the chips that would supply it")
  func tooFew() throws {
    let series = try series(.tppPerUSD, .all) { $0.filter.vendor = "Huawei" }
    let error = #expect(throws: ForecastError.self) { _ = try ChipTrend(series) }
    let text = try #require(error).description
    #expect(text.contains("price.csv") && text.contains("where a fit needs 3"))
  }

  @Test(
    "a crossing that the line has passed lies in the past, and one that a falling line never makes is never")
  func crossings() throws {
    let trend = try ChipTrend(series(.figure(.tpp), .frontier), settings: .init(resamples: 1_000))
    let passed = trend.crossing(of: 4_800)
    #expect(try #require(passed.fitted) < #require(CalendarDate("2024-01-01")))
    #expect(passed.never == 0)
    let density = try ChipTrend(series(.bandwidthPerTPP, .all), settings: .init(resamples: 1_000))
    #expect(density.fit.slope < 0)
    #expect(density.crossing(of: 1e6).fitted == nil && density.crossing(of: 1e6).median == nil)
  }

  @Test("a day within the data extrapolates nothing")
  func extrapolation() throws {
    let trend = try ChipTrend(series(.figure(.tpp), .frontier), settings: .init(resamples: 100))
    #expect(trend.forecast(on: try #require(CalendarDate("2020-01-01"))).yearsBeyondData == 0)
    let later = trend.forecast(on: try #require(CalendarDate("2030-12-31")))
    #expect(later.yearsBeyondData > 3)
    #expect(later.prediction.contains(later.value) && later.mean.contains(later.value))
  }
}
