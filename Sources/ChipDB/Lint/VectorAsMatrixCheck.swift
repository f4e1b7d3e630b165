import Rating

/// At 16 bits and fewer the matrix units exist because they are faster than the vector units.
struct VectorAsMatrixCheck: LintCheck {
  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    Precision.allCases.filter { $0.bitLength(.container32) <= 16 }.compactMap { precision in
      guard let matrix = chip.declaredRate(precision, on: .matrix) else { return nil }
      return slower(chip, precision, matrix) ?? copied(chip, precision, matrix)
    }
  }

  private func slower(_ chip: Chip, _ precision: Precision, _ matrix: SourcedValue) -> LintFinding? {
    guard let vector = chip.declaredRate(precision, on: .vector), matrix.value <= vector.value else {
      return nil
    }
    return LintFinding(
      .vectorAsMatrix, .warning, chip: chip.id,
      reason:
        "the \(precision.label) rate of the matrix units, \(Figure(matrix.value)) TOP/s, is not above that of "
        + "the vector units, \(Figure(vector.value))",
      places: [matrix.place, vector.place],
      remedy: "see which units the source means; a rate of the vector units belongs in a row of unit vector")
  }

  private func copied(_ chip: Chip, _ precision: Precision, _ matrix: SourcedValue) -> LintFinding? {
    guard let single = chip.declaredRate(.fp32, on: .vector),
      (matrix.value / single.value - 1).magnitude <= MisreadingCandidate.copyTolerance
    else { return nil }
    return LintFinding(
      .vectorAsMatrix, .warning, chip: chip.id,
      reason:
        "the \(precision.label) rate of the matrix units, \(Figure(matrix.value)) TOP/s, is the FP32 rate of the "
        + "vector units, \(Figure(single.value))",
      places: [matrix.place, single.place],
      remedy: "see which units the source means; a rate of the vector units belongs in a row of unit vector")
  }
}
