/// The test of a paragraph, as a tree of limbs.
public indirect enum Condition: Equatable, Sendable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  /// A quantity against a parameter of the same instrument.
  case limb(Quantity, Comparison, parameter: String)
  case fact(Fact)
  /// Another paragraph is met: "3A090.a.1" of the same instrument, or "us-3a090/3A090.a.1" of another.
  case paragraph(String)

  /// The names of the other paragraphs that this one builds on.
  var references: [String] {
    switch self {
    case .all(let children), .any(let children): children.flatMap(\.references)
    case .not(let child): child.references
    case .paragraph(let name): [name]
    case .limb, .fact: []
    }
  }
}
