import Rating

/// The working of an answer: the tree of tests with what each had to go on.
public struct Trace: Codable, Equatable, Sendable {
  /// The version of the shape; it grows when a field changes its meaning or goes away.
  public static let currentVersion = 3

  public let version: Int
  public let root: Node

  init(root: Node) {
    version = Self.currentVersion
    self.root = root
  }

  /// One test.
  public struct Node: Equatable, Sendable {
    /// How the node comes to its outcome.
    public enum Kind: String, Codable, Sendable {
      case all, any, not, limb, fact, place
      /// The outcome of another paragraph, whose tree is the only child.
      case paragraph
      /// The same at every answer to open facts; the tree that they leave open is the only child.
      case cases
    }

    public let kind: Kind
    public let outcome: Outcome
    /// Present for a limb whose threshold has a value on the day.
    public let limb: Limb?
    /// Present for a fact.
    public let fact: FactTest?
    /// Present for a test of a place.
    public let place: PlaceFinding?
    public let children: [Node]
    /// Every answer to the open facts, for a node of kind `cases`; empty for any other.
    public let cases: [Case]
    /// The words of a node that its parts do not give.
    private let words: String

    init(
      _ kind: Kind, _ outcome: Outcome, words: String = "", limb: Limb? = nil, fact: FactTest? = nil,
      place: PlaceFinding? = nil, children: [Node] = [], cases: [Case] = []
    ) {
      self.words = words
      self.kind = kind
      self.outcome = outcome
      self.limb = limb
      self.fact = fact
      self.place = place
      self.children = children
      self.cases = cases
    }

    public var title: String {
      switch kind {
      case .all: "all of"
      case .any: "any of"
      case .not: "not"
      case .limb: limb?.title ?? words
      case .fact: fact?.title ?? words
      case .place, .paragraph, .cases: words
      }
    }

    /// The limbs of this node and of all below it.
    public var limbs: [Limb] { (limb.map { [$0] } ?? []) + children.flatMap(\.limbs) }

    /// The tests of places of this node and of all below it.
    public var places: [PlaceFinding] { (place.map { [$0] } ?? []) + children.flatMap(\.places) }

    /// The lowest confidence of the thresholds and lists below, and of `start`.
    func confidence(atMost start: Confidence) -> Confidence {
      var lowest = start
      if let limb { lowest = min(lowest, limb.threshold.confidence) }
      if let place { lowest = min(lowest, place.confidence) }
      for child in children where lowest != .whatIf { lowest = child.confidence(atMost: lowest) }
      return lowest
    }
  }

  /// The working of a numeric test.
  public struct Limb: Equatable, Sendable {
    public let quantity: Quantity
    public let comparison: Comparison
    public let threshold: Threshold
    /// `nil` where the figure is unknown.
    public let operand: Operand?
    /// The factor of the law by which the figure was multiplied; `nil` for none.
    public let factor: Double?
    /// The TPP that turns a density into an area; `nil` where it is unknown or plays no part.
    public let tpp: Double?

    /// What would change the outcome, or settle it where it is unknown.
    public var flip: String { wording.text }

    /// The numbers of `flip`; `nil` where it names none.
    public var margin: Margin? { wording.margin }

    /// What sources give for the figure, or what it can be, where that lies on both sides of the threshold.
    public var crossing: ClosedRange<Double>? {
      guard let operand, operand.extent != .atLeast,
        operand.outcome(comparison, threshold.value, overPublished: true) == .unknown
      else { return nil }
      return operand.published ?? operand.possible
    }

    private var wording: FlipWording {
      FlipWording(
        quantity: quantity, unit: threshold.unit, comparison: comparison, threshold: threshold.value,
        value: operand?.value, tpp: tpp, extent: operand?.extent ?? .exact, rate: operand?.rate)
    }

    var title: String {
      let factor = factor.map { " × \(Wording.number($0))" } ?? ""
      return "\(quantity.label)\(factor) \(comparison.symbol) \(Wording.number(threshold.value))"
    }
  }

  /// How far a figure is from the other side of a threshold, or the die area at which it would be there.
  public struct Margin: Codable, Equatable, Sendable {
    public enum Direction: String, Codable, Sendable {
      case rise, fall
    }

    /// Which way the figure would have to move; `nil` where it is not known.
    public let direction: Direction?
    /// By how much, in the threshold's unit.
    public let by: Double?
    /// The same in dense TOP/s at the governing precision, die area unchanged.
    public let tops: Double?
    public let precision: Precision?
    /// How the applicable die area would have to stand to `areaMM2`.
    public let areaComparison: Comparison?
    public let areaMM2: Double?
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
  public struct FactTest: Equatable, Sendable {
    public let fact: Fact
    /// The value that meets the test.
    public let required: Bool
    public let known: Outcome

    /// What would change the outcome, or settle it where it is unknown.
    public var flip: String {
      switch known {
      case .unknown: "unknown; met only if the answer is \(required ? "yes" : "no")"
      case .yes: "the answer would have to be no"
      case .no: "the answer would have to be yes"
      }
    }

    public var title: String { "\(required ? "" : "not ")\(fact.label)" }
  }
}
