import Rating

extension Trace {
  /// One way in which the open facts of a condition can turn out, with what the condition says then.
  public struct Case: Codable, Equatable, Sendable {
    public let answers: [Fact: Outcome]
    public let outcome: Outcome
  }
}

extension Evaluator {
  /// The most open facts of which every case is evaluated; with more of them a condition stays as Kleene's logic leaves it.
  static let mostOpenFacts = 6

  /// The working of a condition, decided where every answer to its open facts gives the same outcome.
  ///
  /// Kleene's logic takes each occurrence of an open fact for a question of its own, and so loses "both or neither":
  /// "vector and ≥ 1, or not vector and ≥ 1" is unknown to it. A node of kind `cases` then stands above the tree.
  func decided(_ condition: Condition) -> Trace.Node {
    let node = node(condition)
    guard node.outcome == .unknown else { return node }
    let cases = cases(of: condition, node.repeatedOpenFacts, overPublished: false)
    guard let outcome = Self.common(cases) else { return node }
    let facts = node.repeatedOpenFacts.map(\.label).joined(separator: "; ")
    return Trace.Node(
      .cases, outcome, words: "the same at every answer to what is open: \(facts)", children: [node],
      cases: cases)
  }

  /// The outcome over all figures that sources give, decided as in `decided`.
  /// - Parameter root: the working of the same condition.
  func decidedOverPublished(_ condition: Condition, root: Trace.Node) -> Outcome {
    let outcome = outcome(condition, overPublished: true)
    guard outcome == .unknown else { return outcome }
    return Self.common(cases(of: condition, root.repeatedOpenFacts, overPublished: true)) ?? .unknown
  }

  private func cases(of condition: Condition, _ facts: [Fact], overPublished: Bool) -> [Trace.Case] {
    guard !facts.isEmpty, facts.count <= Self.mostOpenFacts else { return [] }
    return (0..<(1 << facts.count)).map { bits in
      let answers = Dictionary(
        uniqueKeysWithValues: facts.enumerated().map { ($1, bits >> $0 & 1 == 0 ? Outcome.yes : .no) })
      return Trace.Case(
        answers: answers,
        outcome: assuming(answers).outcome(condition, overPublished: overPublished))
    }
  }

  private static func common(_ cases: [Trace.Case]) -> Outcome? {
    let outcomes = Set(cases.map(\.outcome))
    return outcomes.count == 1 && outcomes != [.unknown] ? outcomes.first : nil
  }
}

extension Trace.Node {
  /// The open facts that this node and those below it ask for more than once; one that is asked for once cannot decide.
  var repeatedOpenFacts: [Fact] {
    let open = openFacts
    return Fact.allCases.filter { fact in open.count { $0 == fact } > 1 }
  }

  private var openFacts: [Fact] {
    (fact.map { $0.known == .unknown ? [$0.fact] : [] } ?? []) + children.flatMap(\.openFacts)
  }
}
