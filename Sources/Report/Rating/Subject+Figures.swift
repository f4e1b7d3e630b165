import ChipDB
import Rating
import Rulebook

extension Subject {
  /// A chip as a rule sees it: its chosen declared figures, each with its source.
  public init(_ chip: Chip, tf32Reading: TF32Reading) {
    let bounded = chip.boundedRating(RatingReading(tf32: tf32Reading))
    let rating = bounded.chosen
    var operands: [Quantity: Operand] = [:]
    let isUnverified = rating.governing.flatMap { chip.declared($0.precision)?.grade } == .unverified
    if let governing = rating.governing {
      let source =
        "\(NumberFormat.number(governing.tops)) TOP/s dense \(governing.precision.label) × \(governing.bitLength) bit, "
        + governing.source
      operands[.tpp] = Operand(
        governing.tpp, of: .tpp, source: source, evidence: .declared,
        published: bounded.tpp?.range, isUnverified: isUnverified, rate: .init(governing))
    }
    if case .known(let area) = chip.applicableDieArea,
      let density = rating.performanceDensity(areaMM2: area.value)
    {
      let source = "TPP / \(NumberFormat.number(area.value)) mm², \(area.source) (\(area.grade.rawValue))"
      operands[.performanceDensity] = Operand(
        density, of: .performanceDensity, source: source, evidence: .declared,
        published: bounded.performanceDensity(areaMM2: area.bounded)?.range,
        isUnverified: isUnverified || area.grade == .unverified, rate: rating.governing.map(Operand.Rate.init)
      )
    }
    operands[.aggregateIO] = chip.aggregateIOGBps.map { Operand($0, of: .aggregateIO) }
    operands[.dramBandwidth] = chip.memoryBandwidthGBps.map { Operand($0, of: .dramBandwidth) }
    operands[.processingPerformance] = rating.rows.max { $0.tops < $1.tops }.map { row in
      let declared = chip.declared(row.precision)
      return Operand(
        row.tops, of: .processingPerformance, source: "dense \(row.precision.label), \(row.source)",
        evidence: .declared, published: declared?.range, isUnverified: declared?.grade == .unverified)
    }
    var facts = [Fact.dataCentre: chip.dataCentre, .centralProcessor: Outcome(chip.kind == .cpu)]
    // "First marketed after 1 January 2026", S. 4456.
    if let released = chip.released, let line = CalendarDate(year: 2026, month: 1, day: 1) {
      facts[.marketedAfter2025] = Outcome(line < released)
    }
    self.init(name: chip.name, operands: operands, facts: facts)
  }

  /// A subject by figures that the user gives.
  /// - Parameters:
  ///   - figures: each in its quantity's unit; performance density follows from TPP and the area.
  ///   - dieAreaMM2: the applicable die area.
  public init(
    name: String, source: String, figures: [Quantity: Double], dieAreaMM2: Double? = nil,
    facts: [Fact: Outcome]
  ) {
    var operands = Dictionary(
      uniqueKeysWithValues: figures.map { ($0.key, Operand($0.value, of: $0.key, source: source)) })
    if let tpp = figures[.tpp], let dieAreaMM2 {
      operands[.performanceDensity] = Operand(
        tpp / dieAreaMM2, of: .performanceDensity, source: "TPP / applicable die area, \(source)")
    }
    self.init(name: name, operands: operands, facts: facts)
  }
}

extension Operand {
  fileprivate init(_ value: SourcedValue, of quantity: Quantity) {
    self.init(
      value.value, of: quantity, source: "\(value.source) (\(value.grade.rawValue))", evidence: .declared,
      published: value.range, isUnverified: value.grade == .unverified)
  }
}
