import ChipDB
import Rating

/// How much of an allowance in TPP one chip stands for under a definition of equivalence.
///
/// Under a definition in TPP its reference chip counts as the definition's constant and any other chip as its own TPP.
/// Under a definition of another figure a chip counts as so many reference chips, each with the TPP that is reported of it.
struct CountedTPP {
  /// What one chip counts as, with the working, or why it cannot be said.
  struct Answer {
    let tpp: BoundedValue?
    let working: String?
    let unknown: String?
  }

  let chip: Chip
  let database: ChipDatabase
  let tf32Reading: TF32Reading

  /// - Parameter definition: `nil` for the chip's own TPP.
  func counted(under definition: EquivalenceDefinition?) -> Answer {
    guard let definition else { return own(chip) }
    if definition.basis == .tpp {
      guard definition.reference == chip.id else { return own(chip, "the definition's constant cancels: ") }
      return Answer(
        tpp: BoundedValue(definition.constant),
        working:
          "one \(chip.name) is \(NumberFormat.exact(definition.constant)) TPP by definition (\(definition.source))",
        unknown: nil)
    }
    let equivalent = definition.equivalent(of: chip.equivalenceFigures(tf32Reading: tf32Reading))
    guard let ratio = equivalent.value, let range = equivalent.range, let operand = equivalent.operand else {
      return Answer(tpp: nil, working: nil, unknown: equivalent.reason ?? "a figure is not known")
    }
    guard let reference = database.chip(id: definition.reference), let tpp = rating(reference).tpp else {
      return Answer(tpp: nil, working: nil, unknown: "the TPP of \(definition.reference) is not known")
    }
    return Answer(
      tpp: BoundedValue(ratio, range) * tpp,
      working:
        "\(NumberFormat.exact(operand)) / \(NumberFormat.exact(definition.constant)) \(definition.unit) "
        + "(\(definition.source)) × \(NumberFormat.number(tpp.value)) TPP of one \(reference.name)",
      unknown: nil)
  }

  private func own(_ chip: Chip, _ prefix: String = "") -> Answer {
    guard let governing = rating(chip).chosen.governing, let tpp = rating(chip).tpp else {
      return Answer(tpp: nil, working: nil, unknown: "no throughput of \(chip.name) is known, and so no TPP")
    }
    return Answer(
      tpp: tpp,
      working:
        prefix
        + "\(NumberFormat.exact(governing.tops)) TOP/s dense \(governing.precision.label) × \(governing.bitLength) bit"
        + " = \(NumberFormat.number(tpp.value)) TPP, \(governing.source)", unknown: nil)
  }

  private func rating(_ chip: Chip) -> BoundedRating {
    chip.boundedRating(RatingReading(tf32: tf32Reading))
  }
}
