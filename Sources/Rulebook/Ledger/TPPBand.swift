/// A sum by the chosen figures of the chips, and by the lowest and the highest that sources give.
public struct TPPBand: Sendable, Hashable {
  public var chosen: ExactTPP
  public var low: ExactTPP
  public var high: ExactTPP

  public static let zero = TPPBand(chosen: .zero, low: .zero, high: .zero)

  /// Whether sources differ on it.
  public var isDisputed: Bool { low != high }

  static func + (a: TPPBand, b: TPPBand) -> TPPBand {
    TPPBand(chosen: a.chosen + b.chosen, low: a.low + b.low, high: a.high + b.high)
  }

  static func - (a: TPPBand, b: TPPBand) -> TPPBand {
    TPPBand(chosen: a.chosen - b.chosen, low: a.low - b.low, high: a.high - b.high)
  }

  /// The amount of so many chips; `nil` where it is too large to be exact.
  public func times(_ quantity: Int) -> TPPBand? {
    guard let high = high.times(quantity), let chosen = chosen.times(quantity), let low = low.times(quantity)
    else { return nil }
    return TPPBand(chosen: chosen, low: low, high: high)
  }
}

extension TPPBand {
  /// The TPP of one chip; `nil` where none is known.
  public init?(_ operand: Operand?) {
    guard let operand, let chosen = ExactTPP(operand.value),
      let low = ExactTPP(operand.published?.lowerBound ?? operand.value),
      let high = ExactTPP(operand.published?.upperBound ?? operand.value)
    else { return nil }
    self.init(chosen: chosen, low: min(low, chosen), high: max(high, chosen))
  }
}
