import Rating

/// The working of an answer: the tree of tests with what each had to go on.
public struct Trace: Codable, Equatable, Sendable {
  /// The version of the shape; it grows when a field changes its meaning or goes away.
  public static let currentVersion = 1

  public let version: Int
  public let root: Node

  init(root: Node) {
    version = Self.currentVersion
    self.root = root
  }

  /// One test.
  public struct Node: Codable, Equatable, Sendable {
    /// How the node comes to its outcome.
    public enum Kind: String, Codable, Sendable {
      case all, any, not, limb, fact, place
      /// The outcome of another paragraph, whose tree is the only child.
      case paragraph
    }

    public let title: String
    public let kind: Kind
    public let outcome: Outcome
    /// Present for a limb whose threshold has a value on the day.
    public let limb: Limb?
    /// Present for a fact.
    public let fact: FactTest?
    /// Present for a test of a place.
    public let place: PlaceFinding?
    public let children: [Node]

    init(
      _ title: String, _ kind: Kind, _ outcome: Outcome, limb: Limb? = nil, fact: FactTest? = nil,
      place: PlaceFinding? = nil, children: [Node] = []
    ) {
      self.title = title
      self.kind = kind
      self.outcome = outcome
      self.limb = limb
      self.fact = fact
      self.place = place
      self.children = children
    }

    /// The limbs of this node and of all below it.
    public var limbs: [Limb] { (limb.map { [$0] } ?? []) + children.flatMap(\.limbs) }

    /// The tests of places of this node and of all below it.
    public var places: [PlaceFinding] { (place.map { [$0] } ?? []) + children.flatMap(\.places) }
  }

  /// The working of a numeric test.
  public struct Limb: Codable, Equatable, Sendable {
    public let quantity: Quantity
    public let comparison: Comparison
    public let threshold: Threshold
    /// `nil` where the figure is unknown.
    public let operand: Operand?
    /// What would change the outcome, or settle it where it is unknown.
    public let flip: String
  }

  /// The number of the law on the day.
  public struct Threshold: Codable, Equatable, Sendable {
    public let value: Double
    public let unit: String
    public let reference: String
    public let confidence: Confidence
  }

  /// The working of a test of a place.
  public struct PlaceFinding: Codable, Equatable, Sendable {
    public let party: PlaceTest.Party
    /// `nil` where it is not given.
    public let country: CountryCode?
    /// The groups that the country belongs to on the day.
    public let groups: [String]
    /// How well the lists of countries are known on the day.
    public let confidence: Confidence
    /// What would change the outcome, or settle it where it is unknown.
    public let flip: String
  }

  /// The working of a fact.
  public struct FactTest: Codable, Equatable, Sendable {
    public let fact: Fact
    /// The value that meets the test.
    public let required: Bool
    public let known: Outcome
    /// What would change the outcome, or settle it where it is unknown.
    public let flip: String
  }
}
