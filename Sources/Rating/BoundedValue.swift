/// A figure above zero, and the interval that its sources leave.
public struct BoundedValue: Codable, Equatable, Sendable {
  /// The figure that is reported.
  public let value: Double
  /// From the lowest to the highest that has been published; a single point where all agree.
  public let range: ClosedRange<Double>

  /// - Parameter range: what the sources leave; it is widened where it does not hold the value.
  public init(_ value: Double, _ range: ClosedRange<Double>) {
    self.value = value
    guard !value.isNaN else {
      self.range = range
      return
    }
    self.range = min(value, range.lowerBound)...max(value, range.upperBound)
  }

  /// A figure on which all agree.
  public init(_ value: Double) { self.init(value, value.isNaN ? 0 ... .infinity : value...value) }

  /// Whether the sources disagree.
  public var isDisputed: Bool { range.lowerBound < range.upperBound }

  /// The product of two figures above zero: least by least to most by most.
  public static func * (a: BoundedValue, b: BoundedValue) -> BoundedValue {
    BoundedValue(
      a.value * b.value,
      span(a.range.lowerBound * b.range.lowerBound, a.range.upperBound * b.range.upperBound))
  }

  /// The interval of two ends; all values where an end is none, as of infinity over infinity.
  private static func span(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    low <= high ? low...high : 0 ... .infinity
  }

  /// The quotient of two figures above zero: least by most to most by least.
  public static func / (a: BoundedValue, b: BoundedValue) -> BoundedValue {
    BoundedValue(
      a.value / b.value,
      span(a.range.lowerBound / b.range.upperBound, a.range.upperBound / b.range.lowerBound))
  }

  /// The sum of two figures above zero.
  public static func + (a: BoundedValue, b: BoundedValue) -> BoundedValue {
    BoundedValue(
      a.value + b.value, (a.range.lowerBound + b.range.lowerBound)...(a.range.upperBound + b.range.upperBound)
    )
  }

  /// The lesser of two figures: of the reported ones, and at either end.
  public static func lesser(_ a: BoundedValue, _ b: BoundedValue) -> BoundedValue {
    BoundedValue(
      min(a.value, b.value),
      min(a.range.lowerBound, b.range.lowerBound)...min(a.range.upperBound, b.range.upperBound))
  }

  /// The greater of two figures: of the reported ones, and at either end.
  public static func greater(_ a: BoundedValue, _ b: BoundedValue) -> BoundedValue {
    BoundedValue(
      max(a.value, b.value),
      max(a.range.lowerBound, b.range.lowerBound)...max(a.range.upperBound, b.range.upperBound))
  }
}
