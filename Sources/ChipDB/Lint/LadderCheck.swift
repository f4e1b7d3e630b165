import Rating

/// Matrix units run a format of half the width once or twice as fast: one multiplier of n bit makes two of n/2.
///
/// A rung of four looks like a sparse rate, a rung of a half like the sparse rate of the narrower format.
struct LadderCheck: LintCheck {
  /// Tables round to PFLOP/s: 2.3 for 2.31, 1.1 for 1.125.
  static let tolerance = 0.06

  /// One width with the fastest of its formats.
  private struct Rung {
    let precision: Precision
    let rate: SourcedValue
  }

  private static let widths: [[Precision]] = [
    [.tf32], [.fp16, .bf16], [.fp8e4m3, .fp8e5m2, .int8], [.fp4, .int4],
  ]

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    let rungs = Self.widths.map { width in
      width.compactMap { precision in
        chip.declaredRate(precision, on: .matrix).map { Rung(precision: precision, rate: $0) }
      }
    }
    return zip(rungs, rungs.dropFirst()).enumerated().compactMap { index, pair in
      guard let wider = pair.0.max(by: { $0.rate.value < $1.rate.value }),
        let narrower = pair.1.max(by: { $0.rate.value < $1.rate.value }),
        !pair.0.contains(where: { wide in
          Self.isRung(wide, narrower) || wide.precision == .tf32 && pair.1.contains { Self.isRung(wide, $0) }
        })
      else { return nil }
      let next = rungs.dropFirst(index + 2).first?.max { $0.rate.value < $1.rate.value }
      return finding(chip, wider, narrower, next: next)
    }
  }

  /// Whether one format continues the other. BF16 may do so for TF32, on cards whose FP16 accumulates in 16 bits at
  /// twice the rate.
  private static func isRung(_ wider: Rung, _ narrower: Rung) -> Bool {
    let ratio = narrower.rate.value / wider.rate.value
    return isNear(ratio, 1) || isNear(ratio, 2)
  }

  private func finding(_ chip: Chip, _ wider: Rung, _ narrower: Rung, next: Rung?) -> LintFinding {
    let ratio = narrower.rate.value / wider.rate.value
    let rates =
      "\(narrower.precision.label) at \(Figure(narrower.rate.value)) is \(Figure((ratio * 100).rounded() / 100)) × "
      + "\(wider.precision.label) at \(Figure(wider.rate.value)) TOP/s, where half the width gives 1 or 2"
    let places = [wider.rate.place, narrower.rate.place]
    if Self.isNear(ratio, 4) {
      let repaid = next.map { Self.isNear($0.rate.value / narrower.rate.value, 1) } ?? false
      return LintFinding(
        .ladder, .warning, chip: chip.id,
        reason: rates
          + (repaid
            ? "; the next rung is 1: \(narrower.precision.label) looks like a sparse rate"
            : ": \(narrower.precision.label) may be a sparse rate, or \(wider.precision.label) that of other units"),
        places: places,
        remedy: "see in the source whether both rates are dense; enter the dense one and its sparse_factor")
    }
    if Self.isNear(ratio, 0.5) {
      return LintFinding(
        .ladder, .warning, chip: chip.id,
        reason: rates + ": \(wider.precision.label) equals the sparse rate of \(narrower.precision.label)",
        places: places, remedy: "see in the source whether \(wider.precision.label) is dense")
    }
    return LintFinding(
      .ladder, .note, chip: chip.id, reason: rates, places: places,
      remedy: "see whether both rates are of the same units, clock and source")
  }

  static func isNear(_ ratio: Double, _ expected: Double) -> Bool {
    (ratio / expected - 1).magnitude <= tolerance
  }
}
