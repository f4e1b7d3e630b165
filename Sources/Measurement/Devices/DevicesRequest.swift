import Rating

/// What to measure on devices.
public struct DevicesRequest: Sendable {
  public let precisions: [Precision]
  /// The shapes to measure, each for itself; empty to search for the best one.
  public let shapes: [GEMMShape]
  /// As it is for devices.
  public let plan: SamplingPlan
  /// Draws the operands.
  public let seed: UInt64
  /// How the operands are drawn; each distribution has rows of its own, and the first is the one that a rating is for.
  public let operands: [OperandDistribution]
  /// Whether the bandwidth of each device's memory, and between devices, is measured too.
  public let measuresMemory: Bool

  public init(
    precisions: [Precision], shapes: [GEMMShape] = [], plan: SamplingPlan, seed: UInt64,
    operands: [OperandDistribution] = [.uniform], measuresMemory: Bool = false
  ) {
    self.precisions = precisions
    self.shapes = shapes
    self.plan = plan.forDevices
    self.seed = seed
    self.operands = operands
    self.measuresMemory = measuresMemory
  }

  /// The command line that measures a row again.
  func reproduction(of row: MeasurementRow, on found: DeviceCatalogue.Found) -> String? {
    guard let shape = row.shape else { return nil }
    let arguments =
      [
        "assay", "measure", "--\(plan.tier)", "--device", found.id.shellQuoted, "--precision",
        row.precision.rawValue,
        "--shape", "\(shape)", "--operands", (row.operands ?? .uniform).rawValue, "--seed", "\(seed)",
      ] + (found.program.path.map { ["--worker", $0.shellQuoted] } ?? [])
    return arguments.joined(separator: " ")
  }
}
