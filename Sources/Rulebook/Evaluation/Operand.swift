import Rating

/// A figure of the subject with its origin.
public struct Operand: Equatable, Sendable {
  /// How much of the figure is known.
  public enum Extent: Equatable, Sendable {
    /// The figure itself.
    case exact
    /// The figure or anything above it: what was measured, or what follows from it.
    case atLeast
    /// Anything from the figure up to this one; nothing is known of what lies where between the two.
    case upTo(Double)
  }

  /// The rate that gives a TPP: its precision, the bit length applied, and dense TOP/s.
  public struct Rate: Codable, Equatable, Sendable {
    public let precision: Precision
    public let bitLength: Int
    public let tops: Double

    /// The row that governs a rating.
    public init(_ row: PerformanceRating.Row) {
      precision = row.precision
      bitLength = row.bitLength
      tops = row.tops
    }
  }

  /// The figure, or the lowest that it can be.
  public let value: Double
  public let extent: Extent
  /// Must be the unit of the quantity that it stands for.
  public let unit: String
  /// The source in words or as an id.
  public let source: String
  /// What a throughput rests on; `nil` for figures that are not throughputs.
  public let evidence: Evidence?
  /// From the lowest to the highest value that sources give; `nil` where they agree.
  public let published: ClosedRange<Double>?
  /// Whether no source of it could be read: an answer that rests on it must not be quoted.
  public let isUnverified: Bool
  /// The rate that governs, for a TPP and for what follows from it; `nil` where it is not known.
  public let rate: Rate?

  /// - Parameter published: from the lowest to the highest value that sources give.
  public init(
    value: Double, extent: Extent = .exact, unit: String, source: String, evidence: Evidence? = nil,
    published: ClosedRange<Double>? = nil, isUnverified: Bool = false, rate: Rate? = nil
  ) {
    self.value = value
    self.extent = extent
    self.unit = unit
    self.source = source
    self.evidence = evidence
    self.published = published.flatMap { $0.lowerBound < $0.upperBound ? $0 : nil }
    self.isUnverified = isUnverified
    self.rate = rate
  }

  /// A figure in the quantity's own unit.
  public init(
    _ value: Double, of quantity: Quantity, extent: Extent = .exact, source: String,
    evidence: Evidence? = nil,
    published: ClosedRange<Double>? = nil, isUnverified: Bool = false, rate: Rate? = nil
  ) {
    self.init(
      value: value, extent: extent, unit: quantity.unit, source: source, evidence: evidence,
      published: published, isUnverified: isUnverified, rate: rate)
  }

  /// A figure that lies somewhere in an interval, or is its one point.
  public init(
    _ interval: ClosedRange<Double>, of quantity: Quantity, source: String, evidence: Evidence? = nil,
    rate: Rate? = nil
  ) {
    self.init(
      interval.lowerBound, of: quantity,
      extent: interval.lowerBound < interval.upperBound ? .upTo(interval.upperBound) : .exact, source: source,
      evidence: evidence, rate: rate)
  }

  /// All that the figure can be, whatever its sources; a single point for an exact one.
  public var possible: ClosedRange<Double> {
    switch extent {
    case .exact: value...value
    case .atLeast: value...Double.infinity
    case .upTo(let high): value...high
    }
  }

  /// The figure times a factor of the law, in another unit.
  func weighted(by factor: DatedValue, in unit: String) -> Operand {
    let times = factor.value ?? 1
    let extent: Extent = if case .upTo(let high) = extent { .upTo(high * times) } else { extent }
    return Operand(
      value: value * times, extent: extent, unit: unit,
      source:
        "\(Wording.number(value)) \(self.unit) × \(Wording.number(times)) (\(factor.reference)), \(source)",
      evidence: evidence, published: published.map { $0.lowerBound * times...$0.upperBound * times },
      isUnverified: isUnverified)
  }

  /// Two bandwidths added.
  static func + (a: Operand, b: Operand) -> Operand {
    let low = (a.published?.lowerBound ?? a.value) + (b.published?.lowerBound ?? b.value)
    let high = (a.published?.upperBound ?? a.value) + (b.published?.upperBound ?? b.value)
    let most = a.possible.upperBound + b.possible.upperBound
    let extent: Extent =
      a.extent == .exact && b.extent == .exact ? .exact : most.isFinite ? .upTo(most) : .atLeast
    return Operand(
      value: a.value + b.value, extent: extent, unit: a.unit, source: "\(a.source) + \(b.source)",
      evidence: a.evidence, published: low...high, isUnverified: a.isUnverified || b.isUnverified)
  }

  /// Whether a test holds for the figure, or for all that sources give: unknown where what the figure can be falls on
  /// both sides. So a lower bound at or above a line proves that it is reached, and one below proves nothing.
  func outcome(_ comparison: Comparison, _ threshold: Double, overPublished: Bool) -> Outcome {
    let range =
      extent == .exact && overPublished
      ? published.map { min(value, $0.lowerBound)...max(value, $0.upperBound) } ?? possible : possible
    let low = comparison.holds(range.lowerBound, threshold)
    return low == comparison.holds(range.upperBound, threshold) ? Outcome(low) : .unknown
  }
}
