import Rating

extension [MeasurementRow] {
  /// Marks products that are no faster than one of a wider format on the same device: they cannot be told from a
  /// conversion to it, and earn no rating of their own.
  mutating func markConversions() {
    let rates = Dictionary(
      filter { $0.status == .verified && $0.variant?.sparsity == nil }.compactMap { row in
        row.topsBest.map { (row.precision, $0) }
      }, uniquingKeysWith: Swift.max)
    for index in indices where self[index].status == .verified && self[index].variant?.sparsity == nil {
      let row = self[index]
      let wider = Ceilings.wider(row.precision).compactMap { wider in rates[wider].map { (wider, $0) } }
      guard let best = wider.max(by: { $0.1 < $1.1 }), let tops = row.topsBest, tops <= best.1 else {
        continue
      }
      self[index].status = .emulated
      self[index].reason =
        "no faster than this device's \(best.0.label) product, so it cannot be told from a conversion to "
        + "\(best.0.label) and earns no rating as \(row.precision.label)"
    }
  }
}
