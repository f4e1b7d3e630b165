import Rating

/// What a chip is rated under one reading of the note on bit length, with the working.
public struct RatedReading: Codable, Equatable, Sendable {
  public let reading: RatingReading
  /// TOP/s × bit length of the governing precision; its interval runs over all precisions that count.
  public let tpp: DerivedFigure
  /// TPP / applicable die area; `nil` where the area is not known or none applies.
  public let performanceDensity: DerivedFigure?
  /// TPP / area of the logic dies alone; `nil` where no I/O die counts.
  public let performanceDensityWithoutIO: DerivedFigure?
  /// What follows from each figure that has been published for the governing precision on its unit: the reported one
  /// first. One element where all sources agree.
  public let published: [DerivedFigure]

  /// - Returns: `nil` where no throughput counts.
  init?(_ chip: Chip, _ reading: RatingReading) {
    let rating = chip.boundedRating(reading)
    guard let governing = rating.chosen.governing, let interval = rating.tpp,
      let declared = chip.declared(governing.precision)
    else { return nil }
    let bits = DerivedFigure.Operand(
      BoundedValue(Double(governing.bitLength)), unit: "bit", source: nil, grade: nil)
    func tpp(_ tops: DerivedFigure.Operand, _ range: ClosedRange<Double>?) -> DerivedFigure {
      DerivedFigure(.tpp, governing.precision, tops, .times, bits, range: range)
    }
    self.reading = reading
    self.tpp = tpp(.init(declared), interval.range)
    published = ([declared] + declared.conflicts).map { value in
      tpp(
        .init(
          BoundedValue(value.value), unit: value.unit, source: value.source, grade: value.grade,
          isOwn: value.isOwn), nil)
    }
    let numerator = DerivedFigure.Operand(
      interval, unit: DerivedFigure.Quantity.tpp.unit, source: declared.source, grade: declared.grade,
      isOwn: declared.isOwn)
    func density(_ quantity: DerivedFigure.Quantity, _ area: ApplicableDieArea) -> DerivedFigure? {
      area.sourced.map { DerivedFigure(quantity, governing.precision, numerator, .over, .init($0)) }
    }
    let area = chip.applicableDieArea
    let logicArea = chip.applicableDieArea(of: [.logic])
    performanceDensity = density(.performanceDensity, area)
    performanceDensityWithoutIO =
      logicArea.mm2 == area.mm2 ? nil : density(.performanceDensityWithoutIO, logicArea)
  }
}
