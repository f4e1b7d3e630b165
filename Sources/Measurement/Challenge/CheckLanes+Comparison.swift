extension SIMD8 where Scalar == Double {
  mutating func addSquare(_ other: Self) { self += other * other }

  static func compare(
    _ told: [Self], _ expected: [Self], _ bound: ChainBound, _ squares: [Self]
  ) -> LapCheck {
    let variance = bound.variance(squares)
    var (sum, deviations, values, worst) = (0.0, 0.0, 0.0, 0.0)
    var wrongRows = 0
    for (told, expected) in zip(told, expected) {
      let difference = told - expected
      let share = (difference * difference / variance).sum() / Double(vectors)
      // NaN is beyond every limit.
      if !(share <= bound.rowLimit * bound.rowLimit) { wrongRows += 1 }
      sum += share
      worst = Swift.max(worst, share)
      deviations += (difference * difference).sum()
      values += (expected * expected).sum()
    }
    let rows = told.count
    let isFinite = sum.isFinite
    return LapCheck(
      rows: rows, wrongRows: wrongRows, deviation: isFinite ? (sum / Double(rows)).squareRoot() : nil,
      limit: bound.wholeLimit, worstRow: isFinite ? worst.squareRoot() : nil, rowLimit: bound.rowLimit,
      relative: isFinite ? (deviations / values).squareRoot() : nil,
      expected: (variance.sum() * Double(rows) / values).squareRoot())
  }
}

extension SIMD64 where Scalar == UInt16 {
  mutating func addSquare(_: Self) {}

  static func compare(_ told: [Self], _ expected: [Self], _: ChainBound, _: [Self]) -> LapCheck {
    let wrong = zip(told, expected).count { told, expected in (told &- expected) & 0xff != .zero }
    return LapCheck(
      rows: told.count, wrongRows: wrong, deviation: nil, limit: nil, worstRow: nil, rowLimit: nil,
      relative: nil, expected: nil)
  }
}
