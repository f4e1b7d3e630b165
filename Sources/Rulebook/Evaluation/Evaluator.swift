import Rating

/// Holds one subject against conditions on one day.
///
/// Outcomes follow Kleene's strong logic: an unknown figure leaves a test unknown unless another part
/// of the tree decides it.
struct Evaluator {
  let rulebook: Rulebook
  let subject: Subject
  let date: CalendarDate
  /// Whether a limb is unknown where published figures fall on both sides of its line, instead of following the
  /// reported one.
  var takesAllPublished = false

  func node(_ condition: Condition) -> Trace.Node {
    switch condition {
    case .all(let parts):
      let children = parts.map(node)
      return Trace.Node("all of", .all, .all(children.map(\.outcome)), children: children)
    case .any(let parts):
      let children = parts.map(node)
      return Trace.Node("any of", .any, .any(children.map(\.outcome)), children: children)
    case .not(let part):
      let child = node(part)
      return Trace.Node("not", .not, !child.outcome, children: [child])
    case .limb(let limb):
      return node(limb)
    case .fact(let fact, let required):
      return node(fact, required: required)
    case .met(let reference):
      return node(reference)
    }
  }

  private func node(_ limb: Condition.Limb) -> Trace.Node {
    guard let entry = limb.parameter.value(on: date), let threshold = entry.value else {
      return Trace.Node("\(limb.quantity.label): no value in force on \(date)", .limb, .unknown)
    }
    let operand = subject.operands[limb.quantity]
    let outcome =
      operand.map { $0.outcome(limb.comparison, threshold, overPublished: takesAllPublished) } ?? .unknown
    let flip = FlipWording(
      quantity: limb.quantity, comparison: limb.comparison, threshold: threshold, value: operand?.value,
      tpp: subject.operands[.tpp]?.value)
    return Trace.Node(
      "\(limb.quantity.label) \(limb.comparison.symbol) \(Wording.number(threshold))", .limb, outcome,
      limb: Trace.Limb(
        quantity: limb.quantity, comparison: limb.comparison,
        threshold: Trace.Threshold(
          value: threshold, unit: limb.quantity.unit, reference: entry.reference, confidence: entry.confidence
        ),
        operand: operand, flip: flip.text))
  }

  private func node(_ fact: Fact, required: Bool) -> Trace.Node {
    let known = subject.facts[fact] ?? .unknown
    let outcome = required ? known : !known
    let other = known == .unknown ? required : known == .no
    let flip =
      known == .unknown
      ? "unknown; met only if the answer is \(required ? "yes" : "no")"
      : "the answer would have to be \(other ? "yes" : "no")"
    return Trace.Node(
      "\(required ? "" : "not ")\(fact.label)", .fact, outcome,
      fact: Trace.FactTest(fact: fact, required: required, known: known, flip: flip))
  }

  private func node(_ reference: Condition.ParagraphReference) -> Trace.Node {
    guard let paragraph = rulebook.paragraph(reference, on: date) else {
      return Trace.Node("\(reference.paragraph): not in force on \(date)", .paragraph, .no)
    }
    let child = node(paragraph.condition)
    return Trace.Node("\(paragraph.id): \(paragraph.title)", .paragraph, child.outcome, children: [child])
  }
}
