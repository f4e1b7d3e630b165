import Rating

/// A part of what a family owns.
public struct ComputeShare: Sendable {
  public let part: ExactTPP
  public let whole: ExactTPP

  /// In per cent; zero for a family that owns nothing.
  public var percent: Double {
    whole.thousandths > 0 ? Double(part.thousandths) / Double(whole.thousandths) * 100 : 0
  }

  /// Whether the share is within a bound in per cent, without rounding: part · 100 ≤ whole · bound, the bound to a
  /// thousandth of a per cent.
  func isWithin(_ comparison: Comparison, _ bound: Double) -> Bool {
    let left = part.thousandths.multipliedFullWidth(by: 100_000)
    let right = whole.thousandths.multipliedFullWidth(by: Int((bound * 1000).rounded()))
    return comparison == .lessThan
      ? (left.high, left.low) < (right.high, right.low) : (left.high, left.low) <= (right.high, right.low)
  }

  /// How much more may be added to both part and whole within a bound: (bound · whole − part) / (1 − bound).
  func room(_ bound: Double) -> ExactTPP {
    let share = bound / 100
    let room = (share * Double(whole.thousandths) - Double(part.thousandths)) / (1 - share)
    var amount = ExactTPP(thousandths: Int(room.rounded(.down)))
    while amount > .zero,
      !ComputeShare(part: part + amount, whole: whole + amount).isWithin(.atMost, bound)
    {
      amount = amount - ExactTPP(thousandths: 1)
    }
    return amount
  }
}

/// A family that ships as a universal validated end user.
struct ValidatedFamily: Sendable {
  /// By position in the rules' shares: whether it bounds the family.
  var isBound: [Bool]
  /// The last line, and where the headquarters are.
  var last: Shipment
}

/// The first time that a family passed a share, and its line.
public struct ShareCrossing: Sendable {
  /// The position in the rules' shares.
  public let rule: Int
  public let parent: Int32
  /// `nil` where all countries outside are taken together.
  public let country: UInt16?
  /// The last line before it.
  public let line: Int32
  /// The day of the line, or of the measurement.
  public let day: LedgerDay
  public let share: ComputeShare
  /// In per cent.
  public let bound: Double
  public let reference: String
}
