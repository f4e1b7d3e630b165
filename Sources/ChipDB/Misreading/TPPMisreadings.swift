import Rating

/// The ways in which a total processing performance may be wrong.
struct TPPMisreadings {
  let engine: MisreadingEngine
  let chip: Chip

  /// The chip's own TPP, at the governing precision.
  var truth: SourcedValue? { engine.ratings[chip.id]?.governing.flatMap { total($0.precision, of: chip) } }

  /// The dense rate at one precision × its bit length (ECCN 3A090, technical note).
  private func total(_ precision: Precision, of chip: Chip) -> SourcedValue? {
    chip.declared(precision).map { rate in
      SourcedValue(
        value: rate.value * bits(precision), unit: "TPP", source: rate.source, grade: rate.grade,
        asOf: rate.asOf, place: rate.place, isOwn: rate.isOwn)
    }
  }

  private func bits(_ precision: Precision) -> Double {
    Double(precision.bitLength(engine.tf32Reading))
  }

  var candidates: [MisreadingCandidate] {
    factors + (truth.map { chip.parts(of: $0) } ?? []) + sparse + vector + nonGoverning + wrongWidths
      + otherChips
  }

  private var factors: [MisreadingCandidate] {
    guard let truth else { return [] }
    let own = "\(Figure(truth.value)), the TPP of the \(chip.name)"
    return [
      .init(
        kind: .doubled, expected: truth.value * 2, origin: truth,
        working: "2 × \(own): the factor 2 applied to a rate that holds it", doubt: 0),
      .init(
        kind: .halved, expected: truth.value / 2, origin: truth,
        working: "half of \(own): the factor 2 left out, or a dense rate halved as if it were sparse",
        doubt: chip.halvingDoubt),
    ]
  }

  private var sparse: [MisreadingCandidate] {
    Precision.allCases.flatMap { precision -> [MisreadingCandidate] in
      guard let rate = chip.declared(precision) else { return [] }
      return chip.sparseFactors(precision).map { factor in
        MisreadingCandidate(
          kind: .sparse, expected: rate.value * factor * bits(precision), origin: rate,
          working: "\(Figure(rate.value * factor)) × \(Figure(bits(precision))) bit: the sparse "
            + "\(precision.label) rate of the \(chip.name)", doubt: 0.5)
      }
    }
  }

  private var vector: [MisreadingCandidate] {
    Precision.allCases.filter { $0 != .tf32 }.flatMap { precision in
      chip.vectorRates(precision).compactMap { rate in
        let expected = rate.value.value * rate.factor * bits(precision)
        guard truth.map({ expected < $0.value }) ?? true else { return nil }
        return MisreadingCandidate(
          kind: .vector, expected: expected, origin: rate.value,
          working: "\(Figure(rate.value.value * rate.factor)) × \(Figure(bits(precision))) bit, from "
            + rate.working(of: chip.name),
          doubt: rate.doubt)
      }
    }
  }

  /// The TPP at a precision that does not govern.
  private var nonGoverning: [MisreadingCandidate] {
    let governing = engine.ratings[chip.id]?.governing?.precision
    return Precision.allCases.filter { $0 != governing }.compactMap { precision in
      guard let total = total(precision, of: chip), let rate = chip.declared(precision) else { return nil }
      return MisreadingCandidate(
        kind: .bitLength, expected: total.value, origin: rate,
        working: "\(Figure(rate.value)) × \(Figure(bits(precision))) bit, the TPP of the \(chip.name) at "
          + "\(precision.label), which does not govern"
          + (governing.map { ": \($0.label) gives more" } ?? ""), doubt: 1)
    }
  }

  /// A rate times the width of another format.
  private var wrongWidths: [MisreadingCandidate] {
    Precision.allCases.flatMap { precision -> [MisreadingCandidate] in
      guard let rate = chip.declared(precision) else { return [] }
      let widths = Precision.allCases.map(bits).uniqued
      return widths.filter { $0 != bits(precision) }.map { width in
        MisreadingCandidate(
          kind: .bitLength, expected: rate.value * width, origin: rate,
          working: "\(Figure(rate.value)) × \(Figure(width)) bit, where \(precision.label) has "
            + "\(Figure(bits(precision))) bit", doubt: 2, tolerance: MisreadingEngine.sameFigure)
      }
    }
  }

  private var otherChips: [MisreadingCandidate] {
    engine.database.chips.filter { $0.id != chip.id }.compactMap { other in
      guard let governing = engine.ratings[other.id]?.governing,
        let total = total(governing.precision, of: other)
      else { return nil }
      return MisreadingCandidate(
        kind: .otherChip, expected: total.value, origin: total,
        working: "the TPP of the \(other.name) (\(total.reference))",
        doubt: other.vendor == chip.vendor ? 1.8 : 2.2, tolerance: MisreadingCandidate.copyTolerance)
    }
  }
}
