import Rating

/// The figures that count, chosen from all that have been published: the best grade, then the newest,
/// then the highest. What was not chosen stays beside them as conflicts.
extension Chip {
  /// One figure a precision: chosen by source for each kind of unit, then the faster unit, as the law
  /// takes the highest.
  public var declaredThroughputs: [Throughput] {
    Precision.allCases.compactMap { precision in
      declared(precision).map {
        Throughput(
          precision: precision, tops: $0.value, evidence: .declared,
          source: "\($0.source) (\($0.grade.rawValue))", support: $0.grade.support)
      }
    }
  }

  /// The declared dense TOP/s at one precision, with the values that disagree for the same unit.
  public func declared(_ precision: Precision) -> SourcedValue? {
    ComputeUnit.allCases.compactMap { declared(precision, on: $0) }.max { $0.value < $1.value }
  }

  /// The rating on declared figures, for the whole package.
  public func rating(tf32Reading: TF32Reading) -> PerformanceRating {
    PerformanceRating(declaredThroughputs, evidence: .declared, tf32Reading: tf32Reading)
  }

  /// Device memory bandwidth in GB/s.
  public var memoryBandwidthGBps: SourcedValue? { memory(.bandwidth) }

  /// Device memory capacity in decimal GB.
  public var memoryCapacityGB: SourcedValue? { memory(.capacity) }

  /// The aggregate bidirectional rate to other chips, in GB/s: the sum over all kinds of link that are
  /// known, memory excluded (the measure of the rule of October 2022).
  public var aggregateIOGBps: SourcedValue? {
    SourcedValue.sum(
      interconnect.map(\.link).uniqued.sorted().compactMap { link in
        SourcedValue.chosen(from: interconnect.filter { $0.link == link }.map(\.bandwidthGBps))
      })
  }

  /// Rated power in W: thermal design power, or the card's power with a note that says so.
  public var tdpWatts: SourcedValue? {
    func chosen(_ kind: PowerFigure.Kind) -> SourcedValue? {
      SourcedValue.chosen(from: power.filter { $0.kind == kind }.map(\.watts))
    }
    return chosen(.tdp)
      ?? chosen(.board).map { board in
        board.noted("power of the whole card" + (board.note.map { "; \($0)" } ?? ""))
      }
  }

  private func memory(_ quantity: MemoryFigure.Quantity) -> SourcedValue? {
    SourcedValue.chosen(from: memory.filter { $0.quantity == quantity }.map(\.value))
  }
}
