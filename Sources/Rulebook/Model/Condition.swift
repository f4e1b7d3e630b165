/// The test of a paragraph: a tree over limbs.
public indirect enum Condition: Equatable, Sendable {
  /// Met if every part is met.
  case all([Condition])
  /// Met if at least one part is met.
  case any([Condition])
  /// Met if the part is not.
  case not(Condition)
  /// A numeric test.
  case limb(Limb)
  /// A test of a fact against the value that meets it.
  case fact(Fact, is: Bool)
  /// A test of where an item goes, comes from, or who gets it.
  case place(PlaceTest)
  /// Met if another paragraph is, in its version of the day.
  case met(ParagraphReference)

  /// One numeric test: quantity, comparison, and the parameter that gives the threshold.
  public struct Limb: Equatable, Sendable {
    public let quantity: Quantity
    public let comparison: Comparison
    public let parameter: Parameter
    /// A factor of the law by which the figure is multiplied before the test; `nil` for none.
    public let weight: Parameter?
    let location: SourceLocation
  }

  /// Names a paragraph of this or of another instrument.
  public struct ParagraphReference: Equatable, Sendable {
    public let instrument: String
    public let paragraph: String
    let location: SourceLocation
  }

  /// The limbs of the tree, those of referenced paragraphs not among them.
  public var limbs: [Limb] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.limbs)
    case .not(let part): part.limbs
    case .limb(let limb): [limb]
    case .fact, .met, .place: []
    }
  }

  /// The tests of places in the tree, those of referenced paragraphs not among them.
  public var places: [PlaceTest] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.places)
    case .not(let part): part.places
    case .place(let test): [test]
    case .limb, .fact, .met: []
    }
  }

  /// The references to other paragraphs in the tree.
  public var references: [ParagraphReference] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.references)
    case .not(let part): part.references
    case .met(let reference): [reference]
    case .limb, .fact, .place: []
    }
  }
}
