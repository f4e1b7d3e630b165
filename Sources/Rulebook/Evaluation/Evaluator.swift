import Rating

/// Holds one subject or one transaction against conditions on one day.
///
/// Outcomes follow Kleene's strong logic: an unknown figure leaves a test unknown unless another part
/// of the tree decides it. What that leaves open `decided` goes through case by case.
struct Evaluator {
  let day: DayRules
  let subject: Subject
  let transaction: Transaction
  /// Open facts, as they are supposed to be in one case.
  private var assumed: [Fact: Outcome] = [:]
  /// What the paragraphs that others refer to have answered already.
  private var known = Memo()

  /// The answers by the place of their paragraph in the day's list.
  private final class Memo {
    var nodes: [Int: Trace.Node] = [:]
  }

  /// - Parameter subject: the item; without figures for a scope.
  init(
    day: DayRules, subject: Subject = Subject(name: "", operands: [:]), transaction: Transaction = .unknown
  ) {
    self.day = day
    self.subject = subject
    self.transaction = transaction
  }

  /// The same with answers to open facts.
  func assuming(_ facts: [Fact: Outcome]) -> Evaluator {
    var evaluator = self
    evaluator.assumed = facts
    evaluator.known = Memo()
    return evaluator
  }

  /// The answer of a paragraph of the day, by its place in the list.
  func node(ofEntry index: Int) -> Trace.Node {
    if let node = known.nodes[index] { return node }
    let node = decided(day.entries[index].paragraph.condition)
    known.nodes[index] = node
    return node
  }

  func node(_ condition: Condition) -> Trace.Node {
    switch condition {
    case .all(let parts):
      let children = parts.map(node)
      return Trace.Node(.all, .all(children.lazy.map(\.outcome)), children: children)
    case .any(let parts):
      let children = parts.map(node)
      return Trace.Node(.any, .any(children.lazy.map(\.outcome)), children: children)
    case .not(let part):
      let child = node(part)
      return Trace.Node(.not, !child.outcome, children: [child])
    case .limb(let limb):
      return node(limb)
    case .fact(let fact, let required):
      let test = Trace.FactTest(fact: fact, required: required, known: value(of: fact))
      return Trace.Node(.fact, required ? test.known : !test.known, fact: test)
    case .place(let test):
      return node(test)
    case .met(let reference):
      return node(reference)
    }
  }

  /// The outcome alone, without its working.
  /// - Parameter overPublished: over all figures that sources give: unknown where some fall on one side of a line, some
  ///   on the other.
  func outcome(_ condition: Condition, overPublished: Bool) -> Outcome {
    switch condition {
    case .all(let parts): return .all(parts.lazy.map { outcome($0, overPublished: overPublished) })
    case .any(let parts): return .any(parts.lazy.map { outcome($0, overPublished: overPublished) })
    case .not(let part): return !outcome(part, overPublished: overPublished)
    case .limb(let limb):
      guard let threshold = limb.parameter.value(on: day.date)?.value else { return .unknown }
      return operand(limb)?.outcome(limb.comparison, threshold, overPublished: overPublished) ?? .unknown
    case .fact(let fact, let required): return required ? value(of: fact) : !value(of: fact)
    case .place(let test): return outcome(test)
    case .met(let reference):
      return day.index(of: reference).map {
        outcome(day.entries[$0].paragraph.condition, overPublished: overPublished)
      } ?? .no
    }
  }

  private func value(of fact: Fact) -> Outcome {
    assumed[fact] ?? subject.facts[fact] ?? transaction.facts[fact] ?? .unknown
  }

  /// The figure of a limb, weighted where the law says so; `nil` where it is unknown.
  private func operand(_ limb: Condition.Limb) -> Operand? {
    guard let operand = subject.operand(limb.quantity) else { return nil }
    guard let weight = limb.weight else { return operand }
    return weight.value(on: day.date).map {
      operand.weighted(by: $0, in: limb.parameter.quantity?.unit ?? operand.unit)
    }
  }

  private func node(_ limb: Condition.Limb) -> Trace.Node {
    guard let entry = limb.parameter.value(on: day.date), let threshold = entry.value else {
      return Trace.Node(.limb, .unknown, words: "\(limb.quantity.label): no value in force on \(day.date)")
    }
    let operand = operand(limb)
    let outcome = operand?.outcome(limb.comparison, threshold, overPublished: false) ?? .unknown
    return Trace.Node(
      .limb, outcome,
      limb: Trace.Limb(
        quantity: limb.quantity, comparison: limb.comparison,
        threshold: Trace.Threshold(
          value: threshold, unit: limb.parameter.quantity?.unit ?? limb.quantity.unit,
          reference: entry.reference, confidence: entry.confidence),
        operand: operand, factor: limb.weight?.value(on: day.date)?.value,
        tpp: limb.quantity == .performanceDensity ? exactTPP : nil))
  }

  /// What turns a density into a die area; `nil` where it is unknown or only a bound.
  private var exactTPP: Double? {
    subject.operands[.tpp].flatMap { $0.extent == .exact ? $0.value : nil }
  }

  private func outcome(_ test: PlaceTest) -> Outcome {
    guard let country = transaction.country(of: test.party) else { return test.isAnywhere ? .yes : .unknown }
    return Outcome(day.countries.meets(test, country, on: day.date))
  }

  private func node(_ test: PlaceTest) -> Trace.Node {
    let country = transaction.country(of: test.party)
    let outcome = outcome(test)
    let party = test.party.rawValue
    let flip =
      switch outcome {
      case .yes:
        test.isAnywhere ? "nothing: it reaches everywhere" : "the \(party) would have to lie elsewhere"
      case .no: "met only with a \(test.words)"
      case .unknown: "the \(party) is not given; met only with a \(test.words)"
      }
    return Trace.Node(
      .place, outcome, words: test.words,
      place: Trace.PlaceFinding(
        party: test.party, country: country,
        groups: country.map { day.countries.groups(of: $0, on: day.date) } ?? [],
        confidence: day.countries.confidence(of: test, on: day.date), flip: flip))
  }

  private func node(_ reference: Condition.ParagraphReference) -> Trace.Node {
    guard let index = day.index(of: reference) else {
      return Trace.Node(.paragraph, .no, words: "\(reference.paragraph): not in force on \(day.date)")
    }
    let paragraph = day.entries[index].paragraph
    let child = node(ofEntry: index)
    return Trace.Node(
      .paragraph, child.outcome, words: "\(paragraph.id): \(paragraph.title)", children: [child])
  }
}
