import ChipDB
import Rating

/// Holds claims and a measurement of a chip against the database and against physics, precision by precision.
///
/// A measurement is a lower bound: it can prove a claim and never refute one. What refutes a claim is a limit of the silicon
/// (cores × operations per cycle × boost clock), or that the claim is explained as another figure than the dense rate of
/// the whole chip, which is what the law counts (ECCN 3A090, technical notes).
struct ChipCheck {
  let chip: Chip
  let database: ChipDatabase
  /// Those of the database.
  let efficiencies: PublishedEfficiencies
  /// Claimed dense TOP/s of the whole package.
  let claims: [Precision: Double]
  let report: MeasuredReport?
  /// Which part of the chip was measured, 0…1, where the user knows.
  let shareOfChip: Double?
  let tf32Reading: TF32Reading

  /// The precisions that were claimed or measured.
  var checks: [PrecisionCheck] {
    Precision.allCases.filter { claims[$0] != nil || report?.best($0) != nil }.map(check)
  }

  private func check(_ precision: Precision) -> PrecisionCheck {
    let declared = chip.declared(precision)
    let derived = database.derived(precision, of: chip)
    let peak = declared ?? derived
    let measured = measurement(precision, peak)
    let others = chip.bestMeasured(precision, quantities: Chip.OthersMeasurement.Quantity.allCases)
    let judged =
      claims[precision].map {
        ClaimJudgement(self, precision, claim: $0, peak, measured, derived, others).outcome
      }
      ?? MeasurementJudgement(self, precision, peak, declared == nil ? .derived : .declared, measured).outcome
    return PrecisionCheck(
      precision: precision, declared: declared, claimedTops: claims[precision], measured: measured,
      othersMeasured: others, derived: derived, verdict: judged.verdict, reason: judged.reason,
      findings: conflicts(declared) + judged.findings, settledBy: judged.settledBy)
  }

  /// What a judgement comes to.
  struct Outcome {
    var verdict: ClaimVerdict
    var reason: String
    var findings: [CheckFinding] = []
    var settledBy: [String] = []
  }

  private func measurement(_ precision: Precision, _ peak: SourcedValue?) -> PrecisionCheck.Measurement? {
    guard let report, let row = report.best(precision), let tops = row.topsBest?.value else { return nil }
    let share =
      shareOfChip
      ?? (report.device.map { DevicePart($0.identification(in: database)).share }
        ?? share(threads: row.threads))
    let efficiency = peak.flatMap { peak in share.map { tops / (peak.value * $0) } }
    return .init(
      tops: tops, ceilingTops: row.ceiling?.tops.value, library: row.provider, threads: row.threads,
      shareOfChip: share,
      efficiency: efficiency, publishedBelow: efficiency.map(efficiencies.below),
      isEvidence: report.run.isEvidence)
  }

  /// A processor's cores are counted; of a report about a host that names another chip no part is assumed.
  private func share(threads: Int?) -> Double? {
    guard let cores = chip.cpu?.cores, let threads, cores > 0, threads > 0 else { return nil }
    return min(1, Double(threads) / Double(cores))
  }

  private func conflicts(_ declared: SourcedValue?) -> [CheckFinding] {
    guard let declared, !declared.conflicts.isEmpty,
      declared.range.upperBound > declared.range.lowerBound * (1 + database.materialDifference)
    else { return [] }
    let others = declared.conflicts.map {
      "\(NumberFormat.number($0.value)) (\($0.source), \($0.grade.rawValue))"
    }
    return [
      CheckFinding(
        kind: .conflict,
        text: "sources disagree: \(NumberFormat.number(declared.value)) (\(declared.source), "
          + "\(declared.grade.rawValue)) is reported; others say \(others.joined(separator: ", "))")
    ]
  }
}
