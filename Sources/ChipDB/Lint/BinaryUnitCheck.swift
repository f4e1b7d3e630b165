import Rating

/// Two sources whose memory figures differ by exactly a binary prefix use different units for one thing.
struct BinaryUnitCheck: LintCheck {
  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    Chip.MemoryFigure.Quantity.allCases.compactMap { quantity in
      let values = chip.memory.filter { $0.quantity == quantity }.map(\.value).sorted { $0.value < $1.value }
      for (index, low) in values.enumerated() {
        for high in values[(index + 1)...] {
          guard let unit = BinaryUnit.between(low.value, high.value) else { continue }
          return LintFinding(
            .binaryUnits, .warning, chip: chip.id,
            reason:
              "\(Figure(low.value)) (\(low.source)) and \(Figure(high.value)) \(high.unit) (\(high.source)) differ by "
              + "\(Figure(unit.ratio)), as \(unit.label) would",
            places: [low.place, high.place],
            remedy: "see which unit each source counts in; the table is in decimal \(high.unit)")
        }
      }
      return nil
    }
  }
}
