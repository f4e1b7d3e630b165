import Rating

/// Explains a wrong figure of a chip by what the database knows of it and of all others.
///
/// Make one for many questions: it rates every chip once.
public struct MisreadingEngine: Sendable {
  let database: ChipDatabase
  let tf32Reading: TF32Reading
  /// The rating of every chip, by id.
  let ratings: [String: PerformanceRating]
  /// The applicable areas that are known, by id.
  let areas: [String: SourcedValue]

  public init(_ database: ChipDatabase, tf32Reading: TF32Reading) {
    self.database = database
    self.tf32Reading = tf32Reading
    ratings = Dictionary(
      database.chips.map { ($0.id, $0.rating(tf32Reading: tf32Reading)) }, uniquingKeysWith: { $1 })
    areas = Dictionary(
      database.chips.compactMap { chip in chip.applicableDieArea.sourced.map { (chip.id, $0) } },
      uniquingKeysWith: { $1 })
  }

  /// A difference below which two figures are the same figure to another number of digits.
  static let sameFigure = 0.005

  /// What a figure may have been mistaken for, best explanation first, one of each kind.
  /// - Parameters:
  ///   - value: in TOP/s, TPP or TPP/mm², as the quantity has it.
  ///   - quantity: what it is said to be; an ECCN is no number and has no answer here.
  /// - Returns: nothing where the figure is the chip's own, and where nothing fits.
  public func misreadings(of value: Double, quantity: Chip.Trap.Quantity, for chip: Chip) -> [Misreading] {
    guard value > 0, value.isFinite else { return [] }
    switch quantity {
    case .tops(let precision):
      let rates = RateMisreadings(engine: self, chip: chip, precision: precision)
      return ranked(rates.candidates(for: value), of: value, unit: rates.unit, truth: rates.truth)
    case .tpp:
      let totals = TPPMisreadings(engine: self, chip: chip)
      return ranked(totals.candidates, of: value, unit: "TPP", truth: totals.truth)
    case .performanceDensity:
      let densities = DensityMisreadings(engine: self, chip: chip)
      return ranked(densities.candidates(for: value), of: value, unit: "TPP/mm²", truth: densities.truth)
    case .eccn:
      return []
    }
  }

  /// What a memory figure may have been mistaken for: decimal for binary units, or the reverse.
  /// - Parameter value: in GB or GB/s, as the quantity has it.
  public func misreadings(
    ofMemory value: Double, quantity: Chip.MemoryFigure.Quantity, for chip: Chip
  ) -> [Misreading] {
    guard value > 0, value.isFinite else { return [] }
    let truth = quantity == .capacity ? chip.memoryCapacityGB : chip.memoryBandwidthGBps
    guard let truth else { return [] }
    return ranked(
      BinaryUnit.candidates(from: truth), of: value, unit: quantity.unit, truth: truth)
  }

  private func ranked(
    _ candidates: [MisreadingCandidate], of value: Double, unit: String, truth: SourcedValue?
  ) -> [Misreading] {
    if let truth {
      if (value / truth.value - 1).magnitude <= 1e-9 { return [] }
      let rounding = Self.rounding(of: truth)
      if rounding.deviation(of: value) <= Self.sameFigure {
        return [rounding.misreading(of: value, unit: unit, truth: truth)]
      }
    }
    var all = candidates.filter { candidate in
      candidate.explains(value)
        && truth.map { (candidate.expected / $0.value - 1).magnitude > Self.sameFigure } ?? true
    }
    if let truth, Figure(value).digits <= 2, Self.rounding(of: truth).explains(value) {
      all.append(Self.rounding(of: truth))
    }
    var seen: Set<Misreading.Kind> = []
    return all.enumerated()
      .sorted { ($0.element.strain(on: value), $0.offset) < ($1.element.strain(on: value), $1.offset) }
      .filter { seen.insert($0.element.kind).inserted }
      .map { $0.element.misreading(of: value, unit: unit, truth: truth) }
  }

  /// A number of at most two digits may be a twentieth away from what it rounds.
  private static func rounding(of truth: SourcedValue) -> MisreadingCandidate {
    MisreadingCandidate(
      kind: .rounding, expected: truth.value, origin: truth,
      working: "\(Figure(truth.value)) \(truth.unit), rounded or from a rounded rate", doubt: 1,
      tolerance: 0.05)
  }
}

extension ChipDatabase {
  /// What a figure of a chip may have been mistaken for, best explanation first.
  ///
  /// For many questions make a `MisreadingEngine` once.
  /// - Parameters:
  ///   - value: in TOP/s, TPP or TPP/mm², as the quantity has it.
  ///   - quantity: what the figure is said to be.
  ///   - tf32Reading: the reading that TPP is counted under.
  public func misreadings(
    of value: Double, quantity: Chip.Trap.Quantity, for chip: Chip, tf32Reading: TF32Reading
  ) -> [Misreading] {
    MisreadingEngine(self, tf32Reading: tf32Reading).misreadings(of: value, quantity: quantity, for: chip)
  }
}
