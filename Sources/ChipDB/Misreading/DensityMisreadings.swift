import Rating

/// The ways in which a performance density may be wrong: another area, another TPP, another chip.
struct DensityMisreadings {
  let engine: MisreadingEngine
  let chip: Chip

  /// TPP over applicable die area (ECCN 3A090, technical note).
  var truth: SourcedValue? {
    engine.areas[chip.id].flatMap { area in total.map { Self.density($0, over: area) } }
  }

  private var total: SourcedValue? { TPPMisreadings(engine: engine, chip: chip).truth }

  func candidates(for value: Double) -> [MisreadingCandidate] {
    partialAreas + smallerArea(value) + otherTotals + otherChips
  }

  /// Some of the dies left out, or all but one of a kind.
  private var partialAreas: [MisreadingCandidate] {
    guard let total else { return [] }
    let logic = chip.dies.filter { $0.role == .logic }
    let sums = [
      ("the compute dies alone", SourcedValue.sum(logic.map { $0.areaMM2.times($0.count) })),
      ("one compute die", logic.first?.areaMM2),
    ]
    return sums.compactMap { what, area in
      guard let area, area.value != engine.areas[chip.id]?.value else { return nil }
      return MisreadingCandidate(
        kind: .wrongArea, expected: total.value / area.value, origin: area,
        working: "\(Figure(total.value)) TPP / \(Figure(area.value)) mm² of \(what)", doubt: 0.5)
    }
  }

  /// The area that a density above the chip's own implies: that of another chip, or of fewer dies.
  private func smallerArea(_ value: Double) -> [MisreadingCandidate] {
    guard let total, value > 0 else { return [] }
    let implied = total.value / value
    let known = engine.areas[chip.id]
    if let known, implied >= known.value { return [] }
    let lender = engine.database.chips.first { other in
      other.id != chip.id
        && engine.areas[other.id].map { (implied / $0.value - 1).magnitude <= MisreadingEngine.sameFigure }
          ?? false
    }
    guard lender != nil || known != nil && chip.dies.map(\.name).uniqued.count > 1 else { return [] }
    let less = known.map { ", less than the \(Figure($0.value)) mm² of all its logic dies" } ?? ""
    let borrowed = lender.map { ", the area of the \($0.name)" } ?? ""
    return [
      MisreadingCandidate(
        kind: .wrongArea, expected: value, origin: known ?? total,
        working: "\(Figure(total.value)) TPP / \(Figure(implied)) mm²\(less)\(borrowed)", doubt: 3)
    ]
  }

  /// The right area under a wrong TPP.
  private var otherTotals: [MisreadingCandidate] {
    guard let area = engine.areas[chip.id] else { return [] }
    return TPPMisreadings(engine: engine, chip: chip).candidates.filter { $0.kind != .otherChip }.map {
      MisreadingCandidate(
        kind: $0.kind, expected: $0.expected / area.value, origin: $0.origin,
        working: "\(Figure($0.expected)) TPP / \(Figure(area.value)) mm²: \($0.working)", doubt: $0.doubt + 1,
        tolerance: min($0.tolerance, MisreadingEngine.sameFigure))
    }
  }

  private var otherChips: [MisreadingCandidate] {
    engine.database.chips.filter { $0.id != chip.id }.compactMap { other in
      guard let density = DensityMisreadings(engine: engine, chip: other).truth else { return nil }
      return MisreadingCandidate(
        kind: .otherChip, expected: density.value, origin: density,
        working: "the density of the \(other.name) (\(density.reference))",
        doubt: other.vendor == chip.vendor ? 1.8 : 2.2, tolerance: Self.printedTolerance)
    }
  }

  /// Densities are printed to two decimals: 2.91 for 2.909.
  private static let printedTolerance = 0.002

  private static func density(_ total: SourcedValue, over area: SourcedValue) -> SourcedValue {
    SourcedValue(
      value: total.value / area.value, unit: "TPP/mm²", source: "\(total.source); \(area.source)",
      grade: max(total.grade, area.grade), place: area.place, isOwn: total.isOwn || area.isOwn)
  }
}
