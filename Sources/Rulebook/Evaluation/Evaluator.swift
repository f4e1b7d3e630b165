import Rating

/// Holds one subject or one transaction against conditions on one day.
///
/// Outcomes follow Kleene's strong logic: an unknown figure leaves a test unknown unless another part
/// of the tree decides it.
struct Evaluator {
  let day: DayRules
  let subject: Subject
  let transaction: Transaction
  /// Whether a limb is unknown where published figures fall on both sides of its line, instead of following the
  /// reported one.
  var takesAllPublished = false
  /// What the paragraphs that others refer to have answered already.
  private let known = Memo()

  /// The answers by the place of their paragraph in the day's list.
  private final class Memo {
    var nodes: [Int: Trace.Node] = [:]
  }

  /// - Parameter subject: the item; without figures for a scope.
  init(
    day: DayRules, subject: Subject = Subject(name: "", operands: [:]), transaction: Transaction = .unknown,
    takesAllPublished: Bool = false
  ) {
    self.day = day
    self.subject = subject
    self.transaction = transaction
    self.takesAllPublished = takesAllPublished
  }

  /// The answer of a paragraph of the day, by its place in the list.
  func node(ofEntry index: Int) -> Trace.Node {
    if let node = known.nodes[index] { return node }
    let node = node(day.entries[index].paragraph.condition)
    known.nodes[index] = node
    return node
  }

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
    case .place(let test):
      return node(test)
    case .met(let reference):
      return node(reference)
    }
  }

  private func node(_ limb: Condition.Limb) -> Trace.Node {
    guard let entry = limb.parameter.value(on: day.date), let threshold = entry.value else {
      return Trace.Node("\(limb.quantity.label): no value in force on \(day.date)", .limb, .unknown)
    }
    let factor = limb.weight?.value(on: day.date)
    guard limb.weight == nil || factor?.value != nil else {
      return Trace.Node("\(limb.quantity.label): no factor in force on \(day.date)", .limb, .unknown)
    }
    let operand = subject.operand(limb.quantity).map { operand in
      factor.map { operand.weighted(by: $0, in: limb.parameter.quantity?.unit ?? operand.unit) } ?? operand
    }
    let outcome =
      operand.map { $0.outcome(limb.comparison, threshold, overPublished: takesAllPublished) } ?? .unknown
    let flip = FlipWording(
      quantity: limb.weight == nil ? limb.quantity : limb.parameter.quantity ?? limb.quantity,
      comparison: limb.comparison, threshold: threshold, value: operand?.value,
      tpp: subject.operands[.tpp]?.value)
    let weight = factor?.value.map { " × \(Wording.number($0))" } ?? ""
    return Trace.Node(
      "\(limb.quantity.label)\(weight) \(limb.comparison.symbol) \(Wording.number(threshold))", .limb,
      outcome,
      limb: Trace.Limb(
        quantity: limb.quantity, comparison: limb.comparison,
        threshold: Trace.Threshold(
          value: threshold, unit: limb.parameter.quantity?.unit ?? limb.quantity.unit,
          reference: entry.reference, confidence: entry.confidence),
        operand: operand, flip: flip.text))
  }

  private func node(_ fact: Fact, required: Bool) -> Trace.Node {
    let known = subject.facts[fact] ?? transaction.facts[fact] ?? .unknown
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

  private func node(_ test: PlaceTest) -> Trace.Node {
    let country = transaction.country(of: test.party)
    let isAnywhere = test.places == [.everywhere] && test.exceptions.isEmpty
    let outcome =
      country.map { Outcome(day.countries.meets(test, $0, on: day.date)) } ?? (isAnywhere ? .yes : .unknown)
    let party = test.party.rawValue
    let flip =
      switch outcome {
      case .yes: isAnywhere ? "nothing: it reaches everywhere" : "the \(party) would have to lie elsewhere"
      case .no: "met only with a \(test.words)"
      case .unknown: "the \(party) is not given; met only with a \(test.words)"
      }
    return Trace.Node(
      test.words, .place, outcome,
      place: Trace.PlaceFinding(
        party: test.party, country: country,
        groups: country.map { day.countries.groups(of: $0, on: day.date) } ?? [],
        confidence: day.countries.confidence(of: test, on: day.date), flip: flip))
  }

  private func node(_ reference: Condition.ParagraphReference) -> Trace.Node {
    guard let index = day.index(of: reference) else {
      return Trace.Node("\(reference.paragraph): not in force on \(day.date)", .paragraph, .no)
    }
    let paragraph = day.entries[index].paragraph
    let child = node(ofEntry: index)
    return Trace.Node("\(paragraph.id): \(paragraph.title)", .paragraph, child.outcome, children: [child])
  }
}
