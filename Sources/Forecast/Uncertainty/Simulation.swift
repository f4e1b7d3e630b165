import Parallel

/// What a model made of all draws.
public struct Simulation: Sendable {
  /// By output, in the order of the draws.
  public let draws: [[Double]]
  public let level: Double

  init(draws: [[Double]], level: Double) {
    self.draws = draws
    self.level = level
  }

  /// Each output in brief.
  public var values: [UncertainValue] {
    let level = level
    return draws.concurrentMap { UncertainValue($0, level: level) }
  }
}

/// A number that came out of draws.
public struct UncertainValue: Codable, Equatable, Sendable {
  public let median: Double
  public let low: Double
  public let high: Double
  public let mean: Double
  /// Half the 95 % interval of each percentile that comes of the finite number of draws.
  public let medianError: Double
  public let lowError: Double
  public let highError: Double

  /// - Parameter draws: at least two; `MonteCarlo` makes no fewer than 100.
  public init(_ draws: [Double], level: Double) {
    let order = Percentiles(draws)
    let (below, above) = ((1 - level) / 2, (1 + level) / 2)
    median = order(0.5) ?? .nan
    low = order(below) ?? .nan
    high = order(above) ?? .nan
    mean = draws.reduce(0, +) / Double(draws.count)
    medianError = order.monteCarloError(0.5) ?? .nan
    lowError = order.monteCarloError(below) ?? .nan
    highError = order.monteCarloError(above) ?? .nan
  }
}
