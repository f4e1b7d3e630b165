import Rating

/// Reads the tree under a paragraph's `when`.
struct ConditionReader {
  let parameters: [String: Instrument.Parameter]
  /// The first day of the paragraph: every parameter needs a value by then.
  let from: CalendarDate

  func condition(_ node: RuleNode) throws(RulebookError) -> Condition {
    let fields = try node.mapping(["all", "any", "not", "limb", "fact", "paragraph"])
    guard fields.count == 1, let (key, value) = fields.first else {
      throw node.error("must have exactly one of all, any, not, limb, fact, paragraph")
    }
    switch key {
    case "all": return .all(try conditions(value))
    case "any": return .any(try conditions(value))
    case "not": return .not(try condition(value))
    case "fact": return .fact(try value.choice(Fact.self))
    case "paragraph": return .paragraph(try value.text())
    default: return try limb(value)
    }
  }

  private func conditions(_ node: RuleNode) throws(RulebookError) -> [Condition] {
    var conditions: [Condition] = []
    for item in try node.items() { conditions.append(try condition(item)) }
    if conditions.isEmpty { throw node.error("is empty: list at least one condition") }
    return conditions
  }

  private func limb(_ node: RuleNode) throws(RulebookError) -> Condition {
    let fields = try node.mapping(["is", "parameter"])
    let parameterNode = try fields.required("parameter", in: node)
    let name = try parameterNode.text()
    guard let parameter = parameters[name] else {
      throw parameterNode.error("no parameter '\(name)': define it under parameters")
    }
    if parameter.value(on: from) == nil {
      throw parameterNode.error("'\(name)' has no value on \(from), when the paragraph begins: add one")
    }
    return .limb(
      parameter.quantity, try fields.required("is", in: node).choice(Comparison.self), parameter: name)
  }
}
