import Foundation
import Parallel
import Rating

/// How the best chip so far has risen over a span of time, standstill included.
///
/// A line through the points of a running maximum knows nothing of the years in which nobody beat the best chip, and makes a
/// side that came far in few steps and then stood still look fast. Here the best so far is taken at the end of every quarter,
/// and the line goes through those.
public struct FrontierGrowth: Sendable {
  /// The line through the best at the end of every quarter.
  public let line: LogLinearFit
  /// The factors per year of resamples, blocks of vendor and year together, in the order of their draws.
  public let resampled: [Double]
  /// How many resamples had no line.
  public let failures: Int
  /// How often the best chip was beaten within the span.
  public let steps: Int

  /// - Parameters:
  ///   - series: all chips that were out; its selection plays no part.
  ///   - span: the first and the last day.
  /// - Throws: `ForecastError.tooFewPoints` for fewer than three quarters with a chip.
  init(
    _ series: ChipSeries, over span: ClosedRange<CalendarDate>, resamples: Int, seed: UInt64
  ) throws(ForecastError) {
    let moments = Self.quarterEnds(span)
    let sample = Sample(series, at: moments)
    let best = sample.best { _ in true }
    guard let line = LogLinearFit(best) else {
      throw .tooFewPoints(
        series: "the best so far at the ends of the quarters, \(series.question.words)", count: best.count,
        needed: LogLinearFit.fewest, remedy: series.remedy)
    }
    self.line = line
    steps = zip(best, best.dropFirst()).count { $0.logarithm < $1.logarithm }
    let drawn = (0..<resamples).concurrentMap { number -> Double? in
      var random = SplitMix64(seed: SplitMix64.number(at: number, seed: seed))
      var isDrawn = [Bool](repeating: false, count: sample.blocks)
      for _ in 0..<sample.blocks { isDrawn[random.index(below: sample.blocks)] = true }
      return LogLinearFit(sample.best { isDrawn[$0] })?.growth
    }
    resampled = drawn.compactMap { $0 }
    failures = resamples - resampled.count
  }

  private static func quarterEnds(_ span: ClosedRange<CalendarDate>) -> [Double] {
    (span.lowerBound.year...span.upperBound.year).flatMap { year in
      [(3, 31), (6, 30), (9, 30), (12, 31)].compactMap { month, day in
        CalendarDate(year: year, month: month, day: day)
      }
    }.filter(span.contains).map(\.decimalYear)
  }

  /// The chips as plain numbers.
  private struct Sample: Sendable {
    let years: [Double]
    let logarithms: [Double]
    let blockOf: [Int]
    let blocks: Int
    let moments: [Double]

    init(_ series: ChipSeries, at moments: [Double]) {
      (blockOf, blocks) = series.blockNumbers
      years = series.points.map(\.year)
      logarithms = series.points.map(\.logarithm)
      self.moments = moments
    }

    /// The best of the chips of some blocks at each moment by which one of them was out.
    func best(of isCounted: (Int) -> Bool) -> [(year: Double, logarithm: Double)] {
      var points: [(year: Double, logarithm: Double)] = []
      points.reserveCapacity(moments.count)
      var highest = -Double.infinity
      var next = 0
      for moment in moments {
        while next < years.count, years[next] <= moment {
          if isCounted(blockOf[next]) { highest = max(highest, logarithms[next]) }
          next += 1
        }
        if highest > -.infinity { points.append((moment, highest)) }
      }
      return points
    }
  }
}
