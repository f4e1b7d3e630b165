import ChipDB
import Measurement
import Rating

/// Holds what is claimed of the host against what was measured and what its silicon can do.
struct HostCheck {
  private let assembler: RatingAssembler
  private let identification: HostIdentification
  private let derived: PerformanceRating

  init(_ assembler: RatingAssembler, _ identification: HostIdentification, derived: PerformanceRating) {
    self.assembler = assembler
    self.identification = identification
    self.derived = derived
  }

  var summary: RatingReport.CheckSummary {
    .init(
      userClaims + declaredClaims,
      nothing: (identification.chip.map { "nobody declares a rate for \($0.name)" }
        ?? "the processor's brand names no chip of the database, so nothing is declared for it")
        + ", and no --claim was given")
  }

  private var userClaims: [ClaimCheck] {
    Precision.allCases.compactMap { precision in
      assembler.choices.claims[precision].map {
        check(
          precision, $0, source: "--claim, for the \(assembler.measuredCores) measured cores",
          limitTops: limit(precision))
      }
    }
  }

  /// The chip's declared figures, scaled to the cores that were measured. They hold at a boost clock that a run
  /// on all cores need not reach, so no limit is held against them.
  private var declaredClaims: [ClaimCheck] {
    guard let chip = identification.chip, let cores = chip.cpu?.cores, cores > 0 else { return [] }
    let share = Double(assembler.measuredCores) / Double(cores)
    return chip.rating(tf32Reading: assembler.choices.tf32Reading).rows.map {
      check(
        $0.precision, $0.tops * share,
        source: "\($0.source), \(chip.name), scaled to \(assembler.measuredCores) of \(cores) cores",
        limitTops: nil)
    }
  }

  private func check(_ precision: Precision, _ tops: Double, source: String, limitTops: Double?) -> ClaimCheck
  {
    ClaimCheck(
      precision: precision, claimedTops: tops, source: source, demonstratedTops: row(precision)?.topsBest,
      limitTops: limitTops, efficiencies: assembler.database.publishedEfficiencies,
      tolerance: assembler.database.materialDifference)
  }

  private func row(_ precision: Precision) -> MeasurementRow? {
    assembler.measurement.rows.rated.first { $0.precision == precision }
  }

  /// What the measured cores cannot exceed: the derived rate at the highest clock seen, or the bare
  /// instruction's rate. The latter is a sample, so it stands alone only in a run that nothing disturbed.
  private func limit(_ precision: Precision) -> Double? {
    let ceiling = row(precision)?.ceiling?.tops
    guard let peak = derived.rows.first(where: { $0.precision == precision })?.tops else {
      return MeasurementWarnings(assembler.measurement).isDisturbed ? nil : ceiling
    }
    return max(peak, ceiling ?? 0)
  }
}
