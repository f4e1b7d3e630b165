import Rating

/// What to measure.
public struct MeasurementRequest: Sendable {
  public let precisions: [Precision]
  /// The shapes to measure, each for itself; empty to search for the best square one.
  public let shapes: [GEMMShape]
  public let plan: SamplingPlan
  /// How many threads the libraries and the ceilings use.
  public let threads: Int
  /// Draws the operands and the check vectors.
  public let seed: UInt64

  public init(
    precisions: [Precision], shapes: [GEMMShape] = [], plan: SamplingPlan, threads: Int, seed: UInt64
  ) {
    self.precisions = precisions
    self.shapes = shapes
    self.plan = plan
    self.threads = threads
    self.seed = seed
  }

  /// Refuses shapes whose operands cannot fit, before anything is allocated.
  /// - Parameters:
  ///   - availableBytes: what can be allocated.
  ///   - precisions: those that will be measured.
  ///   - copies: how many libraries hold operands of the same shape at once.
  /// - Throws: `MeasurementError.notEnoughMemory` with the largest shape.
  public func checkMemory(availableBytes: Int, precisions: [Precision], copies: Int) throws(MeasurementError)
  {
    let needed = shapes.reduce(0) { sum, shape in
      precisions.reduce(sum) { $0 + shape.operandBytes($1) * Double(copies) }
    }
    if let largest = shapes.max(by: { $0.operations < $1.operations }),
      needed > Double(availableBytes) * Self.usableShare
    {
      throw .notEnoughMemory(shape: largest, needed: needed, available: availableBytes)
    }
  }

  /// The share of the available memory that operands may take: the rest is for the libraries' buffers.
  static let usableShare = 0.8
}
