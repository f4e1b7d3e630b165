import Parallel

/// Draws of uncertain inputs, and what a model makes of them.
public struct MonteCarlo: Sendable {
  /// How many draws from which seed.
  public struct Settings: Codable, Equatable, Sendable {
    public var draws: Int
    public var seed: UInt64
    /// The share of the draws that an interval holds.
    public var level: Double

    public init(draws: Int = 100_000, seed: UInt64 = 1, level: Double = 0.9) {
      self.draws = draws
      self.seed = seed
      self.level = level
    }
  }

  /// Works out the outputs of one draw; both arrays are in the order of inputs and outputs.
  public typealias Model = @Sendable (_ inputs: [Double], _ outputs: inout [Double]) -> Void

  public let inputs: [UncertainInput]
  public let settings: Settings
  /// Where the draws of an input come from.
  private struct Source: Sendable {
    let distribution: Distribution
    let stream: DrawStream
    /// Index among the factors, with the weights of factor and own draw.
    let common: (factor: Int, weight: Double, own: Double)?
  }
  private let sources: [Source]
  private let factors: [DrawStream]

  /// - Throws: `ForecastError.badQuestion` for two inputs of one name, a correlation that is none, one group with two
  ///   correlations, and a number of draws below 100.
  public init(_ inputs: [UncertainInput], settings: Settings = Settings()) throws(ForecastError) {
    guard settings.draws >= 100 else {
      throw .badQuestion("\(settings.draws) draws: give 100 or more, or percentiles mean nothing")
    }
    guard settings.level > 0, settings.level < 1 else {
      throw .badQuestion("the level \(settings.level) is no probability above 0 and below 1")
    }
    var names: Set<String> = []
    var groups: [String: (factor: Int, correlation: Double)] = [:]
    var factors: [DrawStream] = []
    var sources: [Source] = []
    for input in inputs {
      guard names.insert(input.name).inserted else {
        throw .badQuestion("two inputs are named '\(input.name)': name them apart")
      }
      var common: (Int, Double, Double)?
      if let group = input.group {
        guard (0...1).contains(group.correlation) else {
          throw .badQuestion(
            "the correlation \(group.correlation) of '\(group.name)' is not from 0 to 1: give one that is")
        }
        let known = groups[group.name] ?? (factors.count, group.correlation)
        guard known.correlation == group.correlation else {
          throw .badQuestion(
            "the group '\(group.name)' has the correlations \(known.correlation) and \(group.correlation): give one"
          )
        }
        if known.factor == factors.count {
          factors.append(DrawStream(.group, group.name, seed: settings.seed))
          groups[group.name] = known
        }
        common = (known.factor, group.correlation.squareRoot(), (1 - group.correlation).squareRoot())
      }
      sources.append(
        Source(
          distribution: input.distribution, stream: DrawStream(.input, input.name, seed: settings.seed),
          common: common))
    }
    self.inputs = inputs
    self.settings = settings
    self.sources = sources
    self.factors = factors
  }

  /// Every draw of the model, on all cores; how they are cut into chunks has no influence on any of them.
  public func run(outputs: Int, chunk: Int = 1_024, _ model: Model) -> Simulation {
    let draws = settings.draws
    let chunks = (0..<(draws + chunk - 1) / chunk).concurrentMap { number -> [Double] in
      let indices = number * chunk..<min(draws, (number + 1) * chunk)
      var values = [Double](repeating: 0, count: inputs.count)
      var results = [Double](repeating: 0, count: outputs)
      var columns = [Double](repeating: 0, count: outputs * indices.count)
      var common = [Double](repeating: 0, count: factors.count)
      for (row, index) in indices.enumerated() {
        draw(index, &common, into: &values)
        model(values, &results)
        for output in 0..<outputs { columns[output * indices.count + row] = results[output] }
      }
      return columns
    }
    let joined = (0..<outputs).concurrentMap { output -> [Double] in
      var column: [Double] = []
      column.reserveCapacity(draws)
      for part in chunks {
        let count = part.count / outputs
        column.append(contentsOf: part[output * count..<(output + 1) * count])
      }
      return column
    }
    return Simulation(draws: joined, level: settings.level)
  }

  /// The first draws of each input, in the order of the inputs.
  func inputDraws(_ count: Int) -> [[Double]] {
    var columns = inputs.map { _ in [Double]() }
    var values = [Double](repeating: 0, count: inputs.count)
    var common = [Double](repeating: 0, count: factors.count)
    for index in 0..<count {
      draw(index, &common, into: &values)
      for input in values.indices { columns[input].append(values[input]) }
    }
    return columns
  }

  private func draw(_ index: Int, _ common: inout [Double], into values: inout [Double]) {
    for factor in factors.indices { common[factor] = factors[factor].normal(at: index) }
    for (position, source) in sources.enumerated() {
      if case .exact(let value) = source.distribution {
        values[position] = value
        continue
      }
      var z = source.stream.normal(at: index)
      if let (factor, weight, own) = source.common { z = weight * common[factor] + own * z }
      values[position] = source.distribution.value(atNormal: z)
    }
  }
}
