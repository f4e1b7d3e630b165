import Rating

/// A processor's declared rate is cores × operations a cycle × clock; the law takes the highest clock.
struct ClockCheck: LintCheck {
  /// Clocks are printed to two digits.
  static let tolerance = 0.02

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    guard let cpu = chip.cpu, let clock = cpu.boostGHz ?? cpu.baseGHz,
      let core = context.database.microarchitectures.first(where: { $0.id == cpu.microarchitecture })
    else { return [] }
    return Precision.allCases.compactMap { precision in
      guard let declared = chip.declared(precision), let path = core.fastestPath(precision) else {
        return nil
      }
      let perGHz = Double(cpu.cores) * path.opsPerCyclePerCore / 1000
      let working =
        "\(cpu.cores) cores × \(Figure(path.opsPerCyclePerCore)) operations a cycle × \(Figure(clock)) GHz = "
        + "\(Figure(perGHz * clock)) TOP/s"
      let reason = "\(precision.label) is declared as \(Figure(declared.value)) TOP/s, and \(working)"
      if declared.value > perGHz * clock * (1 + Self.tolerance) {
        return LintFinding(
          .clock, .warning, chip: chip.id, reason: reason + ": the declared rate is above its limit",
          places: [declared.place, cpu.place],
          remedy: "see the cores and the clock, and whether ops_per_cycle.csv lacks a faster path of the core"
        )
      }
      guard let base = cpu.baseGHz, base < clock, Self.isNear(declared.value, perGHz * base) else {
        return nil
      }
      return LintFinding(
        .clock, .note, chip: chip.id,
        reason: reason + "; it is the rate at the base clock of \(Figure(base)) GHz",
        places: [declared.place, cpu.place],
        remedy: "say in the note that the rate is at the base clock; the law takes the highest")
    }
  }

  private static func isNear(_ a: Double, _ b: Double) -> Bool { (a / b - 1).magnitude <= tolerance }
}
