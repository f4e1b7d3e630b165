import Rating

/// Formats of one width share the multipliers, and so the rate: FP16 and BF16, both kinds of FP8, FP8 and INT8.
struct SameWidthCheck: LintCheck {
  /// FP8 at this multiple of INT8 or more: the integer path has been cut down, as in Blackwell Ultra.
  static let cutDown = 1.9

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    let pairs: [(Precision, Precision)] = [(.fp16, .bf16), (.fp8e4m3, .fp8e5m2)]
    return pairs.compactMap { unequal(chip, $0, $1) } + (integers(chip).map { [$0] } ?? [])
  }

  private func unequal(_ chip: Chip, _ first: Precision, _ second: Precision) -> LintFinding? {
    guard let a = chip.declaredRate(first, on: .matrix), let b = chip.declaredRate(second, on: .matrix),
      !agree(a, b)
    else { return nil }
    let ratio = max(a.value, b.value) / min(a.value, b.value)
    return LintFinding(
      .sameWidth, LadderCheck.isNear(ratio, 2) ? .warning : .note, chip: chip.id,
      reason:
        "\(first.label) is \(Figure(a.value)) (\(a.source)) and \(second.label) \(Figure(b.value)) TOP/s "
        + "(\(b.source)): formats of one width differ by \(Figure((ratio * 100).rounded() / 100))"
        + (LadderCheck.isNear(ratio, 2)
          ? ": the higher may be a sparse rate, or accumulate in fewer bits" : ""),
      places: [a.place, b.place],
      remedy: "enter both from one source; where accumulation differs, say so in the note")
  }

  private func integers(_ chip: Chip) -> LintFinding? {
    let floating = [Precision.fp8e4m3, .fp8e5m2].compactMap { chip.declaredRate($0, on: .matrix) }
      .max { $0.value < $1.value }
    guard let floating else { return nil }
    guard let integer = chip.declaredRate(.int8, on: .matrix) else {
      return LintFinding(
        .int8BelowFP8, .note, chip: chip.id,
        reason: "FP8 at \(Figure(floating.value)) TOP/s is there and INT8 is not", places: [floating.place],
        remedy: "enter the INT8 rate where the source has one; some chips have none")
    }
    guard !agree(floating, integer) else { return nil }
    let ratio = Figure((floating.value / integer.value * 100).rounded() / 100)
    return LintFinding(
      floating.value >= Self.cutDown * integer.value ? .int8BelowFP8 : .sameWidth, .note, chip: chip.id,
      reason: "FP8 at \(Figure(floating.value)) is \(ratio) × INT8 at \(Figure(integer.value)) TOP/s",
      places: [floating.place, integer.place],
      remedy: "see whether both are dense rates of the matrix units; a cut-down integer path is genuine")
  }

  /// Whether the chosen values agree, or some values that their sources leave open do.
  private func agree(_ a: SourcedValue, _ b: SourcedValue) -> Bool {
    LadderCheck.isNear(a.value / b.value, 1)
      || (a.conflicts + [a]).contains { own in (b.conflicts + [b]).contains { $0.value == own.value } }
  }
}
