/// Reads the tree of a paragraph's condition.
struct ConditionReader {
  private enum Key: String, FieldKey {
    case all, any, not, met, quantity
    case comparison = "is"
    case parameter, times, fact, destination, headquarters, origin, except
  }

  let instrument: String
  let kind: Instrument.Kind
  let parameters: [Parameter]

  func condition(_ node: YAMLNode) throws(RulebookError) -> Condition {
    let fields = try node.fields(Key.self)
    let heads: [Key] = [
      .all, .any, .not, .met, .quantity, .fact, .destination, .headquarters, .origin,
    ].filter { fields.optional($0) != nil }
    guard let head = heads.first, heads.count == 1 else {
      throw node.invalid(
        "a condition needs exactly one of all, any, not, met, quantity, fact, destination, headquarters, origin",
        "split it into a list under 'all:' or 'any:'")
    }
    let allowed: Set<Key> =
      switch head {
      case .quantity: [.quantity, .comparison, .parameter, .times]
      case .destination, .headquarters, .origin: [head, .except]
      case .fact: [.fact, .comparison]
      default: [head]
      }
    if let stray = Key.allCases.first(where: { fields.optional($0) != nil && !allowed.contains($0) }) {
      throw node.invalid("'\(stray.rawValue)' does not go with '\(head.rawValue)'", "remove one of them")
    }
    let value = try fields.required(head)
    switch head {
    case .all: return .all(try conditions(value))
    case .any: return .any(try conditions(value))
    case .not: return .not(try condition(value))
    case .met: return .met(try reference(value))
    case .fact: return .fact(try value.choice("fact"), is: try fields.required(.comparison).flag())
    case .destination: return .place(try place(.destination, value, fields))
    case .headquarters: return .place(try place(.headquarters, value, fields))
    case .origin: return .place(try place(.origin, value, fields))
    default: return .limb(try limb(fields))
    }
  }

  private func conditions(_ node: YAMLNode) throws(RulebookError) -> [Condition] {
    try node.list().map { (part) throws(RulebookError) in try condition(part) }
  }

  private func place(
    _ party: PlaceTest.Party, _ node: YAMLNode, _ fields: YAMLFields<Key>
  ) throws(RulebookError) -> PlaceTest {
    PlaceTest(
      party: party, places: try places(node),
      exceptions: try fields.optional(.except).map { (node) throws(RulebookError) in try places(node) } ?? [],
      location: node.location)
  }

  private func places(_ node: YAMLNode) throws(RulebookError) -> [Place] {
    try node.list().map { (entry) throws(RulebookError) in
      let text = try entry.text()
      if text == Place.everywhere.name { return .everywhere }
      return text.utf8.count == 2 ? .country(try entry.countryCode()) : .group(text)
    }
  }

  private func limb(_ fields: YAMLFields<Key>) throws(RulebookError) -> Condition.Limb {
    let node = try fields.required(.quantity)
    let quantity: Quantity = try node.choice("quantity")
    guard quantity.subjectKind == kind else {
      throw node.invalid(
        "\(quantity.rawValue) does not belong to an instrument of kind \(kind.rawValue)",
        "give the paragraph, or its instrument, the kind \(quantity.subjectKind.rawValue)")
    }
    let name = try fields.required(.parameter)
    let parameter = try name.parameter(among: parameters)
    let weight = try fields.optional(.times).map { (node) throws(RulebookError) in
      let weight = try node.parameter(among: parameters)
      guard weight.quantity == nil else {
        throw node.invalid("'\(weight.id)' is a line and no factor", "name a parameter without a quantity")
      }
      return weight
    }
    guard weight != nil || parameter.quantity == quantity else {
      throw name.invalid(
        "'\(parameter.id)' is \(parameter.quantity.map { "a value of \($0.rawValue)" } ?? "a factor")",
        "use a parameter of \(quantity.rawValue)")
    }
    return Condition.Limb(
      quantity: quantity, comparison: try fields.required(.comparison).choice("comparison"),
      parameter: parameter, weight: weight, location: name.location)
  }

  private func reference(_ node: YAMLNode) throws(RulebookError) -> Condition.ParagraphReference {
    let parts = try node.text().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
      throw node.invalid("not the name of a paragraph", "write 'paragraph' or 'instrument/paragraph'")
    }
    return Condition.ParagraphReference(
      instrument: parts.count == 2 ? parts[0] : instrument,
      paragraph: parts[parts.count - 1], location: node.location)
  }
}
