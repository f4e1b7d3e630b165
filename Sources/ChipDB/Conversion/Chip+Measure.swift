import Rating

/// A chip's figure for a conversion, or why there is none.
enum MeasuredChip {
  /// The steps that lead to the figure of one chip; the last one gives it. A published figure takes none.
  case known(steps: [ConversionStep], term: (DerivedFigure.Operation?) -> ConversionStep.Term)
  case unknown(reason: String, remedy: String)
}

extension Chip {
  /// The figure of one chip by a measure, with its working.
  func measured(by measure: ConversionMeasure, tf32Reading: TF32Reading) -> MeasuredChip {
    switch measure {
    case .tpp: measuredTPP(tf32Reading)
    case .tops(let precisions): measuredTops(precisions)
    case .bandwidth: published(memoryBandwidthGBps, measure, table: "memory.csv")
    case .memory: published(memoryCapacityGB, measure, table: "memory.csv")
    case .io: published(aggregateIOGBps, measure, table: "interconnect.csv")
    case .power: published(tdpWatts, measure, table: "power.csv")
    case .price: published(priceUSD, measure, table: "price.csv")
    }
  }

  private func published(_ value: SourcedValue?, _ measure: ConversionMeasure, table: String) -> MeasuredChip
  {
    value.map { value in .known(steps: []) { ConversionStep.Term($0, value) } }
      ?? .unknown(
        reason: "the \(measure.label) of \(name) is not known",
        remedy:
          "add a row with its source to a \(table) of your own and give --chipdb, or choose another measure")
  }

  private func measuredTops(_ precisions: [Precision]) -> MeasuredChip {
    let known = precisions.compactMap(declared).max { $0.value < $1.value }
    guard let known else {
      let others = Set(throughputs.map(\.precision))
      let labels = Precision.allCases.filter(others.contains).map(\.label).joined(separator: ", ")
      return .unknown(
        reason: "no \(precisions.map(\.label).joined(separator: " or ")) rate of \(name) is known",
        remedy: (labels.isEmpty ? "" : "known are \(labels); choose one of them, or ")
          + "add a row with its source to a throughput.csv of your own and give --chipdb")
    }
    guard precisions.count > 1 else {
      return .known(steps: []) { ConversionStep.Term($0, known, evidence: .declared) }
    }
    let bounded = boundedRating(RatingReading(tf32: .container32)).bestTops(among: precisions)
    let step = ConversionStep(
      "the fastest of \(precisions.map(\.label).joined(separator: ", ")) of \(name)",
      [.init(nil, known, evidence: .declared)], unit: "TOP/s", range: bounded?.range)
    return .known(steps: [step]) { ConversionStep.Term($0, step.bounded, step.unit) }
  }

  private func measuredTPP(_ tf32Reading: TF32Reading) -> MeasuredChip {
    let rating = boundedRating(RatingReading(tf32: tf32Reading))
    guard let governing = rating.chosen.governing, let tpp = rating.tpp,
      let declared = declared(governing.precision)
    else {
      return .unknown(
        reason: "no throughput of \(name) is known, and so no TPP",
        remedy: "add a row with its source to a throughput.csv of your own and give --chipdb")
    }
    let step = ConversionStep(
      "TPP of one \(name), governed by \(governing.precision.label)",
      [
        .init(nil, declared, evidence: .declared),
        .init(.times, BoundedValue(Double(governing.bitLength)), "bit"),
      ], unit: "TPP", range: tpp.range)
    return .known(steps: [step]) { ConversionStep.Term($0, step.bounded, step.unit) }
  }
}
