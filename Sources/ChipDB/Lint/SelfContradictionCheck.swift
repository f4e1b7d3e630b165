import Rating

/// One source that gives two figures for one thing has been misread, or rounds in one place.
struct SelfContradictionCheck: LintCheck {
  /// Rounding to two digits, as in PFLOP/s, moves a figure by up to a twentieth.
  static let rounding = 0.05

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    let rates = chip.throughputs.map {
      ("\($0.precision.label) rate of its \($0.unit.rawValue) units", $0.tops)
    }
    let memory = chip.memory.map {
      ($0.quantity == .capacity ? "memory capacity" : "memory bandwidth", $0.value)
    }
    let links = chip.interconnect.map { ("rate over \($0.link)", $0.bandwidthGBps) }
    let power = chip.power.map { ("\($0.kind.rawValue) power", $0.watts) }
    let areas = chip.dies.map { ("area of the die \($0.name)", $0.areaMM2) }
    let said = Dictionary(grouping: rates + memory + links + power + areas) { [$0.0, $0.1.source] }
    return said.sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }.compactMap { key, rows in
      let values = rows.map(\.1)
      guard let low = values.min(by: { $0.value < $1.value }),
        let high = values.max(by: { $0.value < $1.value }), low.value != high.value
      else { return nil }
      let isRounding = high.value / low.value - 1 <= Self.rounding
      return LintFinding(
        .selfContradiction, isRounding ? .note : .warning, chip: chip.id,
        reason:
          "\(key[1]) gives \(Figure(low.value)) and \(Figure(high.value)) \(low.unit) for the \(key[0])",
        places: [low.place, high.place],
        remedy: isRounding
          ? "keep the figure with more digits"
          : "see which of the two is of this chip; move the other to its own")
    }
  }
}
