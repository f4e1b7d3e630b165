import ChipDB
import Measurement
import Rating

/// Holds what is claimed of a device or a package against what was measured. Nothing refutes a claim here: a measurement is
/// a lower bound, and no limit of the silicon is known.
struct PartCheck {
  private let rated: RatedPart
  private let demonstrated: PerformanceRating
  private let declared: PerformanceRating
  private let database: ChipDatabase
  private let claims: [Precision: Double]

  /// - Parameter claims: dense TOP/s that the user claims of each device.
  init(
    _ rated: RatedPart, _ demonstrated: PerformanceRating, _ declared: PerformanceRating,
    _ database: ChipDatabase, claims: [Precision: Double]
  ) {
    self.rated = rated
    self.demonstrated = demonstrated
    self.declared = declared
    self.database = database
    self.claims = claims
  }

  var summary: RatingReport.CheckSummary {
    .init(userClaims + declaredClaims, nothing: nothing)
  }

  private var userClaims: [ClaimCheck] {
    Precision.allCases.compactMap { precision in
      claims[precision].map { check(precision, $0, source: "--claim, for \(rated.name)") }
    }
  }

  /// The declared figures of the precisions that were measured: of the others the measurement says nothing.
  private var declaredClaims: [ClaimCheck] {
    guard let chip = rated.chip else { return [] }
    return declared.rows.filter { tops($0.precision) != nil }.map {
      check($0.precision, $0.tops, source: "\($0.source), \(chip.name)")
    }
  }

  private func check(_ precision: Precision, _ claimed: Double, source: String) -> ClaimCheck {
    ClaimCheck(
      precision: precision, claimedTops: claimed, source: source, demonstratedTops: tops(precision),
      limitTops: nil, efficiencies: database.publishedEfficiencies, tolerance: database.materialDifference)
  }

  private func tops(_ precision: Precision) -> Double? {
    demonstrated.rows.first { $0.precision == precision }?.tops
  }

  private var nothing: String {
    let why =
      if let chip = rated.chip {
        rated.part.share == nil
          ? "of \(chip.name) an unknown part was measured (\(rated.part.words))"
          : demonstrated.rows.isEmpty
            ? "nothing was measured and verified"
            : "nobody declares a rate of \(chip.name) at a precision that was measured"
      } else {
        "the database does not tell which chip it is"
      }
    return why + ", and no --claim was given"
  }
}
