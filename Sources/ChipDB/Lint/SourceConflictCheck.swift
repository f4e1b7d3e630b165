import Rating

/// Where sources disagree on a rate, one of them may have made a known mistake.
struct SourceConflictCheck: LintCheck {
  /// Below this, sources differ by clocks and rounding.
  static let material = 0.05

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    Precision.allCases.flatMap { precision in
      chip.declaredRate(precision, on: .matrix).map { chosen in
        chosen.conflicts.filter { ($0.value / chosen.value - 1).magnitude > Self.material }.compactMap {
          finding(chip, precision, chosen, $0, context)
        }
      } ?? []
    }
  }

  private func finding(
    _ chip: Chip, _ precision: Precision, _ chosen: SourcedValue, _ other: SourcedValue,
    _ context: LintContext
  ) -> LintFinding? {
    // A looser match would explain most differences by accident.
    let misreading = context.engine.misreadings(
      of: other.value, quantity: .tops(precision), for: chip
    ).first { $0.kind != .rounding && $0.deviation <= MisreadingCandidate.printedTolerance }
    guard let misreading else { return nil }
    let isPart = [.perDie, .perPackage].contains(misreading.kind)
    let isHalf = misreading.kind == .halved
    return LintFinding(
      isPart ? .perDie : .misreadSource, chosen.grade <= other.grade ? .note : .warning, chip: chip.id,
      reason: "\(other.source) says \(misreading.reason)"
        + (isHalf ? "; or the chosen figure is a sparse one" : ""),
      places: [other.place, chosen.place, misreading.origin.place],
      remedy: "if the source is misread here, correct the row; if the source is wrong, move it to traps.csv")
  }
}
