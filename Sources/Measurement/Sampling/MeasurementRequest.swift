import Foundation
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
  /// The libraries that the user named, by path: a line that reproduces a row of theirs names them again.
  public let namedLibraries: [String]
  /// How much of the plan's time is gone before the measurement begins, in seconds.
  public let secondsGone: Double

  public init(
    precisions: [Precision], shapes: [GEMMShape] = [], plan: SamplingPlan, threads: [Int], seed: UInt64,
    operands: [OperandDistribution] = [.uniform], measuresMemory: Bool = false, namedLibraries: [String] = [],
    secondsGone: Double = 0
  ) {
    self.precisions = precisions
    self.shapes = shapes
    self.plan = plan
    self.threads = threads
    self.seed = seed
    self.operands = operands
    self.measuresMemory = measuresMemory
    self.namedLibraries = namedLibraries
    self.secondsGone = secondsGone
  }

  /// The command line that measures a row again.
  func reproduction(of row: MeasurementRow) -> String? {
    guard let provider = row.provider, let shape = row.shape, let threads = row.threads else { return nil }
    let file = row.candidates.first { $0.provider == provider }?.path
    let named = namedLibraries.filter { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path == file }
    let arguments =
      [
        "assay", "measure", "--\(plan.tier)", "--precision", row.precision.rawValue, "--threads",
        "\(threads)", "--shape", "\(shape)", "--library", provider.shellQuoted, "--operands",
        (row.operands ?? .uniform).rawValue,
        "--seed", "\(seed)",
      ] + named.flatMap { ["--blas", $0.shellQuoted] }
    return arguments.joined(separator: " ")
  }
}
