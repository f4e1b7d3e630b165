import Foundation

/// What drives an output: each uncertain input moved through its interval while the rest stays at its median, and how far
/// the order of its draws agrees with that of the output's.
public struct Tornado: Codable, Equatable, Sendable {
  public struct Bar: Codable, Equatable, Sendable {
    public let input: String
    /// The ends of the input's interval.
    public let inputLow: Double
    public let inputHigh: Double
    /// The output with the input at either end.
    public let atLow: Double
    public let atHigh: Double
    /// Spearman's rank correlation of the input's draws with the output's.
    public let rankCorrelation: Double
    /// Its square as a share of the sum over all inputs: what part of the spread goes with it. Inputs of one group share
    /// what moves them, so that each takes credit for the others.
    public let share: Double

    public var swing: Double { abs(atHigh - atLow) }
  }

  /// The output with every input at its median.
  public let middle: Double
  /// The widest swing first.
  public let bars: [Bar]

  /// How many of the draws the ranks are taken of.
  private static let ranked = 10_000

  /// - Parameter output: the index of the output.
  public init(
    _ carlo: MonteCarlo, outputs: Int, output: Int, simulation: Simulation, _ model: MonteCarlo.Model
  ) {
    let level = carlo.settings.level
    var results = [Double](repeating: 0, count: outputs)
    func outcome(_ values: [Double]) -> Double {
      model(values, &results)
      return results[output]
    }
    let medians = carlo.inputs.map(\.distribution.median)
    middle = outcome(medians)
    let count = min(carlo.settings.draws, Self.ranked)
    let draws = carlo.inputDraws(count)
    let outputRanks = Ranks(Array(simulation.draws[output].prefix(count)))
    var bars: [Bar] = []
    let uncertain = carlo.inputs.indices.filter { !carlo.inputs[$0].distribution.isExact }
    let correlations = uncertain.map { outputRanks.correlation(with: Ranks(draws[$0])) }
    let total = correlations.reduce(0) { $0 + $1 * $1 }
    for (index, correlation) in zip(uncertain, correlations) {
      let distribution = carlo.inputs[index].distribution
      let ends = (distribution.quantile((1 - level) / 2), distribution.quantile((1 + level) / 2))
      func at(_ value: Double) -> Double {
        var values = medians
        values[index] = value
        return outcome(values)
      }
      bars.append(
        Bar(
          input: carlo.inputs[index].name, inputLow: ends.0, inputHigh: ends.1, atLow: at(ends.0),
          atHigh: at(ends.1), rankCorrelation: correlation,
          share: total > 0 ? correlation * correlation / total : 0))
    }
    self.bars = bars.sorted { $0.swing == $1.swing ? $0.input < $1.input : $0.swing > $1.swing }
  }
}

/// The places of numbers in their order; equal ones share the mean of theirs.
struct Ranks {
  private let ranks: [Double]

  init(_ values: [Double]) {
    let order = values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 }
      start = end + 1
    }
    self.ranks = ranks
  }

  /// Pearson's correlation of the ranks, which is Spearman's of the values; 0 where all of one are equal.
  func correlation(with other: Ranks) -> Double {
    let middle = Double(ranks.count - 1) / 2
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(ranks, other.ranks) {
      xy += (x - middle) * (y - middle)
      xx += (x - middle) * (x - middle)
      yy += (y - middle) * (y - middle)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
  }
}
