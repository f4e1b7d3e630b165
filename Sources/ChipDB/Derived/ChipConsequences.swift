import Rating

/// Everything that follows from the published figures of a chip, each with its operands.
public struct ChipConsequences: Codable, Equatable, Sendable {
  /// TPP and density under each reading that can differ for this chip; empty where no throughput is known.
  public let readings: [RatedReading]
  /// Under every definition of the database, in its order.
  public let equivalents: [BoundedEquivalent]
  /// TOP/s per W, TOP/s per USD, bytes per operation and operations per byte, for each declared precision.
  public let efficiencies: [DerivedFigure]
  /// What others measured, as shares of the declared peak.
  public let measurements: [MeasuredShare]

  /// - Parameter tf32Reading: the reading under which every precision counts first, and equivalents are stated.
  public init(_ chip: Chip, definitions: [EquivalenceDefinition], tf32Reading: TF32Reading) {
    let precisions = Set(chip.throughputs.map(\.precision))
    readings = RatingReading.all(tf32: tf32Reading, having: precisions).compactMap { RatedReading(chip, $0) }
    let figures = chip.equivalenceFigures(tf32Reading: tf32Reading)
    equivalents = definitions.map { $0.equivalent(of: figures) }
    measurements = chip.measurements.map { MeasuredShare($0, of: chip) }
    efficiencies = Precision.allCases.flatMap { precision -> [DerivedFigure] in
      chip.declared(precision).map { Self.efficiencies(of: chip, precision, $0) } ?? []
    }
  }

  private static func efficiencies(of chip: Chip, _ precision: Precision, _ tops: SourcedValue)
    -> [DerivedFigure]
  {
    let rate = DerivedFigure.Operand(tops)
    var figures: [DerivedFigure] = []
    if let watts = chip.tdpWatts {
      figures.append(DerivedFigure(.topsPerWatt, precision, rate, .over, .init(watts)))
    }
    if let price = chip.priceUSD {
      figures.append(DerivedFigure(.topsPerDollar, precision, rate, .over, .init(price)))
    }
    if let bandwidth = chip.memoryBandwidthGBps.map(DerivedFigure.Operand.init) {
      figures.append(
        DerivedFigure(
          .bytesPerOperation, precision, bandwidth, .over, rate,
          scale: 1 / Roofline.operationsPerTOPOverBytesPerGB))
      figures.append(
        DerivedFigure(
          .operationsPerByte, precision, rate, .over, bandwidth,
          scale: Roofline.operationsPerTOPOverBytesPerGB))
    }
    return figures
  }
}
