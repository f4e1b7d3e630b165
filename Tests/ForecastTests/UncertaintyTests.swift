import Foundation
import Testing

@testable import Forecast

@Suite("Uncertainty")
struct UncertaintyTests {
  private func interval(
    _ low: Double, _ median: Double? = nil, _ high: Double, level: Double = 0.9
  ) throws -> Distribution {
    try #require(Distribution.interval(low: low, median: median, high: high, level: level))
  }

  private func carlo(
    _ inputs: [UncertainInput], draws: Int = 100_000, seed: UInt64 = 1
  ) throws -> MonteCarlo {
    try MonteCarlo(inputs, settings: .init(draws: draws, seed: seed))
  }

  private func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  // MARK: one number

  @Test(
    "an interval keeps both ends and its median, whether that is the geometric mean or not",
    arguments: [(nil, 0.9), (650_000.0, 0.9), (540_000.0, 0.8), (800_000.0, 0.95)])
  func ends(_ median: Double?, _ level: Double) throws {
    let known = try interval(525_000, median, 800_000, level: level)
    #expect(abs(known.quantile((1 - level) / 2) / 525_000 - 1) < 1e-12)
    #expect(abs(known.quantile((1 + level) / 2) / 800_000 - 1) < 1e-12)
    #expect(abs(known.median / (median ?? (525_000 * 800_000.0).squareRoot()) - 1) < 1e-12)
  }

  @Test("an interval out of order, of zero or without a level between 0 and 1 is none")
  func noInterval() {
    #expect(Distribution.interval(low: 2, high: 1) == nil)
    #expect(Distribution.interval(low: 0, high: 1) == nil)
    #expect(Distribution.interval(low: 1, median: 3, high: 2) == nil)
    #expect(Distribution.interval(low: 1, high: 2, level: 1) == nil)
    #expect(Distribution.interval(low: 1, high: .infinity) == nil)
  }

  @Test("the probability below a normal quantile is the probability")
  func normal() {
    for probability in [1e-9, 0.05, 0.3, 0.5, 0.8, 0.999] {
      let there = NormalDistribution.probability(below: NormalDistribution.quantile(probability))
      #expect(abs(there / probability - 1) < 1e-12)
    }
  }

  @Test("a uniform number has mean and variance of its range, drawn values keep their order")
  func otherShapes() throws {
    let draws = try carlo([
      UncertainInput("uniform", .uniform(2...8)),
      UncertainInput("drawn", .empirical(Percentiles([1, 1, 4]))),
    ]).run(outputs: 2) { inputs, outputs in outputs = inputs }.draws
    #expect(abs(draws[0].reduce(0, +) / 100_000 - 5) < 0.02)
    #expect(abs(variance(draws[0]) - 3) < 0.03)
    #expect(draws[0].allSatisfy { $0 > 2 && $0 < 8 })
    // Of three values 1, 1, 4 the lower half of all probabilities gives 1, the upper rises to 4.
    #expect(abs(draws[1].reduce(0, +) / 100_000 - 1.75) < 0.02)
    #expect(Distribution.empirical(Percentiles([1, 1, 4])).quantile(0.75) == 2.5)
  }

  // MARK: many draws

  @Test("the mean of a lognormal number is exp(μ + σ² / 2), its percentiles within their Monte Carlo error")
  func lognormalMean() throws {
    let known = try interval(290_000, nil, 1_600_000)
    let simulation = try carlo([UncertainInput("chips", known)]).run(outputs: 1) { $1[0] = $0[0] }
    let value = simulation.values[0]
    let sigma = log(1_600_000 / 290_000.0) / 3.289_707_253_902_945
    let mean = known.median * exp(sigma * sigma / 2)
    // Five standard errors of the mean.
    #expect(abs(value.mean - mean) < 5 * mean * (exp(sigma * sigma) - 1).squareRoot() / 316.2)
    #expect(abs(value.median - known.median) < 2.5 * value.medianError)
    #expect(abs(value.low - 290_000) < 2.5 * value.lowError)
    #expect(abs(value.high - 1_600_000) < 2.5 * value.highError)
    #expect(value.medianError / value.median < 0.01)
  }

  @Test(
    "a product of powers has the variance of the exact formula, whatever the correlation",
    arguments: [0, 0.3, 0.7, 1])
  func productOfPowers(_ correlation: Double) throws {
    let (sigmas, powers) = ([0.3, 0.5, 0.2], [1.0, -0.5, 2.0])
    let group = UncertainInput.Group(name: "owner", correlation: correlation)
    let inputs = sigmas.enumerated().map { index, sigma in
      UncertainInput(
        "input \(index)", .lognormal(Lognormal(median: 10, sigmaBelow: sigma, sigmaAbove: sigma)),
        group: group)
    }
    let draws = try carlo(inputs).run(outputs: 1) { values, outputs in
      outputs[0] = zip(values, powers).reduce(1) { $0 * pow($1.0, $1.1) }
    }.draws[0]
    var exact = 0.0
    for i in sigmas.indices {
      for j in sigmas.indices {
        exact += powers[i] * powers[j] * sigmas[i] * sigmas[j] * (i == j ? 1 : correlation)
      }
    }
    #expect(abs(variance(draws.map { log($0) }) / exact - 1) < 0.03)
  }

  @Test(
    "a sum of four alike is 40 to 45 % narrower if its parts are taken for independent than at 0.7, as KP found"
  )
  func sumsWiden() throws {
    func width(_ correlation: Double) throws -> Double {
      let group = UncertainInput.Group(name: "owner", correlation: correlation)
      let part = try interval(0.75, nil, 1.33)
      let value = try carlo((0..<4).map { UncertainInput("chip \($0)", part, group: group) })
        .run(outputs: 1) { $1[0] = $0.reduce(0, +) }.values[0]
      return value.high - value.low
    }
    let (independent, common, same) = (try width(0), try width(0.7), try width(1))
    #expect((0.40...0.45).contains(1 - independent / common))
    // Numbers that are one in all but scale add up percentile by percentile.
    #expect(abs(same / (4 * (1.33 - 0.75)) - 1) < 0.02)
    #expect(common < same)
  }

  @Test("the same seed gives the same draws in chunks of any size, another seed gives others")
  func chunks() throws {
    let inputs = try [
      UncertainInput("a", interval(1, nil, 2), group: .init(name: "g", correlation: 0.7)),
      UncertainInput("b", .uniform(0...1), group: .init(name: "g", correlation: 0.7)),
      UncertainInput("c", interval(3, nil, 9)),
    ]
    let model: MonteCarlo.Model = { $1[0] = $0[0] * $0[1] + $0[2] }
    let draws = try carlo(inputs, draws: 5_001).run(outputs: 1, model).draws
    for chunk in [1, 7, 1_000, 10_000] {
      #expect(try carlo(inputs, draws: 5_001).run(outputs: 1, chunk: chunk, model).draws == draws)
    }
    #expect(try carlo(inputs, draws: 5_001, seed: 2).run(outputs: 1, model).draws != draws)
  }

  @Test("fewer draws are the first of more, and another input changes no draw of the others")
  func keyedByName() throws {
    let a = try UncertainInput("a", interval(1, nil, 2), group: .init(name: "g", correlation: 0.5))
    let b = try UncertainInput("b", interval(5, nil, 20), group: .init(name: "h", correlation: 0.5))
    let alone = try carlo([a], draws: 1_000).run(outputs: 1) { $1[0] = $0[0] }.draws[0]
    let second = try carlo([b, a], draws: 2_000).run(outputs: 1) { $1[0] = $0[1] }.draws[0]
    #expect(Array(second.prefix(1_000)) == alone)
  }

  @Test("inputs of one name, groups of two correlations and correlations that are none are refused")
  func refused() {
    func message(_ inputs: [UncertainInput], draws: Int = 100) -> String {
      do throws(ForecastError) {
        _ = try MonteCarlo(inputs, settings: .init(draws: draws))
        return ""
      } catch { return error.isUsage ? error.description : "not usage" }
    }
    let one = Distribution.exact(1)
    #expect(message([.init("a", one), .init("a", one)]).contains("two inputs are named 'a'"))
    #expect(message([.init("a", one, group: .init(name: "g", correlation: 1.5))]).contains("1.5"))
    let both = [
      UncertainInput("a", one, group: .init(name: "g", correlation: 0.5)),
      UncertainInput("b", one, group: .init(name: "g", correlation: 0.7)),
    ]
    #expect(message(both).contains("0.5 and 0.7"))
    #expect(message([.init("a", one)], draws: 10).contains("100 or more"))
  }

  // MARK: what drives it

  @Test("a tornado has the widest swing first, exact ends for a sum, and shares that add up to 1")
  func tornado() throws {
    let inputs = try [
      UncertainInput("narrow", interval(9, nil, 11)), UncertainInput("wide", interval(5, nil, 20)),
      UncertainInput("fixed", .exact(3)),
    ]
    let carlo = try carlo(inputs)
    let model: MonteCarlo.Model = { $1[0] = $0[0] + $0[1] - $0[2] }
    let simulation = carlo.run(outputs: 1, model)
    let tornado = Tornado(carlo, outputs: 1, output: 0, simulation: simulation, model)
    #expect(tornado.bars.map(\.input) == ["wide", "narrow"])
    #expect(abs(tornado.middle - (99.0.squareRoot() + 10 - 3)) < 1e-9)
    let wide = tornado.bars[0]
    #expect(abs(wide.swing - 15) < 1e-9 && abs(wide.atLow - (5 + 99.0.squareRoot() - 3)) < 1e-9)
    #expect(abs(tornado.bars.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    #expect(wide.rankCorrelation > 0.95 && wide.share > 0.9)
  }

  @Test("ranks: of reversed order −1, of equal values 0, and equal values share their places")
  func ranks() {
    #expect(Ranks([1, 2, 3, 4]).correlation(with: Ranks([4, 3, 2, 1])) == -1)
    #expect(Ranks([1, 2, 3, 4]).correlation(with: Ranks([5, 5, 5, 5])) == 0)
    // Spearman's of (1, 2, 3) and (1, 1.5 shared, 1.5 shared): 0.8660.
    #expect(abs(Ranks([1, 2, 3]).correlation(with: Ranks([0, 7, 7])) - 0.75.squareRoot()) < 1e-12)
  }
}
