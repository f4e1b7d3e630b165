import ChipDB
import Rating
import Rulebook

extension DayRules {
  /// Why a chip does not fall under a paragraph that it is said to fall under.
  /// - Parameter paragraph: as the law writes it: "3A090.b.2".
  /// - Returns: `nil` where the paragraph is met, where a figure is missing to tell, and where no paragraph of that name
  ///   is in force.
  /// - Throws: `RulebookError` for a chip without figures and for a date before any rule.
  public func misreading(
    ofParagraph paragraph: String, for chip: Chip, tf32Reading: TF32Reading
  ) throws(RulebookError) -> Misreading? {
    let findings = try findings(Subject(chip, tf32Reading: tf32Reading)).findings
    guard let finding = findings.first(where: { $0.paragraph == paragraph }), finding.outcome == .no,
      let governing = chip.rating(tf32Reading: tf32Reading).governing,
      let origin = chip.declared(governing.precision)
    else { return nil }
    let failed = finding.trace.root.failedLimbs
    let met = findings.filter {
      $0.outcome == .yes && $0.effect == .control && $0.status.codified.value == .yes
    }.map(\.paragraph)
    let operand = failed.first?.operand?.value
    let threshold = failed.first?.threshold.value
    return Misreading(
      kind: .wrongLimb,
      reason: "\(chip.name) does not fall under \(paragraph) on \(date): "
        + (failed.isEmpty ? "another test of its text fails" : failed.map(Self.words).joined(separator: "; "))
        + (met.isEmpty ? "; it meets no paragraph of control" : "; it meets \(met.joined(separator: ", "))"),
      expected: threshold ?? origin.value,
      deviation: operand.flatMap { own in threshold.map { (own / $0 - 1).magnitude } } ?? 0, origin: origin,
      truth: origin)
  }

  private static func words(_ limb: Trace.Limb) -> String {
    let operand = limb.operand.map { NumberFormat.number($0.value) } ?? "unknown"
    return "its \(limb.quantity.label) of \(operand) is not \(limb.comparison.words) "
      + "\(NumberFormat.number(limb.threshold.value)) \(limb.threshold.unit) (\(limb.threshold.reference))"
  }
}

extension Trace.Node {
  /// The limbs whose failure makes this node fail; those under a "not" fail by holding and are left out.
  fileprivate var failedLimbs: [Trace.Limb] {
    guard outcome == .no else { return [] }
    switch kind {
    case .limb: return limb.map { [$0] } ?? []
    case .all, .any: return children.flatMap(\.failedLimbs)
    case .not, .fact, .place, .paragraph, .cases: return []
    }
  }
}
