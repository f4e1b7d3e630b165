import Rating

/// Chips side by side: every figure that one of them has, the best of each, and what differs most.
public struct ChipComparison: Sendable {
  /// One figure of all the chips.
  public struct Row: Sendable {
    public let figure: ChipFigure
    /// In the order of the chips; `nil` where it is unknown.
    public let values: [BoundedValue?]
    /// Which chips have the best reported value; none where nobody is to be preferred or all are equal.
    public let best: [Int]
    /// Whether what sources leave lets another chip be the best.
    public let isContested: Bool
    /// The highest over the lowest reported value; `nil` where fewer than two are known.
    public let ratio: Double?

    init(_ figure: ChipFigure, _ values: [BoundedValue?]) {
      let known = values.compactMap { $0?.value }
      let bestValue =
        switch figure.preference {
        case .higher: known.max()
        case .lower: known.min()
        case .neither: Double?.none
        }
      self.figure = figure
      self.values = values
      ratio = known.count < 2 ? nil : known.max().flatMap { high in known.min().map { high / $0 } }
      best = (ratio ?? 1) > 1 ? values.indices.filter { values[$0]?.value == bestValue } : []
      let rivals = values.indices.filter { [best] in !best.contains($0) }.compactMap { values[$0]?.range }
      isContested = best.compactMap { values[$0]?.range }.contains { range in
        rivals.contains {
          figure.preference == .lower
            ? $0.lowerBound <= range.upperBound : $0.upperBound >= range.lowerBound
        }
      }
    }
  }

  public let chips: [Chip]
  public let tf32Reading: TF32Reading
  /// The figures that at least one chip has.
  public let rows: [Row]

  /// The rows in which known values differ, the widest first.
  public var differences: [Row] {
    rows.filter { ($0.ratio ?? 1) > 1 }.sorted { ($0.ratio ?? 1) > ($1.ratio ?? 1) }
  }

  /// - Throws: `ChipDBError.badQuestion` for fewer than two chips and for one that is named twice.
  public init(_ chips: [Chip], tf32Reading: TF32Reading) throws(ChipDBError) {
    guard chips.count >= 2 else { throw .badQuestion("a comparison needs two chips: name another") }
    for (index, chip) in chips.enumerated() where chips[..<index].contains(where: { $0.id == chip.id }) {
      throw .badQuestion("\(chip.id) (\(chip.name)) is named twice, by its id or another name: name it once")
    }
    self.chips = chips
    self.tf32Reading = tf32Reading
    rows = ChipFigure.allCases.map { figure in
      Row(figure, chips.map { figure.bounded(of: $0, tf32Reading: tf32Reading) })
    }.filter { $0.values.contains { $0 != nil } }
  }
}
