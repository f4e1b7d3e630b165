import Rating

/// One application of an instrument to a subject on a day.
struct Evaluation {
  let rulebook: Rulebook
  let instrument: Instrument
  let subject: Subject
  let date: CalendarDate

  func trace(_ condition: Condition) -> Trace {
    switch condition {
    case .all(let children):
      let traces = children.map(trace)
      return node(.all, "all of", .all(traces.map(\.outcome)), traces)
    case .any(let children):
      let traces = children.map(trace)
      return node(.any, "any of", .any(traces.map(\.outcome)), traces)
    case .not(let child):
      let inner = trace(child)
      return node(.not, "not", !inner.outcome, [inner])
    case .limb(let quantity, let comparison, let parameter):
      return limb(quantity, comparison, parameter)
    case .fact(let fact):
      return node(.fact, fact.label, subject.facts[fact] ?? .unknown, [])
    case .paragraph(let name):
      return reference(name)
    }
  }

  private func node(_ kind: Trace.Kind, _ title: String, _ outcome: Outcome, _ children: [Trace]) -> Trace {
    Trace(kind: kind, title: title, outcome: outcome, limb: nil, children: children)
  }

  /// A paragraph that is not in force on the day is not met.
  private func reference(_ name: String) -> Trace {
    guard let (owner, paragraph) = rulebook.paragraph(name, from: instrument, on: date) else {
      return node(.paragraph, "\(name) (not in force on \(date))", .no, [])
    }
    let inner = Evaluation(rulebook: rulebook, instrument: owner, subject: subject, date: date)
      .trace(paragraph.condition)
    return node(.paragraph, "\(paragraph.id) is met", inner.outcome, [inner])
  }

  private func limb(_ quantity: Quantity, _ comparison: Comparison, _ parameter: String) -> Trace {
    guard let dated = instrument.parameters[parameter]?.value(on: date), let threshold = dated.value else {
      return node(.limb, "\(quantity.label): no value of \(parameter) is in force on \(date)", .unknown, [])
    }
    let operand = subject.operands[quantity]
    let outcome = operand.map { Outcome(comparison.holds($0.value, threshold)) } ?? .unknown
    return Trace(
      kind: .limb, title: quantity.label, outcome: outcome,
      limb: .init(
        quantity: quantity, comparison: comparison, threshold: threshold, unit: quantity.unit,
        reference: dated.reference, confidence: dated.confidence, operand: operand,
        flips: flips(quantity, comparison, threshold, operand, outcome)),
      children: [])
  }

  private func flips(
    _ quantity: Quantity, _ comparison: Comparison, _ threshold: Double, _ operand: Operand?,
    _ outcome: Outcome
  ) -> [Trace.Flip] {
    let wanted = outcome == .yes ? comparison.negated : comparison
    let after: Outcome = outcome == .yes ? .no : .yes
    var flips = [
      Trace.Flip(
        figure: quantity.label, comparison: wanted, value: threshold, unit: quantity.unit,
        difference: operand.map { threshold - $0.value }, outcome: after)
    ]
    if quantity == .performanceDensity, let tpp = subject.operands[.tpp]?.value, tpp > 0 {
      let area = operand.map { tpp / $0.value }
      flips.append(
        Trace.Flip(
          figure: "applicable die area", comparison: wanted.reversed, value: tpp / threshold, unit: "mm²",
          difference: area.map { tpp / threshold - $0 }, outcome: after))
    }
    return flips
  }
}
