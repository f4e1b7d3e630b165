/// An amount of TPP in whole thousandths, so that sums do not turn on the order of their parts and a limit is met to
/// the unit. Rates are published with fewer digits than that.
public struct ExactTPP: Hashable, Comparable, Sendable {
  public let thousandths: Int

  public static let zero = ExactTPP(thousandths: 0)

  public init(thousandths: Int) { self.thousandths = thousandths }

  /// Rounds to the nearest thousandth; `nil` for what is negative, not finite, or above `largest`.
  public init?(_ tpp: Double) {
    let scaled = (tpp * 1000).rounded()
    guard scaled >= 0, scaled <= Double(Self.largest.thousandths) else { return nil }
    thousandths = Int(scaled)
  }

  /// The most that a ledger adds up to: beyond it no sum is exact.
  public static let largest = ExactTPP(thousandths: 1 << 53)

  /// In TPP.
  public var value: Double { Double(thousandths) / 1000 }

  /// The amount of so many chips; `nil` above `largest`.
  public func times(_ quantity: Int) -> ExactTPP? {
    let (product, overflow) = thousandths.multipliedReportingOverflow(by: quantity)
    return overflow || product > Self.largest.thousandths ? nil : ExactTPP(thousandths: product)
  }

  /// How many of an amount fit into this one; none into a negative one.
  public func whole(_ part: ExactTPP) -> Int {
    part.thousandths > 0 ? max(0, thousandths) / part.thousandths : 0
  }

  public static func < (a: ExactTPP, b: ExactTPP) -> Bool { a.thousandths < b.thousandths }

  public static func + (a: ExactTPP, b: ExactTPP) -> ExactTPP {
    ExactTPP(thousandths: a.thousandths + b.thousandths)
  }

  public static func - (a: ExactTPP, b: ExactTPP) -> ExactTPP {
    ExactTPP(thousandths: a.thousandths - b.thousandths)
  }

  public static func += (a: inout ExactTPP, b: ExactTPP) { a = a + b }
}

extension ExactTPP: Encodable {
  /// In TPP.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
