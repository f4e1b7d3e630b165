import ChipDB
import Rating

/// A claimed TPP or performance density held against what follows from the published figures.
public struct FigureCheck: Encodable, Sendable {
  /// A claim that is no rate.
  public struct Claim: Sendable {
    public let quantity: Chip.Trap.Quantity
    public let value: Double

    public init(quantity: Chip.Trap.Quantity, value: Double) {
      self.quantity = quantity
      self.value = value
    }
  }

  public let quantity: Chip.Trap.Quantity
  public let claimed: Double
  /// What follows from the reported figures; `nil` where they are unknown.
  public let known: Double?
  public let verdict: ClaimVerdict
  public let reason: String
  public let findings: [CheckFinding]

  init(_ claim: Claim, of chip: Chip, in database: ChipDatabase, tf32Reading: TF32Reading) {
    let rating = chip.boundedRating(RatingReading(tf32: tf32Reading))
    let isDensity = claim.quantity == .performanceDensity
    let figure =
      isDensity
      ? chip.applicableDieArea.sourced.flatMap { rating.performanceDensity(areaMM2: $0.bounded) } : rating.tpp
    let findings = database.misreadings(
      of: claim.value, quantity: claim.quantity, for: chip, tf32Reading: tf32Reading
    ).map(CheckFinding.init)
    quantity = claim.quantity
    claimed = claim.value
    known = figure?.value
    guard let known = figure?.value, let range = figure?.range else {
      verdict = .inconclusive
      reason = "\(claim.quantity.label) of \(chip.name) does not follow from what is published"
      self.findings = findings
      return
    }
    let tolerance = database.materialDifference
    let ratio =
      "\(NumberFormat.number(claim.value / known)) times the \(NumberFormat.number(known)) \(claim.quantity.label)"
      + " that follows from the published dense rates"
    if (range.lowerBound * (1 - tolerance)...range.upperBound * (1 + tolerance)).contains(claim.value) {
      verdict = .consistent
      reason = "\(ratio), within what the sources allow"
      self.findings = findings.filter { $0.kind == .misreading(.rounding) }
    } else if let first = findings.first {
      verdict = .refuted
      reason = "\(ratio): \(first.text)"
      self.findings = findings
    } else {
      verdict = .inconclusive
      reason = "\(ratio), and no usual misreading explains it"
      self.findings = []
    }
  }
}
