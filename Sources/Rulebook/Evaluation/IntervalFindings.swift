import Rating

/// What the paragraphs say of an item over all values that its one open figure can have.
public struct IntervalFindings: Sendable {
  /// A part of the interval within which no outcome turns.
  struct Part: Sendable {
    let from: Double
    let to: Double
    let items: ItemFindings
  }

  let interval: ClosedRange<Double>
  let parts: [Part]
  /// At the two ends, which belong to the interval.
  private let ends: [ItemFindings]

  init(interval: ClosedRange<Double>, parts: [Part], ends: [ItemFindings]) {
    self.interval = interval
    self.parts = parts
    self.ends = ends
  }

  private var all: [ItemFindings] { parts.map(\.items) + ends }

  /// The findings of an evaluation of the whole interval at once, with the outcomes that are the same at every value, and
  /// that such an evaluation leaves open where several tests turn within it.
  public func deciding(_ whole: ItemFindings) -> ItemFindings {
    whole.replacingOutcomes { index in
      let outcomes = Set(all.map { $0.findings[index].outcome })
      return outcomes.count == 1 ? outcomes.first : nil
    }
  }

  /// Whether any paragraph of control is met, reaches the transaction and has the standing, whichever it is at a value.
  public func isControlled(_ reach: Reach, under standing: Standing) -> Outcome {
    let outcomes = Set(all.map { $0.isControlled(reach, under: standing) })
    return outcomes.count == 1 ? outcomes.first ?? .unknown : .unknown
  }

  /// Only the paragraphs whose outcome turns within the interval.
  ///
  /// - Parameter distribution: how likely each value is; `nil` where it is not stated, and then no probability is told.
  public func spans(_ distribution: Distribution?) -> [OutcomeSpans] {
    guard let first = parts.first else { return [] }
    return first.items.findings.indices.compactMap { index in
      var spans: [OutcomeSpans.Span] = []
      for part in parts {
        let outcome = part.items.findings[index].outcome
        let from = spans.last?.outcome == outcome ? spans.removeLast().from : part.from
        spans.append(.init(from: from, to: part.to, outcome: outcome))
      }
      guard spans.count > 1 else { return nil }
      func share(_ outcome: Outcome) -> Double {
        spans.filter { $0.outcome == outcome }.reduce(0) { $0 + ($1.to - $1.from) }
          / (interval.upperBound - interval.lowerBound)
      }
      let finding = first.items.findings[index]
      return OutcomeSpans(
        instrument: finding.instrument, paragraph: finding.paragraph, spans: spans,
        probability: distribution.map { _ in
          .init(yes: share(.yes), no: share(.no), unknown: share(.unknown))
        })
    }
  }
}
