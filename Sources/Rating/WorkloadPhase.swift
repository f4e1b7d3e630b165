/// A part of a workload, and the figures of a chip that bound it.
public struct WorkloadPhase: Codable, Hashable, Sendable {
  /// What binds a phase, with the reference chip's figures.
  public enum Bound: Codable, Hashable, Sendable {
    /// One figure alone: arithmetic, memory bandwidth, a link.
    case figure(EquivalenceDefinition)
    /// Arithmetic or memory bandwidth, whichever is less at an intensity in operations a byte.
    case roofline(compute: EquivalenceDefinition, bandwidth: EquivalenceDefinition, intensity: Double)
  }

  /// "training", "decode".
  public let name: String
  /// The share of the *reference chip's* time that it takes, above 0 and up to 1.
  public let share: Double
  public let bound: Bound

  public init(name: String, share: Double, bound: Bound) {
    self.name = name
    self.share = share
    self.bound = bound
  }

  /// The same phase with another share of the reference chip's time.
  public func taking(_ share: Double) -> WorkloadPhase { .init(name: name, share: share, bound: bound) }

  /// The reference chip by its id, where all figures are of one.
  public var reference: String? {
    switch bound {
    case .figure(let definition): definition.reference
    case .roofline(let compute, let bandwidth, _):
      compute.reference == bandwidth.reference ? compute.reference : nil
    }
  }

  /// The ids of the sources of the constants that bound it.
  public var sources: [String] {
    switch bound {
    case .figure(let definition): [definition.source]
    case .roofline(let compute, let bandwidth, _): [compute.source, bandwidth.source]
    }
  }

  /// What the reference chip does: its figure, or the TOP/s that it attains.
  public var referenceFigure: Double {
    switch bound {
    case .figure(let definition): definition.constant
    case .roofline(let compute, let bandwidth, let intensity):
      Roofline(tops: BoundedValue(compute.constant), bandwidthGBps: BoundedValue(bandwidth.constant))
        .attainableTops(at: intensity).value
    }
  }

  /// What an item does, in the unit of the reference figure.
  /// - Throws: `MissingFigure` for each figure that is not known.
  public func figure(of item: EquivalenceFigures) throws(MissingFigure) -> BoundedValue {
    switch bound {
    case .figure(let definition): return try definition.operand(of: item)
    case .roofline(let compute, let bandwidth, let intensity):
      let known = try MissingFigure.all([compute, bandwidth]) { definition throws(MissingFigure) in
        try definition.operand(of: item)
      }
      return Roofline(tops: known[0], bandwidthGBps: known[1]).attainableTops(at: intensity)
    }
  }

  /// How many reference chips an item is worth in this phase.
  /// - Throws: `MissingFigure` for each figure that is not known.
  public func ratio(of item: EquivalenceFigures) throws(MissingFigure) -> BoundedValue {
    try figure(of: item) / BoundedValue(referenceFigure)
  }
}
