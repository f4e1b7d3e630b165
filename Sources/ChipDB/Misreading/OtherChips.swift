/// Looks for chips that have a figure which one chip does not.
struct OtherChips {
  let chip: Chip
  let others: [Chip]

  init(chip: Chip, among chips: [Chip]) {
    self.chip = chip
    others = chips.filter { $0.id != chip.id }
  }

  /// A match with a stranger is no chance where the figure is at least this many times too high or too low.
  static let far = 1.5

  /// How many significant digits a figure needs for its match to be no chance.
  static let tellingDigits = 3

  /// The best known chip that has the figure, as one candidate that counts the rest.
  /// - Parameters:
  ///   - value: fewer than three digits may be anyone's and find only chips of the same vendor.
  ///   - kind: what it is to copy such a figure.
  ///   - truth: the chip's own figure; what is near it needs no stranger.
  ///   - figures: what a chip offers to be copied: a published figure, by what to multiply it, what that is.
  func candidates(
    copying value: Double, as kind: Misreading.Kind, truth: SourcedValue?,
    figures: (Chip) -> [(value: SourcedValue, factor: Double, what: String)]
  ) -> [MisreadingCandidate] {
    let isTelling = Figure(value).digits >= Self.tellingDigits
    let isFar = truth.map { max(value / $0.value, $0.value / value) >= Self.far } ?? true
    let matches = others.compactMap {
      other -> (chip: Chip, value: SourcedValue, expected: Double, what: String)? in
      guard other.vendor == chip.vendor || isTelling && isFar else { return nil }
      return figures(other).first {
        (value / ($0.value.value * $0.factor) - 1).magnitude <= MisreadingCandidate.copyTolerance
      }.map { (other, $0.value, $0.value.value * $0.factor, $0.what) }
    }
    // Copied figures come from a relative, or from the chip that everyone knows: the one that most sources rate.
    guard let best = matches.max(by: { rank($0.chip) < rank($1.chip) }) else { return [] }
    let more = matches.count - 1
    return [
      MisreadingCandidate(
        kind: kind, expected: best.expected, origin: best.value,
        working: "\(best.what) of the \(best.chip.name) (\(best.value.reference))"
          + (more > 0 ? " and of \(more) more" : ""),
        doubt: (best.chip.vendor == chip.vendor ? 1.8 : 2.2) + (kind == .otherChip ? 0 : 1),
        tolerance: MisreadingCandidate.copyTolerance)
    ]
  }

  private func rank(_ other: Chip) -> (Int, Int) {
    (other.vendor == chip.vendor ? 1 : 0, other.throughputs.count)
  }
}
