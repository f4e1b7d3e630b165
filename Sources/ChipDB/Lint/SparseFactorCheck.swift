import Rating

/// Who sells a sparse rate at one precision sells it at its neighbours.
struct SparseFactorCheck: LintCheck {
  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    let matrix = chip.throughputs.filter {
      $0.unit == .matrix && $0.precision.bitLength(.significant19) <= 19
    }
    let sold = matrix.filter { $0.sparseFactor != nil }
    guard let example = sold.first else { return [] }
    let soldPrecisions = Set(sold.map(\.precision))
    let missing = matrix.map(\.precision).uniqued.filter { !soldPrecisions.contains($0) }
    guard !missing.isEmpty else { return [] }
    let rows = missing.compactMap { chip.declaredRate($0, on: .matrix) }
    return [
      LintFinding(
        .sparseFactorMissing, .note, chip: chip.id,
        reason:
          "no sparse rate at \(missing.map(\.label).joined(separator: ", ")), while \(example.precision.label) has "
          + "one of \(Figure(example.sparseFactor ?? 1)) × the dense rate",
        places: rows.map(\.place) + [example.tops.place],
        remedy: "enter the sparse_factor that the source prints; where none is sold, say so in the note")
    ]
  }
}
