import Foundation

/// What is known of a number.
public enum Distribution: Equatable, Sendable {
  case exact(Double)
  /// A lognormal variable whose logarithm has one standard deviation below its median and another above it.
  ///
  /// Both are equal where the median is the geometric mean of the interval's ends; where a published median is not, the two
  /// pieces keep it and both ends.
  case lognormal(median: Double, deviationBelow: Double, deviationAbove: Double)
  /// Every value of a range alike.
  case uniform(ClosedRange<Double>)
  /// Values that were observed or drawn, each alike; between neighbours by distance.
  case empirical(Percentiles)

  /// A positive number of which an interval is known, and perhaps the median: μ = (ln a + ln b) / 2,
  /// σ = (ln b − ln a) / 2z, with z the normal quantile of (1 + level) / 2, such as 1.64485 for 90 %.
  /// - Parameter median: the geometric mean of the ends where it is not said.
  /// - Returns: `nil` unless 0 < low ≤ median ≤ high are finite, and the level above 0 and below 1.
  public static func interval(
    low: Double, median: Double? = nil, high: Double, level: Double = 0.9
  ) -> Distribution? {
    let middle = median ?? (low * high).squareRoot()
    guard low > 0, low <= middle, middle <= high, high.isFinite, middle.isFinite, level > 0, level < 1 else {
      return nil
    }
    let z = NormalDistribution.quantile((1 + level) / 2)
    return .lognormal(
      median: middle, deviationBelow: log(middle / low) / z, deviationAbove: log(high / middle) / z)
  }

  /// The value that stands in the order of the distribution where a standard normal variable stands in its own.
  public func value(atNormal z: Double) -> Double {
    switch self {
    case .exact(let value): value
    case .lognormal(let median, let below, let above): median * exp(z * (z < 0 ? below : above))
    case .uniform(let range):
      range.lowerBound + (range.upperBound - range.lowerBound) * NormalDistribution.probability(below: z)
    case .empirical(let draws): draws(NormalDistribution.probability(below: z)) ?? .nan
    }
  }

  /// The value below which it lies with a probability above 0 and below 1.
  public func quantile(_ probability: Double) -> Double {
    value(atNormal: NormalDistribution.quantile(probability))
  }

  public var median: Double { value(atNormal: 0) }

  /// Whether it is one number.
  public var isExact: Bool {
    switch self {
    case .exact: true
    case .lognormal(_, let below, let above): below == 0 && above == 0
    case .uniform(let range): range.lowerBound == range.upperBound
    case .empirical(let draws): draws(0) == draws(1)
    }
  }
}
