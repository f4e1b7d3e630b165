/// A value in reference chips under one definition with the interval that the sources leave, or the reason why there
/// is none.
public struct BoundedEquivalent: Codable, Equatable, Sendable {
  /// How an item stands to the reference chip in one phase of a composed definition.
  public struct Phase: Codable, Equatable, Sendable {
    public let name: String
    /// The share of the reference chip's time.
    public let share: Double
    public let ratio: BoundedValue
  }

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
  /// Of a composed definition, the phases; empty otherwise.
  public let phases: [Phase]

  init(_ definition: EquivalenceDefinition, operand: BoundedValue, phases: [Phase]) {
    let ratio = operand / BoundedValue(definition.constant)
    self.init(definition, operand.value, ratio, reason: nil, phases)
  }

  init(_ definition: EquivalenceDefinition, missing: MissingFigure) {
    self.init(definition, nil, nil, reason: missing.description, [])
  }

  private init(
    _ definition: EquivalenceDefinition, _ operand: Double?, _ ratio: BoundedValue?, reason: String?,
    _ phases: [Phase]
  ) {
    self.definition = definition.id
    value = ratio?.value
    range = ratio?.range
    self.operand = operand
    constant = definition.constant
    unit = definition.unit
    source = definition.source
    self.reason = reason
    self.phases = phases
  }

  /// The ratio with what the sources leave of it.
  public var bounded: BoundedValue? {
    guard let value, let range else { return nil }
    return BoundedValue(value, range)
  }
}
