import Rating

/// Whether an item counts toward the quantities of an instrument: those add up the items of some paragraphs alone.
public struct CountingItem: Codable, Equatable, Sendable {
  public let instrument: String
  /// Those whose items count, in force on the day or not.
  public let paragraphs: [String]
  /// Yes if the item meets one of them.
  public let outcome: Outcome
  /// What is not known that leaves the outcome unknown.
  public let open: [String]
}

extension LedgerRules {
  /// Whether a subject is an item that counts on a day.
  /// - Parameter name: of the instrument; that of an amended copy for the quantities of one.
  public func counting(_ subject: Subject, on date: CalendarDate, as name: String? = nil) -> CountingItem {
    let findings = try? rulebook.rules(on: date).findings(subject).findings
    let counted = counts.compactMap { reference in
      findings?.first { $0.instrument == reference.instrument && $0.paragraph == reference.paragraph }
    }
    let outcome = findings == nil ? .unknown : Outcome.any(counted.map(\.outcome))
    var open = outcome == .unknown ? counted.flatMap(\.trace.root.openInputs) : []
    if findings == nil { open = ["no figure of it that a rule tests is known"] }
    return CountingItem(
      instrument: name ?? instrument.id, paragraphs: counts.map(\.paragraph), outcome: outcome, open: open)
  }
}
