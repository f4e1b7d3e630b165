import ChipDB
import Rating

/// Holds a measurement against the declared peak.
struct MeasurementJudgement {
  private let check: ChipCheck
  private let precision: Precision
  /// Declared or, where nobody declares any, derived.
  private let peak: SourcedValue?
  private let evidence: Evidence
  private let measured: PrecisionCheck.Measurement?

  init(
    _ check: ChipCheck, _ precision: Precision, _ peak: SourcedValue?, _ evidence: Evidence,
    _ measured: PrecisionCheck.Measurement?
  ) {
    self.check = check
    self.precision = precision
    self.peak = peak
    self.evidence = evidence
    self.measured = measured
  }

  var outcome: ChipCheck.Outcome {
    guard let measured else { return .init(verdict: .inconclusive, reason: "nothing was measured") }
    guard let peak else {
      return .init(
        verdict: .inconclusive,
        reason:
          "measured \(number(measured.tops)) TOP/s, and nobody has published a \(precision.label) rate of "
          + "\(check.chip.name): the measurement is a lower bound of it",
        settledBy: ["a document of the maker that prints the dense \(precision.label) rate"])
    }
    guard let share = measured.shareOfChip, let efficiency = measured.efficiency else {
      return unknownPart(measured, peak)
    }
    let range = check.database.publishedEfficiencies
    var findings = partFindings(measured, share)
    if efficiency >= 1 {
      if efficiency > 1 + check.database.materialDifference {
        findings.append(
          CheckFinding(
            kind: .abovePeak,
            text:
              "\(NumberFormat.percent(efficiency)) of the \(evidence.rawValue) peak: that is stated at a lower "
              + "clock than the boost clock that ran, or is not the highest that the maker claims"))
      }
      return .init(
        verdict: .provenAbove,
        reason: "measured \(NumberFormat.percent(efficiency)) of \(declaredText(peak, share))",
        findings: findings)
    }
    if efficiency >= range.lowerBound {
      return .init(
        verdict: .consistent,
        reason:
          "measured \(NumberFormat.percent(efficiency)) of \(declaredText(peak, share)); \(distribution(measured))",
        findings: findings + clockFindings(measured, peak, share),
        settledBy: settling(measured, share))
    }
    return .init(
      verdict: .inconclusive,
      reason:
        "measured \(NumberFormat.percent(efficiency)) of \(declaredText(peak, share)), less than published "
        + "products reach (\(NumberFormat.percent(range.lowerBound)) to \(NumberFormat.percent(range.upperBound))): "
        + "a lower bound proves nothing here",
      findings: findings + shortfalls(efficiency) + clockFindings(measured, peak, share),
      settledBy: settling(measured, share))
  }

  private func unknownPart(_ measured: PrecisionCheck.Measurement, _ peak: SourcedValue)
    -> ChipCheck.Outcome
  {
    let share = measured.tops / peak.value
    return .init(
      verdict: share >= 1 ? .provenAbove : .inconclusive,
      reason:
        "measured \(NumberFormat.percent(share)) of the \(number(peak.value)) TOP/s \(evidence.rawValue) for the whole chip"
        + (share >= 1 ? "" : "; which part of the chip was measured is not known"),
      findings: [
        CheckFinding(
          kind: .partialChip,
          text:
            "a slice of the chip (MIG, a virtual machine) would show as much: give --share for the part measured"
        )
      ], settledBy: ["--share with the part of the chip that was measured, or a run on the whole chip"])
  }

  /// Where a published efficiency of a fraction of the peak would be usual, the fraction may be the explanation.
  private func shortfalls(_ efficiency: Double) -> [CheckFinding] {
    let range = check.database.publishedEfficiencies
    let dies = check.chip.dies.filter { $0.role == .logic }.map(\.count).max() ?? 1
    var findings: [CheckFinding] = []
    if range.contains(min(1, efficiency * 2)) {
      findings.append(
        CheckFinding(
          kind: .misreading(.sparse),
          text:
            "the \(evidence.rawValue) rate is twice what would fit the measurement (\(NumberFormat.percent(efficiency * 2)) of "
            + "half of it): likely a sparse rate"))
    }
    if dies > 1, range.contains(min(1, efficiency * Double(dies))) {
      findings.append(
        CheckFinding(
          kind: .misreading(.perPackage),
          text:
            "the \(evidence.rawValue) rate is per package of \(dies) compute dies, and the measurement would fit one of them"
        ))
    }
    findings.append(
      CheckFinding(
        kind: .partialChip,
        text:
          "part of a chip (MIG, a virtual machine), a library without a kernel for it, or a lowered clock would show "
          + "as much"))
    return findings
  }

  private func partFindings(_ measured: PrecisionCheck.Measurement, _ share: Double) -> [CheckFinding] {
    guard share < 1 else { return [] }
    let isVirtual = check.report?.host?.isVirtual == true
    return [
      CheckFinding(
        kind: .partialChip,
        text: "\(NumberFormat.percent(share)) of the chip was measured"
          + (isVirtual ? ", in a virtual machine" : "") + ": the \(evidence.rawValue) rate is scaled by that")
    ]
  }

  /// A ceiling below the peak rate is the clock's doing: few cores of a chip keep the clock that its peak is stated at.
  private func clockFindings(
    _ measured: PrecisionCheck.Measurement, _ peak: SourcedValue, _ share: Double
  ) -> [CheckFinding] {
    guard let ceiling = measured.ceilingTops,
      ceiling < peak.value * share * (1 - check.database.materialDifference)
    else { return [] }
    let clocks = check.chip.cpu.flatMap { cpu in
      cpu.baseGHz.flatMap { base in cpu.boostGHz.map { "base \(base) GHz, boost \($0) GHz" } }
    }
    return [
      CheckFinding(
        kind: .misreading(.clock),
        text:
          "the bare multiply instruction ran at \(NumberFormat.percent(ceiling / (peak.value * share))) of the "
          + "\(evidence.rawValue) rate: that holds at a boost clock which this run did not keep"
          + (clocks.map { " (\($0))" } ?? ""))
    ]
  }

  private func settling(_ measured: PrecisionCheck.Measurement, _ share: Double) -> [String] {
    var ways: [String] = []
    if share < 1 { ways.append("a run on the whole chip") }
    if !measured.isEvidence { ways.append("a run of the record tier (assay rate --record)") }
    ways.append(
      "only a rate at or above that proves it; no measurement refutes a theoretical peak")
    return ways
  }

  private func distribution(_ measured: PrecisionCheck.Measurement) -> String {
    let published = check.efficiencies
    let range = check.database.publishedEfficiencies
    return "published matrix products reach \(NumberFormat.percent(range.lowerBound)) to "
      + "\(NumberFormat.percent(range.upperBound)) of a true peak; of the \(published.entries.count) in the database "
      + "\(measured.publishedBelow ?? 0) lie lower"
  }

  private func declaredText(_ peak: SourcedValue, _ share: Double) -> String {
    "the \(number(peak.value * share)) TOP/s \(evidence.rawValue)"
      + (share < 1 ? " for the part measured" : "") + " (\(peak.source), \(peak.grade.rawValue))"
  }

  private func number(_ value: Double) -> String { NumberFormat.number(value) }
}
