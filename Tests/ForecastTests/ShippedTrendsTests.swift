import ChipDB
import Foundation
import Rating
import Rulebook
import Testing

@testable import Forecast

@Suite struct ShippedTrendsTests {
  let data: TrendData

  init() throws { data = try ShippedTrends.data() }

  /// Who vouches for each row, scenario entries included.
  private var provenances: [Provenance] {
    let scenarios = data.scenarios.flatMap { scenario in
      scenario.parts.flatMap(\.alternatives).flatMap(\.supplies).map(\.provenance)
        + scenario.limits.map(\.provenance) + scenario.yields.map(\.provenance)
    }
    return data.trends.map(\.provenance) + data.runs.map(\.provenance) + data.stock.map(\.provenance)
      + data.prices.map(\.provenance) + scenarios
  }

  @Test("every figure has a public, dated source, and every source is used")
  func sources() {
    let used = Set(provenances.map(\.source))
    #expect(used == Set(data.sources.keys))
    for source in data.sources.values {
      #expect(source.url?.hasPrefix("https://") == true, "\(source.id)")
      #expect(source.retrieved != nil, "\(source.id)")
    }
    #expect(provenances.allSatisfy { $0.confidence != .whatIf })
  }

  @Test("what grows grows, and every published range encloses its figure")
  func rates() {
    for trend in data.trends {
      #expect(trend.rate.growthPerYear > 1, "\(trend.id)")
      if let range = trend.rate.growthRange {
        #expect(range.low > 1, "\(trend.id)")
        #expect(
          range.low <= trend.rate.growthPerYear && trend.rate.growthPerYear <= range.high, "\(trend.id)")
        #expect((trend.rate.distribution == nil) == (range.level == nil), "\(trend.id)")
      }
    }
    for level in data.stock {
      if let range = level.range { #expect(range.low <= level.median && level.median <= range.high) }
    }
  }

  @Test("each rule has one default and rivals beside it; algorithms alone move a line down")
  func indices() {
    for rule in GrowthIndex.Rule.allCases {
      let indices = data.indices.filter { $0.rule == rule }
      #expect(indices.count >= 3, "\(rule)")
      #expect(indices.filter(\.isDefault).count == 1, "\(rule)")
      #expect(indices.allSatisfy { ($0.thresholdFactorPerYear < 1) == (rule == .constantCapability) })
      #expect(data.defaultIndex(of: rule)?.rule == rule)
    }
    #expect(data.defaultIndex(of: .constantCapability)?.trend.id == "algorithmic-ho")
  }

  @Test("chips are those of the chip database, and equivalents have its definitions")
  func chips() throws {
    let database = try ChipDatabase.load(directory: ShippedTrends.root + "/chipdb")
    let known = Set(database.chips.map(\.id))
    var named = Set(
      data.runs.compactMap(\.chip) + data.stock.compactMap(\.chip) + data.prices.compactMap(\.chip))
    for scenario in data.scenarios {
      for supply in scenario.parts.flatMap(\.alternatives).flatMap(\.supplies) {
        if case .chip(let id) = supply.unit { named.insert(id) }
      }
      named.formUnion(scenario.limits.flatMap(\.perChip.keys))
      named.formUnion(scenario.yields.map(\.chip))
    }
    #expect(named.count > 20)
    #expect(named.subtracting(known).isEmpty)
    let definitions = Set(database.equivalenceDefinitions.map(\.id))
    #expect(definitions.isSuperset(of: [StockLevel.Definition.tops8Epoch, .tppAIFutures].map(\.rawValue)))
  }

  @Test("the largest run passes 10^25 with GPT-4 and 10^26 with Grok 3")
  func runningMaximum() {
    var largest = 0.0
    let maxima = data.runs.filter { run in
      defer { largest = max(largest, run.operations) }
      return run.operations > largest
    }
    #expect(data.runs.count >= 80)
    #expect(maxima.first?.date.year == 2012)
    #expect(maxima.first { $0.operations > 1e25 }?.id == "gpt-4")
    #expect(maxima.first { $0.operations > 1e26 }?.id == "grok-3")
    let years = Set(data.runs.map(\.date.year))
    #expect(years == Set(2012...2025))
    #expect(data.runs.contains { $0.countries.map(\.description).contains("CN") && $0.operations > 1e25 })
  }

  @Test("nothing is lost on the way through JSON")
  func roundTrip() throws {
    let decoded = try JSONDecoder().decode(TrendData.self, from: JSONEncoder().encode(data))
    #expect(decoded == data)
  }

  @Test("a scenario's default alternatives exist, and parts of one kind stand once")
  func scenarios() throws {
    let china = try #require(data.scenarios.first { $0.id == "china-production" })
    #expect(china.country.description == "CN")
    #expect(china.parts.map(\.kind) == [.production, .import, .smuggled])
    for part in china.parts {
      let chosen = try #require(part.alternatives.first { $0.id == part.defaultAlternative })
      #expect(!chosen.supplies.isEmpty)
    }
    // trends.md section 6: Huawei's output of 2025 is a conflict set of more than three accounts.
    let in2025 = china.parts[0].alternatives.filter { $0.supplies.contains { $0.year == 2025 } }
    #expect(in2025.count >= 6)
  }
}
