import Rating

/// Reads the test vectors of an instrument.
struct RuleTestReader {
  private enum Key: String, FieldKey {
    case name, on, figures, facts
    case destination = "to"
    case headquarters
    case origin = "from"
    case under, expect
  }

  let kind: Instrument.Kind

  func tests(_ node: YAMLNode) throws(RulebookError) -> [RuleTest] {
    try node.list().map { (entry) throws(RulebookError) in
      let fields = try entry.fields(Key.self)
      let name = try fields.required(.name).text()
      return RuleTest(
        name: name, date: try fields.required(.on).date(),
        subject: Subject(
          name: name,
          operands: try operands(
            kind == .allowance ? fields.optional(.figures) : fields.required(.figures), of: name),
          facts: try facts(fields.optional(.facts))),
        transaction: try transaction(fields),
        standing: try fields.optional(.under)?.choice("standing") ?? .codified,
        expectations: try expectations(fields.required(.expect)))
    }
  }

  /// The transaction that a vector asks about; `nil` where it names no place and no standing.
  private func transaction(_ fields: YAMLFields<Key>) throws(RulebookError) -> Transaction? {
    let keys: [Key] = [.destination, .headquarters, .origin, .under]
    guard keys.contains(where: { fields.optional($0) != nil }) else { return nil }
    return Transaction(
      destination: try fields.optional(.destination)?.countryCode(),
      headquarters: try fields.optional(.headquarters)?.countryCode(),
      origin: try fields.optional(.origin)?.countryCode(), facts: try facts(fields.optional(.facts)))
  }

  private func operands(
    _ node: YAMLNode?, of test: String
  ) throws(RulebookError) -> [Quantity: Operand] {
    guard let node else { return [:] }
    var operands: [Quantity: Operand] = [:]
    for (key, value) in try node.entries() {
      let quantity: Quantity = try key.choice("quantity")
      operands[quantity] = Operand(try value.number(), of: quantity, source: "test vector '\(test)'")
    }
    return operands
  }

  private func facts(_ node: YAMLNode?) throws(RulebookError) -> [Fact: Outcome] {
    guard let node else { return [:] }
    var facts: [Fact: Outcome] = [:]
    for (key, value) in try node.entries() {
      let fact: Fact = try key.choice("fact")
      facts[fact] = Outcome(try value.flag())
    }
    return facts
  }

  private func expectations(_ node: YAMLNode) throws(RulebookError) -> [RuleTest.Expectation] {
    try node.entries().map { (key, value) throws(RulebookError) in
      RuleTest.Expectation(id: try key.text(), answer: try answer(value), location: key.location)
    }
  }

  private func answer(_ node: YAMLNode) throws(RulebookError) -> RuleTest.Answer {
    let text = try node.text()
    if text == "absent" { return .absent }
    if let outcome = Outcome(rawValue: text) { return .outcome(outcome) }
    guard kind == .allowance else {
      throw node.invalid("'\(text)' is no answer", "use yes, no, unknown or absent")
    }
    return .value(try node.number())
  }
}
