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
    case .attainable(let precisions, let intensity): attainable(precisions, intensity)
    case .mixed(let definition): mixed(definition, tf32Reading)
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

  private func attainable(_ precisions: [Precision], _ intensity: Double) -> MeasuredChip {
    let compute = measuredTops(precisions)
    let memory = published(memoryBandwidthGBps, .bandwidth, table: "memory.csv")
    guard case .known(var steps, let rate) = compute else { return compute }
    guard case .known(_, let bandwidth) = memory, let roofline = roofline(precisions) else { return memory }
    let fed = ConversionStep(
      "what the memory of one \(name) feeds",
      [
        bandwidth(nil), .init(.times, BoundedValue(intensity), "op/B"),
        .init(.over, BoundedValue(Roofline.operationsPerTOPOverBytesPerGB), "GOP/TOP"),
      ], unit: "TOP/s")
    let isFed = fed.value < rate(nil).value
    let lesser = ConversionStep(
      "attainable by one \(name), bound by \(isFed ? "memory" : "arithmetic")",
      [isFed ? .init(nil, fed.bounded, fed.unit) : rate(nil)], unit: "TOP/s",
      range: roofline.attainableTops(at: intensity).range)
    steps += [fed, lesser]
    return .known(steps: steps) { ConversionStep.Term($0, lesser.bounded, lesser.unit) }
  }

  /// The time of all phases, as the reference chip takes 1 for them: times add up, ratios do not.
  private func mixed(_ definition: EquivalenceDefinition, _ tf32Reading: TF32Reading) -> MeasuredChip {
    let unit = "reference time"
    var steps: [ConversionStep] = []
    var times: [ConversionStep.Term] = []
    var missing: [MeasuredChip] = []
    for phase in definition.phases {
      let bound = EquivalenceDefinition(
        id: phase.name, name: phase.name, phases: [phase.taking(1)], reference: definition.reference,
        source: definition.source)
      let (measure, constant): (ConversionMeasure, ConversionStep.Term) =
        switch phase.bound {
        case .figure(let figure): (ConversionMeasure(figure), .init(.times, constantOf: figure))
        case .roofline: (ConversionMeasure(bound), .init(.times, constantOf: bound))
        }
      guard case .known(let leading, let figure) = measured(by: measure, tf32Reading: tf32Reading) else {
        missing.append(measured(by: measure, tf32Reading: tf32Reading))
        continue
      }
      let time = ConversionStep(
        "time of \(phase.name) on one \(name)",
        [.init(nil, BoundedValue(phase.share), unit), constant, figure(.over)], unit: unit)
      for step in leading + [time] where !steps.contains(step) { steps.append(step) }
      times.append(.init(times.isEmpty ? nil : .plus, time.bounded, unit))
    }
    if let first = missing.first { return first }
    let total = ConversionStep("time of all phases on one \(name)", times, unit: unit)
    let worth = ConversionStep(
      "reference chips that one \(name) is worth",
      [.init(nil, BoundedValue(1), "reference chip"), .init(.over, total.bounded, unit)],
      unit: ConversionMeasure.mixed(definition).unit)
    return .known(steps: steps + [total, worth]) { ConversionStep.Term($0, worth.bounded, worth.unit) }
  }
}
