import ChipDB
import Rating

/// Holds a claimed dense rate of a chip against what is published, what was measured, and what its silicon can do.
struct ClaimJudgement {
  private let check: ChipCheck
  private let precision: Precision
  private let claim: Double
  /// Declared or, where nobody declares any, derived.
  private let peak: SourcedValue?
  private let measured: PrecisionCheck.Measurement?
  private let derived: SourcedValue?
  private let others: Chip.OthersMeasurement?

  init(
    _ check: ChipCheck, _ precision: Precision, claim: Double, _ peak: SourcedValue?,
    _ measured: PrecisionCheck.Measurement?, _ derived: SourcedValue?, _ others: Chip.OthersMeasurement?
  ) {
    self.check = check
    self.precision = precision
    self.claim = claim
    self.peak = peak
    self.measured = measured
    self.derived = derived
    self.others = others
  }

  private var tolerance: Double { check.database.materialDifference }

  var outcome: ChipCheck.Outcome {
    var outcome = verdict
    if outcome.verdict == .provenAbove && !isPublished { outcome.findings = explanations }
    outcome.findings = traps + outcome.findings + measurementFindings
    return outcome
  }

  private var verdict: ChipCheck.Outcome {
    if let proof { return proof }
    if let derived, derived.grade != .unverified, claim > derived.range.upperBound * (1 + tolerance) {
      return explained(
        .refuted,
        "the silicon's limit is \(number(derived.value)) TOP/s (\(derived.source)): "
          + "\(NumberFormat.percent(derived.value / claim)) of the claim")
    }
    guard let peak else {
      return .init(
        verdict: .inconclusive,
        reason:
          "nobody has published a dense \(precision.label) rate of \(check.chip.name) that could be entered",
        findings: explanations, settledBy: ["a document of the maker that prints the dense rate", measuring])
    }
    if isPublished {
      return .init(
        verdict: .consistent,
        reason: "within what is \(derived == peak ? "derived" : "published"): \(published(peak))"
          + (peak.grade == .unverified ? ", which no source that could be read supports" : ""),
        settledBy: [measuring])
    }
    let ratio =
      "\(number(claim / peak.value)) times \(derived == peak ? "the derived" : "the published") dense rate of \(published(peak))"
    if explanations.isEmpty {
      return .init(
        verdict: .inconclusive, reason: "\(ratio), and no usual misreading explains it",
        settledBy: [
          "the document that the claim comes from: dense or sparse, die or package, which clock", measuring,
        ])
    }
    return explained(.refuted, ratio)
  }

  /// Whether the claim lies within what sources publish.
  private var isPublished: Bool {
    peak.map { peak in
      (peak.range.lowerBound * (1 - tolerance)...peak.range.upperBound * (1 + tolerance)).contains(claim)
    } ?? false
  }

  /// A measured rate that reaches the claim.
  private var proof: ChipCheck.Outcome? {
    if let measured, measured.tops / (measured.shareOfChip ?? 1) >= claim {
      let part =
        measured.shareOfChip.map { $0 < 1 ? " on \(NumberFormat.percent($0)) of the chip" : "" } ?? ""
      return .init(verdict: .provenAbove, reason: "measured \(number(measured.tops)) TOP/s\(part)")
    }
    if let others, others.tops.value >= claim, others.tops.grade != .unverified {
      return .init(
        verdict: .provenAbove,
        reason:
          "others have measured \(number(others.tops.value)) TOP/s (\(others.tops.source)): the claim is less than "
          + "the chip does")
    }
    return nil
  }

  private func explained(_ verdict: ClaimVerdict, _ reason: String) -> ChipCheck.Outcome {
    .init(
      verdict: verdict, reason: reason + (explanations.first.map { ": \($0.text)" } ?? ""),
      findings: explanations,
      settledBy: ["the footnotes of the maker's datasheet: sparsity, number of dies, clock"])
  }

  private var explanations: [CheckFinding] {
    check.database.misreadings(
      of: claim, quantity: .tops(precision), for: check.chip, tf32Reading: check.tf32Reading
    ).map(CheckFinding.init)
  }

  /// The claim as a figure that circulates.
  private var traps: [CheckFinding] {
    check.chip.traps.filter { trap in
      trap.quantity == .tops(precision) && trap.number.map { abs($0 / claim - 1) < tolerance } == true
    }.map { CheckFinding(kind: .trap, text: "circulates at \($0.source): \($0.kind.label)") }
  }

  /// What a measurement says beside the claim.
  private var measurementFindings: [CheckFinding] {
    guard let measured, let share = measured.shareOfChip else { return [] }
    let efficiency = measured.tops / (claim * share)
    let range = check.database.publishedEfficiencies
    guard efficiency < range.lowerBound, (range.lowerBound...1 + tolerance).contains(efficiency * 2) else {
      return []
    }
    return [
      CheckFinding(
        kind: .misreading(.sparse),
        text: "the claim is \(number(1 / efficiency)) times what was measured, and half of it would fit "
          + "(\(NumberFormat.percent(efficiency * 2))): likely sparse")
    ]
  }

  private var measuring: String { "a measurement that reaches the claim; a lower one proves nothing" }

  private func published(_ declared: SourcedValue) -> String {
    "\(number(declared.value)) TOP/s (\(declared.source), \(declared.grade.rawValue))"
  }

  private func number(_ value: Double) -> String { NumberFormat.number(value) }
}

extension CheckFinding {
  init(_ misreading: Misreading) { self.init(kind: .misreading(misreading.kind), text: misreading.reason) }
}
