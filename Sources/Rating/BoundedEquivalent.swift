/// A value in reference chips under one definition with the interval that the sources leave, or the reason why there
/// is none.
public struct BoundedEquivalent: Codable, Equatable, Sendable {
  /// The id of the definition.
  public let definition: String
  /// The ratio item / reference; `nil` when the item's figure is unknown.
  public let value: Double?
  /// The interval of the ratio; the definition's constant is exact.
  public let range: ClosedRange<Double>?
  /// The item's figure, in the definition's unit.
  public let operand: Double?
  /// The reference chip's figure, in the same unit.
  public let constant: Double
  public let unit: String
  /// The id of the source of the constant.
  public let source: String
  /// Why `value` is absent.
  public let reason: String?
}

extension EquivalenceDefinition {
  /// The item's figure that this definition divides, in its unit.
  /// - Parameters:
  ///   - rating: the item's rating on one kind of evidence.
  ///   - memoryBandwidthGBps: its memory bandwidth in GB/s, if known.
  public func operand(of rating: BoundedRating, memoryBandwidthGBps: BoundedValue?) -> BoundedValue? {
    switch basis {
    case .tpp: rating.tpp
    case .denseTops: rating.bestTops(among: precisions)
    case .memoryBandwidth: memoryBandwidthGBps
    }
  }

  /// How many reference chips the rated item is worth under this definition, as an interval.
  public func equivalent(of rating: BoundedRating, memoryBandwidthGBps: BoundedValue?) -> BoundedEquivalent {
    let operand = operand(of: rating, memoryBandwidthGBps: memoryBandwidthGBps)
    let ratio = operand.map { $0 / BoundedValue(constant) }
    let reason = equivalent(of: rating.chosen, memoryBandwidthGBps: memoryBandwidthGBps?.value).reason
    return BoundedEquivalent(
      definition: id, value: ratio?.value, range: ratio?.range, operand: operand?.value, constant: constant,
      unit: unit, source: source, reason: reason)
  }
}
