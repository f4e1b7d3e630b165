/// Reads the parameters of an instrument with their dated values.
struct ParameterReader {
  private enum Key: String, FieldKey { case quantity, unit, values }
  enum ValueKey: String, FieldKey { case from, announced, value, reference, confidence }

  private let node: YAMLNode

  init(_ node: YAMLNode) { self.node = node }

  func parameters() throws(RulebookError) -> [Parameter] {
    try node.entries().map { (entry) throws(RulebookError) in
      let fields = try entry.value.fields(Key.self)
      let quantity: Quantity? = try fields.optional(.quantity)?.choice("quantity")
      let unit = try fields.required(.unit)
      let expected = quantity?.unit ?? "1"
      guard try unit.text() == expected else {
        throw unit.invalid(
          "the unit of \(quantity?.rawValue ?? "a factor") is \(expected)", "convert the values to it")
      }
      return Parameter(
        id: try entry.key.text(), quantity: quantity, values: try Self.values(fields.required(.values)))
    }
  }

  /// Dated values in the order of their days.
  static func values(_ node: YAMLNode) throws(RulebookError) -> [DatedValue] {
    var values: [DatedValue] = []
    for entry in try node.list() {
      let fields = try entry.fields(ValueKey.self)
      let number = try fields.required(.value)
      let from = try fields.required(.from).date()
      let announced = try fields.optional(.announced).map { (node) throws(RulebookError) in
        let day = try node.date()
        guard day <= from else {
          throw node.invalid(
            "the value was in force (\(from)) before it was made public", "correct 'announced' or 'from'")
        }
        return day
      }
      let value = DatedValue(
        from: from, announced: announced, value: number.isNull ? nil : try number.number(),
        reference: try fields.required(.reference).reference(),
        confidence: try fields.confidence(.confidence))
      if let last = values.last, value.from <= last.from {
        throw entry.invalid("the value does not start after the one before it", "sort the values by 'from'")
      }
      values.append(value)
    }
    return values
  }
}
