import Rating

/// What a rule is applied to: a chip, a host or a training run, with the figures that are known of it.
public struct Subject: Sendable {
  public var name: String
  public var operands: [Quantity: Operand]
  /// What is not here is unknown.
  public var facts: [Fact: Outcome]

  public init(name: String, operands: [Quantity: Operand] = [:], facts: [Fact: Outcome] = [:]) {
    self.name = name
    self.operands = operands
    self.facts = facts
  }
}

/// A known figure with where it comes from.
public struct Operand: Codable, Equatable, Sendable {
  /// In the quantity's unit.
  public let value: Double
  public let source: String
  public let evidence: Evidence?

  public init(value: Double, source: String, evidence: Evidence? = nil) {
    self.value = value
    self.source = source
    self.evidence = evidence
  }
}
