import Rating

/// How an outcome came about: the tree of limbs, each with its operands and what would change it.
public struct Trace: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable {
    case all, any, not, limb, fact, paragraph
  }

  public let kind: Kind
  public let title: String
  public let outcome: Outcome
  public let limb: Limb?
  public let children: [Trace]

  /// One numeric test.
  public struct Limb: Codable, Equatable, Sendable {
    public let quantity: Quantity
    public let comparison: Comparison
    public let threshold: Double
    public let unit: String
    /// Where the threshold stands.
    public let reference: String
    public let confidence: Confidence
    /// The subject's figure; `nil` when unknown.
    public let operand: Operand?
    /// What would change the outcome, or decide it where it is unknown.
    public let flips: [Flip]
  }

  /// A change of one figure that would change a limb's outcome.
  public struct Flip: Codable, Equatable, Sendable {
    /// The figure: a quantity's name, or "applicable die area".
    public let figure: String
    public let comparison: Comparison
    public let value: Double
    public let unit: String
    /// The value less today's figure; `nil` where that is unknown.
    public let difference: Double?
    /// The outcome after the change.
    public let outcome: Outcome
  }
}
