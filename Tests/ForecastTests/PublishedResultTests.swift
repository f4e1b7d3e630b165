import Foundation
import Rating
import Rulebook
import Testing

@testable import Forecast

/// Results that others published, from the shipped figures (case numbers of the acceptance table).
@Suite struct PublishedResultTests {
  let data: TrendData

  init() throws { data = try ShippedTrends.data() }

  private func isNear(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(value / expected - 1) <= tolerance
  }

  private func rate(_ trend: String) throws -> PublishedRate { try #require(data.trend(trend)).rate }

  private func training(_ tops: Double, mfu: Double = 1, goodput: Double = 1) throws -> TrainingRate {
    try TrainingRate(
      precision: .bf16, peakTops: BoundedValue(tops), mfu: BoundedValue(mfu), goodput: BoundedValue(goodput))
  }

  @Test("A07: the law's own schedule grows 2.828 times a year, and is that of the rulebook")
  func schedule() throws {
    let rate = try rate("allocation-diffusion")
    #expect(isNear(rate.growthPerYear, 2.828, 0.001))
    let rulebook = try Rulebook.load(directory: ShippedTrends.root + "/rulebook")
    let law = try #require(rulebook.instruments.first { $0.id == "us-ai-diffusion" })
    let table = try #require(law.parameters.first { $0.id == "nveu" }).values.filter {
      $0.reference.contains("table 1")
    }
    let first = try #require(table.first)
    let last = try #require(table.last)
    // The schedule's steps are quarters; the first day of the last one is less than two years after the first day.
    let years = Double(first.from.days(to: last.from)) / 365.25
    #expect(try #require(last.value) / #require(first.value) == 8)
    #expect(isNear(rate.growth(years: years), 8, 0.05))
  }

  @Test("E01, E03: 2.3 and 2.5 times a year double in 10.0 and 9.1 months")
  func doubling() throws {
    #expect(try isNear(rate("stock-nvidia").doublingYears * 12, 10.0, 0.01))
    #expect(try isNear(rate("cluster-performance-pilz").doublingYears * 12, 9.1, 0.02))
  }

  @Test(
    "E05: price-performance grows tenfold in 8.17, 6.86 and 9.81 years",
    arguments: [
      ("gpu-price-performance-all", 8.17), ("gpu-price-performance-ml", 6.86),
      ("gpu-price-performance-top", 9.81),
    ])
  func tenfold(trend: String, years: Double) throws {
    #expect(try isNear(rate(trend).tenfoldYears, years, 0.005))
  }

  @Test("E07: a halving in 8 months, 5 to 14, is 2.83 times a year, 1.81 to 5.28")
  func halving() throws {
    let rate = try rate("algorithmic-ho")
    #expect(isNear(rate.growthPerYear, 2.83, 0.01))
    let range = try #require(rate.growthRange)
    #expect(isNear(range.low, 1.81, 0.01) && isNear(range.high, 5.28, 0.01) && range.level == 0.95)
    let fit = try #require(rate.distribution)
    #expect(isNear(fit.median, rate.growthPerYear, 1e-12))
    #expect(try isNear(#require(fit.interval(level: 0.95)).high, range.high, 1e-12))
  }

  @Test("E09, E11: Colossus at 2.5 and 2 times a year reaches 2e22 FLOP/s and 9 GW in five years")
  func largestCluster() throws {
    let performance = data.stock(of: "largest-cluster")
    let power = data.stock(of: "largest-cluster-power")
    #expect(performance.count == 2 && power.count == 2)
    #expect(
      try isNear(
        performance[0].median * rate("cluster-performance-pilz").growth(years: 5), performance[1].median, 0.05
      ))
    #expect(try isNear(power[0].median * rate("cluster-power-pilz").growth(years: 5), power[1].median, 0.08))
    #expect(isNear(performance[1].median, 2e22, 1e-12) && isNear(power[1].median, 9000, 1e-12))
  }

  @Test("E13: AI 2027's 10 million at 2.25 times a year are 93 million by the end of 2027, published 100")
  func ai2027() throws {
    let levels = data.stock(of: "ai-2027")
    let years = Double(levels[0].date.days(to: levels[1].date)) / 365.25
    let reached = try levels[0].median * rate("stock-ai-2027").growth(years: years)
    #expect(isNear(reached, 93e6, 0.01) && isNear(reached, levels[1].median, 0.08))
  }

  @Test(
    "C17: the United States have 13.7, 19.4 or 7.4 times the compute of China, by what is counted",
    arguments: [("fp8", 13.7), ("fp4", 19.4), ("bandwidth", 7.4)])
  func regions(basis: String, ratio: Double) throws {
    let (us, china) = (data.level("us-2026-\(basis)"), data.level("china-2026-\(basis)"))
    #expect(try isNear(#require(us).median / #require(china).median, ratio, 0.01))
  }

  @Test("all owners of the end of 2025 together have 20.2 million, those in China 5.7 % of them")
  func owners() throws {
    let total = try #require(data.level("owners-all-2025")).median
    let owners = data.stock(of: "owners-2025")
    #expect(owners.map(\.median).reduce(0, +) == total)
    #expect(isNear(total, 20.2e6, 0.001))
    #expect(try isNear(#require(data.level("owner-china-2025")).median / total, 0.057, 0.005))
  }

  @Test("C21: 13 million memory stacks are enough for 1.63 million packages of 910C")
  func memory() throws {
    let china = try #require(data.scenarios.first { $0.id == "china-production" })
    let limit = try #require(china.limits.first { $0.id == "hbm-stacks" })
    #expect(try isNear(#require(limit.chips(of: "ascend-910c")), 1.6e6, 0.03))
    #expect(limit.chips(of: "h20") == nil)
  }

  @Test("D02: 10^26 operations are 28 million H100-hours at the peak")
  func chipHours() throws {
    let run = try TrainingRun(operations: 1e26, chips: 100_000, rate: training(989.4))
    #expect(isNear(run.chipHours.value, 28.1e6, 0.01))
  }

  @Test("D04: 10^25 operations cost 10.4 million dollars by Clark's prices")
  func clark() throws {
    let hour = try #require(data.price("h100-hour-clark-2024")).value
    let buffer = try #require(data.price("failure-buffer-clark")).value
    let run = try TrainingRun(operations: 1e25, chips: 10_000, rate: training(2000, mfu: 0.4))
    #expect(isNear(run.chipHours.value * hour * buffer, 10.4e6, 0.05))
  }

  @Test("D06, D08: 50,000 H100 in a month, 10,000 to 10^25")
  func days() throws {
    let month = try TrainingRun(chips: 50_000, days: 30, rate: training(1000, mfu: 0.5))
    #expect(isNear(month.operations.value, 6.48e25, 0.001))
    let rate = try training(989, mfu: 0.4, goodput: 0.85)
    #expect(try isNear(TrainingRun(chips: 10_000, days: 1, rate: rate).operations.value, 2.91e23, 0.005))
    #expect(try isNear(TrainingRun(operations: 1e25, chips: 10_000, rate: rate).days.value, 34.4, 0.005))
  }

  @Test("D13: a year of 100,000 H100, 1.59 TWh, costs 124 million dollars")
  func electricity() throws {
    let price = try #require(data.price("electricity-us-2024"))
    #expect(price.unit == "USD/kWh")
    #expect(isNear(price.value * 1.59e9, 123.9e6, 0.005))
  }

  @Test("D15, D21: GPT-4 and Gemini Ultra come out of their chips and hours")
  func knownRuns() throws {
    let gpt4 = try TrainingRun(chips: 25_000, days: 95, rate: training(312, mfu: 0.34))
    #expect(try isNear(gpt4.operations.value, #require(data.run("gpt-4")).operations, 0.05))
    let gemini = try TrainingRun(chips: 132_000_000, days: 1.0 / 24, rate: training(275, mfu: 0.383))
    #expect(try isNear(gemini.operations.value, #require(data.run("gemini-1-0-ultra")).operations, 0.005))
  }

  @Test("D17, D23: 6 N D of Llama 3.1 405B and of a trillion parameters")
  func denseModels() throws {
    let llama = TrainingRunRecord.denseOperations(parameters: 405e9, tokens: 15.6e12)
    #expect(isNear(llama, 3.79e25, 0.001))
    #expect(try isNear(llama, #require(data.run("llama-3-1-405b")).operations, 0.01))
    #expect(isNear(TrainingRunRecord.denseOperations(parameters: 1e12, tokens: 21.2e12), 1.27e26, 0.01))
  }
}
