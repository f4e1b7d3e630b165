/// What is known of a number.
public enum Distribution: Equatable, Sendable {
  case exact(Double)
  case lognormal(Lognormal)
  /// Every value of a range alike.
  case uniform(ClosedRange<Double>)
  /// Values that were observed or drawn, each alike; between neighbours by distance.
  case empirical(Percentiles)

  /// A positive number of which an interval is known, and perhaps the median.
  /// - Returns: `nil` unless 0 < low ≤ median ≤ high are finite, and the level above 0 and below 1.
  public static func interval(
    low: Double, median: Double? = nil, high: Double, level: Double = 0.9
  ) -> Distribution? {
    Lognormal(low: low, median: median, high: high, level: level).map(Distribution.lognormal)
  }

  /// The value that stands in the order of the distribution where a standard normal variable stands in its own.
  public func value(atNormal z: Double) -> Double {
    switch self {
    case .exact(let value): value
    case .lognormal(let lognormal): lognormal.value(atDeviate: z)
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
    case .lognormal(let lognormal): lognormal.sigmaBelow == 0 && lognormal.sigmaAbove == 0
    case .uniform(let range): range.lowerBound == range.upperBound
    case .empirical(let draws): draws(0) == draws(1)
    }
  }

  /// That of the number times a factor above zero.
  func scaled(by factor: Double) -> Distribution {
    switch self {
    case .exact(let value): .exact(value * factor)
    case .lognormal(let lognormal): .lognormal(lognormal.scaled(by: factor))
    case .uniform(let range): .uniform(range.lowerBound * factor...range.upperBound * factor)
    case .empirical(let draws): .empirical(draws.scaled(by: factor))
    }
  }
}
