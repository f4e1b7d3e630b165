import Rating

extension Condition {
  /// The tree in words.
  public var words: String { words(on: nil) }

  /// The tree in words, with the numbers of a day in the place of their names.
  public func words(on date: CalendarDate?) -> String {
    switch self {
    case .all(let parts): parts.map { $0.part(on: date) }.joined(separator: " and ")
    case .any(let parts): parts.map { $0.part(on: date) }.joined(separator: " or ")
    case .not(let part): "not \(part.part(on: date))"
    case .limb(let limb): limb.words(on: date)
    case .fact(let fact, let required): "\(required ? "" : "not ")\(fact.label)"
    case .place(let test): test.words
    case .met(let reference): reference.paragraph
    }
  }

  private func part(on date: CalendarDate?) -> String {
    switch self {
    case .all, .any: "(\(words(on: date)))"
    case .not, .limb, .fact, .place, .met: words(on: date)
    }
  }
}

extension Condition.Limb {
  fileprivate func words(on date: CalendarDate?) -> String {
    func number(_ parameter: Parameter) -> String {
      let value = date.flatMap { parameter.value(on: $0)?.value }
      let unit = parameter.quantity.map { " \($0.unit)" } ?? ""
      return value.map { Wording.number($0) + unit } ?? parameter.id
    }
    let factor = weight.map { " × \(number($0))" } ?? ""
    return "\(quantity.label)\(factor) \(comparison.symbol) \(number(parameter))"
  }
}
