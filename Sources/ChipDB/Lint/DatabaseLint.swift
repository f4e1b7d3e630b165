import Rating

extension ChipDatabase {
  /// Holds every chip against physics and habit; the loader has checked schema, units and references.
  ///
  /// It reads no legal lines: what needs the rulebook is in the module Report.
  /// - Parameter tf32Reading: the reading that TPP is counted under.
  /// - Returns: the findings, errors first, then in the order of the chips.
  public func lint(tf32Reading: TF32Reading) -> [LintFinding] {
    let context = LintContext(self, tf32Reading: tf32Reading)
    let checks: [any LintCheck] = [
      LadderCheck(), SameWidthCheck(), VectorAsMatrixCheck(), SparseFactorCheck(), SourceConflictCheck(),
      SelfContradictionCheck(), BinaryUnitCheck(), ClockCheck(), MeasurementCheck(), DensityCheck(),
      NodeDateCheck(), TrapCheck(),
    ]
    let findings = chips.flatMap { chip in checks.flatMap { $0.findings(for: chip, in: context) } }
    return LintFinding.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
  }
}
