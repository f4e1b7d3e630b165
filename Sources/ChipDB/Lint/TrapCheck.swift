import Rating

/// Traps are figures known to be wrong: none may stand among the throughputs, and each must still be wrong.
struct TrapCheck: LintCheck {
  /// The digits that a trap is printed to.
  static let sameFigure = 0.001

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    chip.traps.flatMap { trap -> [LintFinding] in
      guard let number = trap.number else { return [] }
      let entered = entered(chip, trap, number)
      return entered.isEmpty ? recomputed(chip, trap, number, context) : entered
    }
  }

  private func entered(_ chip: Chip, _ trap: Chip.Trap, _ number: Double) -> [LintFinding] {
    guard case .tops(let precision) = trap.quantity, let own = chip.declared(precision) else { return [] }
    let isChosen = Self.isSame(own.value, number)
    // Rows of the vector units may hold what is wrong for the chip.
    let rows = chip.throughputs.filter {
      $0.precision == precision && $0.unit == .matrix && Self.isSame($0.tops.value, number)
    }
    return rows.map { row in
      LintFinding(
        .trapEntered, isChosen ? .error : .warning, chip: chip.id,
        reason:
          "\(precision.label) at \(Figure(row.tops.value)) TOP/s (\(row.tops.source)) is the figure that traps.csv "
          + "calls \(trap.kind.label)" + (isChosen ? ", and it is the one reported" : ""),
        places: [row.tops.place, trap.place],
        remedy: "remove the row, or the trap where the figure has turned out to be right")
    }
  }

  private func recomputed(
    _ chip: Chip, _ trap: Chip.Trap, _ number: Double, _ context: LintContext
  ) -> [LintFinding] {
    let found = context.engine.misreadings(of: number, quantity: trap.quantity, for: chip)
    let truth: SourcedValue? =
      switch trap.quantity {
      case .tops(let precision): chip.declared(precision)
      case .tpp: TPPMisreadings(engine: context.engine, chip: chip).truth
      case .performanceDensity: DensityMisreadings(engine: context.engine, chip: chip).truth
      case .eccn: nil
      }
    if let truth, trap.kind != .rounding, Self.isSame(truth.value, number), trap.quantity.isDerived {
      return [
        LintFinding(
          .trapRecomputed, .warning, chip: chip.id,
          reason:
            "the trap of \(Figure(number)) \(trap.quantity.label) is what the chip's own figures now give",
          places: [trap.place, truth.place], remedy: "remove the trap, or see what has changed its figures")
      ]
    }
    let kind = Misreading.Kind(trap.kind)
    if found.contains(where: { $0.kind == kind }) { return [] }
    return [
      LintFinding(
        .trapRecomputed, .note, chip: chip.id,
        reason: "the figures do not show why \(Figure(number)) \(trap.quantity.label) is \(trap.kind.label)"
          + (found.first.map { "; they fit this better: \($0.reason)" } ?? ""),
        places: [trap.place],
        remedy: "enter the figure that it was mistaken for, if a source has it, or see the kind")
    ]
  }

  private static func isSame(_ a: Double, _ b: Double) -> Bool { (a / b - 1).magnitude <= sameFigure }
}

extension Chip.Trap.Quantity {
  /// Whether it follows from other figures.
  fileprivate var isDerived: Bool {
    switch self {
    case .tpp, .performanceDensity: true
    case .tops, .eccn: false
    }
  }
}
