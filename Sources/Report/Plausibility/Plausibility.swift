/// Whether what a run recorded can be true: every check over everything that was rated.
///
/// A pure function of recorded data, the chip database and the claims, so that whoever has those finds the same.
struct Plausibility {
  /// The gravest first.
  let findings: [PlausibilityFinding]
  /// Each check, in the order of `PlausibilityCheck.allCases`.
  let checks: [PlausibilityCheck.Record]

  /// - Parameters:
  ///   - subjects: the host's processor, or each accelerator.
  ///   - run: what they have in common.
  init(_ subjects: [PlausibilitySubject], _ run: PlausibilityRun) {
    let outcomes = [
      PowerAgainstClaim(subjects).outcome, ClockAgainstRate(subjects).outcome,
      CeilingAgainstRate(subjects).outcome,
      ClockAgreement(run).outcome, SampleDistribution(subjects).outcome,
    ]
    let all = outcomes.flatMap(\.findings)
    findings = PlausibilityFinding.Severity.allCases.reversed().flatMap { severity in
      all.filter { $0.severity == severity }
    }
    checks = outcomes.map(\.record)
  }
}
