import ChipDB
import Rating
import Rulebook

/// What lint needs the law for: figures that decide a paragraph and are in dispute, and paragraphs said wrongly.
struct LegalLint {
  let rules: DayRules
  let tf32Reading: TF32Reading

  private var date: CalendarDate { rules.date }

  /// - Throws: `RulebookError` for a date before any rule.
  func findings(in database: ChipDatabase) throws(RulebookError) -> [LintFinding] {
    var findings: [LintFinding] = []
    for chip in database.chips {
      if let crossing = try crossing(chip) { findings.append(crossing) }
      for trap in chip.traps where trap.quantity == .eccn {
        if let finding = try recomputed(trap, of: chip) { findings.append(finding) }
      }
    }
    return findings
  }

  /// Sources between which a paragraph of control or of relief is met or not.
  private func crossing(_ chip: Chip) throws(RulebookError) -> LintFinding? {
    let reach = TPPReach(chip, tf32Reading: tf32Reading)
    guard let low = reach.low, let high = reach.high, low.tpp < high.tpp else { return nil }
    let lowMet = try paragraphs(chip, tpp: low.tpp)
    let highMet = try paragraphs(chip, tpp: high.tpp)
    guard lowMet != highMet else { return nil }
    func words(_ met: [String]) -> String { met.isEmpty ? "none" : met.joined(separator: ", ") }
    return LintFinding(
      .legalLine, .warning, chip: chip.id,
      reason: "sources leave a TPP from \(NumberFormat.number(low.tpp)) (\(low.rate.source)) to "
        + "\(NumberFormat.number(high.tpp)) (\(high.rate.source)); on \(date) the one meets \(words(lowMet)) and the other "
        + words(highMet),
      places: [low.rate.place, high.rate.place],
      remedy: "a maker's document decides: enter its rate as primary, or quote the verdict with both")
  }

  private func paragraphs(_ chip: Chip, tpp: Double) throws(RulebookError) -> [String] {
    var figures: [Quantity: Double] = [.tpp: tpp]
    figures[.aggregateIO] = chip.aggregateIOGBps?.value
    figures[.dramBandwidth] = chip.memoryBandwidthGBps?.value
    let subject = Subject(
      name: chip.name, source: chip.id, figures: figures, dieAreaMM2: chip.applicableDieArea.mm2,
      facts: [.dataCentre: chip.dataCentre])
    return try rules.findings(subject).findings
      .filter {
        [.control, .relief].contains($0.effect) && $0.outcome == .yes && $0.status.codified.value == .yes
      }
      .map(\.paragraph)
  }

  private func recomputed(_ trap: Chip.Trap, of chip: Chip) throws(RulebookError) -> LintFinding? {
    guard chip.rating(tf32Reading: tf32Reading).tpp != nil else { return nil }
    let misreading = try rules.misreading(
      ofParagraph: trap.value, for: chip, tf32Reading: tf32Reading)
    guard misreading == nil else { return nil }
    return LintFinding(
      .trapRecomputed, .warning, chip: chip.id,
      reason:
        "by its own figures nothing shows on \(date) that \(chip.name) does not fall under \(trap.value)",
      places: [trap.place], remedy: "remove the trap, or see what has changed its figures")
  }
}

/// The least and the most TPP that the published rates of a chip leave, each with the rate that gives it.
private struct TPPReach {
  typealias End = (tpp: Double, rate: SourcedValue)

  let low: End?
  let high: End?

  init(_ chip: Chip, tf32Reading: TF32Reading) {
    // Of each precision the faster unit counts; of all precisions the highest TPP.
    let rates = Precision.allCases.compactMap { precision -> (low: End, high: End)? in
      guard let chosen = chip.declared(precision) else { return nil }
      let bits = Double(precision.bitLength(tf32Reading))
      let all = chosen.conflicts + [chosen]
      guard let least = all.min(by: { $0.value < $1.value }), let most = all.max(by: { $0.value < $1.value })
      else { return nil }
      return ((least.value * bits, least), (most.value * bits, most))
    }
    low = rates.map(\.low).max { $0.tpp < $1.tpp }
    high = rates.map(\.high).max { $0.tpp < $1.tpp }
  }
}
