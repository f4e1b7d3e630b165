import Foundation
import Parallel
import Rating
import Testing

@testable import Forecast

@Suite("Straight lines through logarithms")
struct LogLinearFitTests {
  /// V100, A100, H100, B200, B300: the release dates and TPPs of Epoch AI's table of machine-learning hardware (CC-BY,
  /// snapshot of 27 April 2026, https://epoch.ai/data/machine-learning-hardware).
  static let flagships: [(date: String, tpp: Double)] = [
    ("2017-06-21", 2_000), ("2020-05-14", 4_992), ("2022-09-20", 15_832), ("2024-11-15", 36_000),
    ("2025-08-22", 60_000),
  ]

  @Test(
    "Student's t has its tabled quantiles",
    arguments: [
      (0.95, 3, 3.182446), (0.90, 10, 1.812461), (0.95, 1, 12.7062), (0.99, 120, 2.617421),
      (0.9, 100_000, 1.644869),
    ] as [(Double, Int, Double)])
  func studentT(level: Double, degreesOfFreedom: Int, expected: Double) {
    let half = StudentT.halfWidth(level: level, degreesOfFreedom: degreesOfFreedom)
    #expect(abs(half / expected - 1) < 1e-4)
  }

  @Test(
    "the normal distribution has its tabled quantiles",
    arguments: [
      (0.975, 1.959963984540054), (0.5, 0), (0.95, 1.6448536269514722), (1e-10, -6.361340902404056),
      (0.84, 0.994457883209753),
    ] as [(Double, Double)])
  func normal(probability: Double, expected: Double) {
    #expect(abs(NormalDistribution.quantile(probability) - expected) < 1e-9)
  }

  /// Case cmp_E17: the 95 % prediction intervals of the same fit, computed apart from this code.
  @Test(
    "five flagships give the published prediction intervals",
    arguments: [
      (2026.5, 75_950, 42_217, 136_639), (2027.5, 115_103, 61_615, 215_024),
      (2028.5, 174_440, 89_475, 340_086),
    ] as [(Double, Double, Double, Double)])
  func flagshipPrediction(year: Double, value: Double, low: Double, high: Double) throws {
    let fit = try #require(LogLinearFit(Self.flagshipPoints))
    #expect(abs(fit.value(at: year) / value - 1) < 1e-3)
    let interval = fit.predictionInterval(at: year, level: 0.95)
    #expect(abs(interval.lowerBound / low - 1) < 1e-3)
    #expect(abs(interval.upperBound / high - 1) < 1e-3)
    #expect(fit.meanInterval(at: year, level: 0.95).upperBound < interval.upperBound)
  }

  @Test("five flagships grow by 1.52 a year")
  func flagshipGrowth() throws {
    let fit = try #require(LogLinearFit(Self.flagshipPoints))
    #expect(abs(fit.growth - 1.52) < 0.005)
    #expect(abs(try #require(fit.doublingYears) - 1.67) < 0.005)
    let interval = fit.growthInterval(level: 0.95)
    #expect(abs(interval.lowerBound - 1.41) < 0.01 && abs(interval.upperBound - 1.62) < 0.01)
    #expect(abs(fit.residualDeviation * M_LN10 - 0.146) < 0.001)
  }

  static var flagshipPoints: [(year: Double, logarithm: Double)] {
    flagships.compactMap { flagship in
      CalendarDate(flagship.date).map { ($0.decimalYear, log10(flagship.tpp)) }
    }
  }

  @Test("an exact line is found, whatever the mean of its years")
  func exactLine() throws {
    let points = [2010.0, 2011.5, 2019, 2024].map { (year: $0, logarithm: 3 + 0.2 * ($0 - 2010)) }
    let fit = try #require(LogLinearFit(points))
    #expect(abs(fit.slope - 0.2) < 1e-12 && fit.residualDeviation < 1e-12)
    #expect(abs(fit.value(at: 2030) / 1e7 - 1) < 1e-9)
    #expect(abs(try #require(fit.year(reaching: 1e5)) - 2020) < 1e-9)
  }

  @Test("two points, and points of one moment, give no line")
  func noLine() {
    #expect(LogLinearFit([(2020, 1), (2021, 2)]) == nil)
    #expect(LogLinearFit([(2020, 1), (2020, 2), (2020, 3)]) == nil)
    #expect(QuantileRegression([(2020, 1), (2020, 2), (2020, 3)], quantile: 0.5) == nil)
  }

  @Test("a line that falls reaches nothing higher")
  func falling() throws {
    let fit = try #require(LogLinearFit([(2020, 3), (2021, 2), (2022, 1)]))
    #expect(fit.year(reaching: 1e9) == nil && fit.doublingYears == nil)
  }

  @Test(
    "no line through two points is better than the one of the quantile regression",
    arguments: [0.1, 0.5, 0.9])
  func quantileIsBest(quantile: Double) throws {
    var random = SplitMix64(seed: 7)
    let points = (0..<40).map { _ -> (year: Double, logarithm: Double) in
      let year = 2010 + 15 * random.unit()
      return (year, 0.2 * (year - 2010) + 0.4 * random.normal())
    }
    func loss(_ slope: Double, _ year: Double, _ height: Double) -> Double {
      points.reduce(0) { sum, point in
        let residual = point.logarithm - height - slope * (point.year - year)
        return sum + (residual >= 0 ? quantile : quantile - 1) * residual
      }
    }
    let found = try #require(QuantileRegression(points, quantile: quantile))
    let best = loss(found.slope, found.year, found.height)
    for a in points {
      for b in points where b.year > a.year {
        #expect(loss((b.logarithm - a.logarithm) / (b.year - a.year), a.year, a.logarithm) >= best - 1e-9)
      }
    }
    let below = points.count { $0.logarithm <= found.logarithm(at: $0.year) + 1e-9 }
    #expect(abs(Double(below) / 40 - quantile) <= 2.0 / 40)
  }

  @Test(
    "a date is a share of its own year, and comes back",
    arguments: [
      ("2024-01-01", 2024.0), ("2024-07-02", 2024.5), ("2023-12-31", 2023 + 364.0 / 365),
      ("2000-02-29", 2000 + 59.0 / 366),
    ] as [(String, Double)])
  func decimalYear(text: String, year: Double) throws {
    let date = try #require(CalendarDate(text))
    #expect(abs(date.decimalYear - year) < 1e-9)
    #expect(CalendarDate(decimalYear: date.decimalYear) == date)
  }
}
