/// A rating with the interval that the sources of its throughputs leave.
///
/// TPP rises with every throughput, so that the lowest published figures give the interval's lower end and the
/// highest its upper end, whichever precision governs there.
public struct BoundedRating: Codable, Equatable, Sendable {
  public let reading: RatingReading
  /// On the figures that count.
  public let chosen: PerformanceRating
  /// On the lowest published figure of each precision.
  public let lowest: PerformanceRating
  /// On the highest published figure of each precision.
  public let highest: PerformanceRating

  /// Rates throughputs under a reading.
  /// - Parameter throughputs: the figures that count, each with what has been published for its precision.
  public init(
    _ throughputs: [(throughput: Throughput, range: ClosedRange<Double>)], evidence: Evidence,
    reading: RatingReading
  ) {
    let counted = throughputs.filter { !reading.leftOut.contains($0.throughput.precision) }
    func rated(_ tops: (Throughput, ClosedRange<Double>) -> Double) -> PerformanceRating {
      PerformanceRating(
        counted.map { figure, range in
          Throughput(
            precision: figure.precision, tops: tops(figure, range), evidence: figure.evidence,
            source: figure.source, support: figure.support)
        }, evidence: evidence, tf32Reading: reading.tf32)
    }
    self.reading = reading
    chosen = rated { figure, _ in figure.tops }
    lowest = rated { figure, range in min(figure.tops, range.lowerBound) }
    highest = rated { figure, range in max(figure.tops, range.upperBound) }
  }

  /// A rating on figures of which each is known exactly, such as measured ones.
  public init(exactly rating: PerformanceRating) {
    reading = RatingReading(tf32: rating.tf32Reading)
    chosen = rating
    lowest = rating
    highest = rating
  }

  /// Total processing performance; `nil` when nothing is known.
  public var tpp: BoundedValue? { bounded(\.tpp) }

  /// Performance density = TPP / applicable die area, in TPP/mm² (ECCN 3A090, technical note).
  /// - Parameter areaMM2: the applicable die area in mm².
  public func performanceDensity(areaMM2: BoundedValue) -> BoundedValue? { tpp.map { $0 / areaMM2 } }

  /// The highest dense TOP/s among some precisions.
  public func bestTops(among precisions: [Precision]) -> BoundedValue? {
    bounded { $0.bestTops(among: precisions)?.tops }
  }

  private func bounded(_ figure: (PerformanceRating) -> Double?) -> BoundedValue? {
    guard let value = figure(chosen), let low = figure(lowest), let high = figure(highest) else { return nil }
    return BoundedValue(value, low...high)
  }
}
