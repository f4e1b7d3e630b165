import Rating
import Rulebook

/// How far a figure lies from a line of the law.
public struct LineMargin: Encodable, Sendable {
  public let quantity: Quantity
  public let comparison: Comparison
  /// The line, in `unit`.
  public let line: Double
  public let unit: String
  public let reference: String
  /// The reported figure; `nil` where none is known.
  public let figure: Double?
  /// From the lowest to the highest figure that sources give; `nil` where they agree.
  public let published: ClosedRange<Double>?

  private enum CodingKeys: CodingKey {
    case quantity, comparison, line, unit, reference, figure, published, distance, percent, publishedDistance,
      isContested
  }

  init(
    quantity: Quantity, comparison: Comparison, line: Double, unit: String, reference: String,
    operand: Operand?
  ) {
    self.quantity = quantity
    self.comparison = comparison
    self.line = line
    self.unit = unit
    self.reference = reference
    figure = operand?.value
    published = operand?.published
  }

  init(_ limb: Trace.Limb) {
    self.init(
      quantity: limb.quantity, comparison: limb.comparison, line: limb.threshold.value,
      unit: limb.threshold.unit, reference: limb.threshold.reference, operand: limb.operand)
  }

  /// The figure less the line, in `unit`.
  public var distance: Double? { figure.map { $0 - line } }

  /// The distance in per cent of the line.
  public var percent: Double? { distance.map { $0 / line * 100 } }

  /// The distance of the lowest and of the highest figure that sources give.
  public var publishedDistance: ClosedRange<Double>? {
    published.map { $0.lowerBound - line...$0.upperBound - line }
  }

  /// Whether published figures fall on both sides of the line.
  public var isContested: Bool {
    guard let figure, let published else { return false }
    return [figure, published.lowerBound, published.upperBound].contains {
      comparison.holds($0, line) != comparison.holds(figure, line)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(quantity, forKey: .quantity)
    try container.encode(comparison, forKey: .comparison)
    try container.encode(line, forKey: .line)
    try container.encode(unit, forKey: .unit)
    try container.encode(reference, forKey: .reference)
    try container.encodeIfPresent(figure, forKey: .figure)
    try container.encodeIfPresent(published, forKey: .published)
    try container.encodeIfPresent(distance, forKey: .distance)
    try container.encodeIfPresent(percent, forKey: .percent)
    try container.encodeIfPresent(publishedDistance, forKey: .publishedDistance)
    try container.encode(isContested, forKey: .isContested)
  }

  /// The distance in words: "+85 (+1.8 %; published: −32 to +85, contested)".
  var words: String {
    guard let distance, let percent else { return "unknown" }
    let range = publishedDistance.map {
      "; published: \(Self.signed($0.lowerBound)) to \(Self.signed($0.upperBound))"
        + (isContested ? ", contested" : "")
    }
    return "\(Self.signed(distance)) (\(Self.signed(percent, digits: 3)) %\(range ?? ""))"
  }

  /// The line in words: "performance density ≥ 3.2 TPP/mm²".
  var lineWords: String {
    let unit = unit == quantity.label ? "" : " \(unit)"
    return "\(quantity.label) \(comparison.symbol) \(NumberFormat.number(line))\(unit)"
  }

  private static func signed(_ value: Double, digits: Int = 4) -> String {
    (value < 0 ? "−" : "+") + NumberFormat.number(value.magnitude, digits: digits)
  }
}
