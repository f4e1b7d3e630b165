import Foundation
import Parallel

/// Lines through resamples of a series, chips of one vendor and year together.
///
/// Points of a running maximum depend on each other, and chips of one generation share a design; the interval of a plain
/// fit takes them for independent and is too narrow. Each resample draws as many blocks as there are, with repetition,
/// chooses the frontier of what it drew anew, and is fitted by itself (Künsch, Annals of Statistics 17 (1989) 1217–1241;
/// Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
public struct BlockBootstrap: Sendable {
  /// The line of one resample, and a residual of its size.
  public struct Replicate: Sendable {
    public let meanYear: Double
    public let height: Double
    public let slope: Double
    public let residualDeviation: Double

    /// The decimal logarithm of the line.
    public func logarithm(at year: Double) -> Double { height + slope * (year - meanYear) }
  }

  /// In the order of their draws.
  public let replicates: [Replicate]
  /// How many resamples had too few points for a line, or all on one day.
  public let failures: Int
  public let blocks: Int
  public let seed: UInt64
  /// A standard normal draw for each replicate, the same at every year.
  private let residuals: [Double]

  /// - Parameters:
  ///   - series: the points, the selection and the blocks.
  ///   - count: how many resamples.
  ///   - seed: the same seed gives the same replicates, on any number of cores.
  public init(_ series: ChipSeries, count: Int, seed: UInt64) {
    let numbers = series.blockNumbers
    let sample = Sample(
      years: series.points.map(\.year), logarithms: series.points.map(\.logarithm), blockOf: numbers.of,
      blocks: numbers.count, places: series.question.selection.places)
    let chunk = 256
    let drawn = (0..<(count + chunk - 1) / chunk).concurrentMap { number in
      (number * chunk..<min(count, (number + 1) * chunk)).map {
        sample.replicate(SplitMix64.number(at: $0, seed: seed))
      }
    }.joined()
    replicates = drawn.compactMap { $0 }
    failures = count - replicates.count
    blocks = numbers.count
    self.seed = seed
    var random = SplitMix64(seed: SplitMix64.number(at: Int.max - 1, seed: seed))
    residuals = replicates.map { _ in random.normal() }
  }

  /// The factor per year of every replicate.
  public var growths: [Double] { replicates.map { pow(10, $0.slope) } }

  /// What the replicates say of a new value at a year: each with a residual of its own.
  public func predictions(at year: Double) -> [Double] {
    zip(replicates, residuals).map { replicate, residual in
      pow(10, replicate.logarithm(at: year) + residual * replicate.residualDeviation)
    }
  }

  /// What the replicates say of the line at a year.
  public func values(at year: Double) -> [Double] { replicates.map { pow(10, $0.logarithm(at: year)) } }

  /// When each replicate's line reaches a value; infinite for a line that does not rise.
  public func years(reaching value: Double) -> [Double] {
    let target = log10(value)
    return replicates.map { line in
      line.slope > 0 ? line.meanYear + (target - line.height) / line.slope : .infinity
    }
  }

  /// The line that a share of the points lies below, of each of a number of resamples of blocks.
  static func quantileLines(
    _ blocks: [[(year: Double, logarithm: Double)]], quantile: Double, count: Int, seed: UInt64
  ) -> [QuantileRegression] {
    (0..<count).concurrentMap { number in
      var random = SplitMix64(seed: SplitMix64.number(at: number, seed: seed))
      let points = (0..<blocks.count).flatMap { _ in blocks[random.index(below: blocks.count)] }
      return QuantileRegression(points, quantile: quantile, starts: 1)
    }.compactMap { $0 }
  }

  /// The points as plain numbers.
  private struct Sample: Sendable {
    let years: [Double]
    let logarithms: [Double]
    let blockOf: [Int]
    let blocks: Int
    let places: Int?

    func replicate(_ seed: UInt64) -> Replicate? {
      var random = SplitMix64(seed: seed)
      var drawn = [Int](repeating: 0, count: blocks)
      for _ in 0..<blocks { drawn[random.index(below: blocks)] += 1 }
      var best = places.map { RunningBest(places: $0) }
      var (count, sumX, sumY, sumXX, sumXY, sumYY) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
      let origin = years.first ?? 0
      for index in years.indices where drawn[blockOf[index]] > 0 {
        // A chip that was drawn twice is one chip at the frontier, and two where all count.
        if best != nil, best?.enters(logarithms[index]) != true { continue }
        let weight = best == nil ? Double(drawn[blockOf[index]]) : 1
        let (x, y) = (years[index] - origin, logarithms[index])
        count += weight
        sumX += weight * x
        sumY += weight * y
        sumXX += weight * x * x
        sumXY += weight * x * y
        sumYY += weight * y * y
      }
      guard count >= Double(LogLinearFit.fewest) else { return nil }
      let (meanX, meanY) = (sumX / count, sumY / count)
      let sxx = sumXX - count * meanX * meanX
      guard sxx > 1e-9 else { return nil }
      let slope = (sumXY - count * meanX * meanY) / sxx
      let left = max(0, sumYY - count * meanY * meanY - slope * slope * sxx)
      return Replicate(
        meanYear: origin + meanX, height: meanY, slope: slope,
        residualDeviation: (left / (count - 2)).squareRoot())
    }
  }
}
