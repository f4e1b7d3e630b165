import Rating

/// What to measure.
public struct MeasurementRequest: Sendable {
  public let precisions: [Precision]
  /// The shapes to measure, each for itself; empty to search for the best square one.
  public let shapes: [GEMMShape]
  public let plan: SamplingPlan
  /// On how many threads; each number has rows of its own. The first is the machine's, the one that a rating is for.
  public let threads: [Int]
  /// Draws the operands and the check vectors.
  public let seed: UInt64
  /// How the operands are drawn; each distribution has rows of its own, and the first is the one that a rating is for.
  public let operands: [OperandDistribution]
  /// Whether the bandwidth of the memory is measured too.
  public let measuresMemory: Bool
  /// What a line that reproduces a row needs on top of what the row says: libraries by path.
  public let extraArguments: [String]

  public init(
    precisions: [Precision], shapes: [GEMMShape] = [], plan: SamplingPlan, threads: [Int], seed: UInt64,
    operands: [OperandDistribution] = [.uniform], measuresMemory: Bool = false, extraArguments: [String] = []
  ) {
    self.precisions = precisions
    self.shapes = shapes
    self.plan = plan
    self.threads = threads
    self.seed = seed
    self.operands = operands
    self.measuresMemory = measuresMemory
    self.extraArguments = extraArguments
  }

  /// The command line that measures a row again.
  func reproduction(of row: MeasurementRow) -> String? {
    guard let provider = row.provider, let shape = row.shape, let threads = row.threads else { return nil }
    let arguments =
      [
        "assay", "measure", "--\(plan.tier)", "--precision", row.precision.rawValue, "--threads",
        "\(threads)", "--shape", "\(shape)", "--library", "'\(provider)'", "--operands",
        (row.operands ?? .uniform).rawValue,
        "--seed", "\(seed)",
      ] + extraArguments
    return arguments.joined(separator: " ")
  }
}
