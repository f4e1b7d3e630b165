import Rating

/// What one paragraph says of an item over all values that one of its figures can have.
public struct OutcomeSpans: Codable, Equatable, Sendable {
  /// A part of the interval with one outcome; its ends meet the parts beside it.
  public struct Span: Codable, Equatable, Sendable {
    public let from: Double
    public let to: Double
    public let outcome: Outcome
  }

  public let instrument: String
  public let paragraph: String
  /// From the lowest value to the highest.
  public let spans: [Span]
  /// The chance of each outcome, if the figure is spread evenly over the interval; `nil` where nobody says so.
  public let probability: Probability?

  public struct Probability: Codable, Equatable, Sendable {
    public let yes: Double
    public let no: Double
    public let unknown: Double
  }
}

/// How likely each value of an interval is, as the user states it.
public enum Distribution: String, CaseIterable, Codable, Sendable {
  case uniform
}

extension DayRules {
  /// What the paragraphs say over an interval of one figure: only those whose outcome turns within it.
  ///
  /// Each figure of the subject must rise, or fall, with `x` throughout, so that a limb turns once at most; where it does
  /// is found by bisection down to neighbouring numbers.
  /// - Parameters:
  ///   - distribution: how likely each value is; `nil` where it is not stated, and then no probability is told.
  ///   - subject: the item with its one open figure at `x`.
  public func spans(
    over interval: ClosedRange<Double>, distribution: Distribution?, _ subject: (Double) -> Subject
  ) throws(RulebookError) -> [OutcomeSpans] {
    func findings(_ x: Double) throws(RulebookError) -> [Finding] { try self.findings(subject(x)).findings }
    func limbs(_ findings: [Finding]) -> [Trace.Limb] { findings.flatMap(\.trace.root.limbs) }
    let first = limbs(try findings(interval.lowerBound))
    let last = limbs(try findings(interval.upperBound))
    var turns: Set<Double> = []
    var seen: [(Quantity, Comparison, Double)] = []
    for position in first.indices where first[position].outcome != last[position].outcome {
      let limb = first[position]
      let key = (limb.quantity, limb.comparison, limb.threshold.value / (limb.factor ?? 1))
      guard !seen.contains(where: { $0 == key }) else { continue }
      seen.append(key)
      var (low, high) = (interval.lowerBound, interval.upperBound)
      while true {
        let middle = low + (high - low) / 2
        guard low < middle, middle < high else { break }
        if limbs(try findings(middle))[position].outcome == limb.outcome {
          low = middle
        } else {
          high = middle
        }
      }
      turns.insert(high)
    }
    let cuts =
      [interval.lowerBound] + turns.sorted().filter { $0 < interval.upperBound } + [interval.upperBound]
    let parts = try zip(cuts, cuts.dropFirst()).map { (from, to) throws(RulebookError) in
      (from: from, to: to, findings: try findings(from + (to - from) / 2))
    }
    return (parts.first?.findings ?? []).indices.compactMap { index in
      var spans: [OutcomeSpans.Span] = []
      for part in parts {
        let outcome = part.findings[index].outcome
        let from = spans.last?.outcome == outcome ? spans.removeLast().from : part.from
        spans.append(.init(from: from, to: part.to, outcome: outcome))
      }
      guard spans.count > 1 else { return nil }
      func share(_ outcome: Outcome) -> Double {
        spans.filter { $0.outcome == outcome }.reduce(0) { $0 + ($1.to - $1.from) }
          / (interval.upperBound - interval.lowerBound)
      }
      let finding = parts[0].findings[index]
      return OutcomeSpans(
        instrument: finding.instrument, paragraph: finding.paragraph, spans: spans,
        probability: distribution.map { _ in
          .init(yes: share(.yes), no: share(.no), unknown: share(.unknown))
        })
    }
  }
}

extension Trace.Limb {
  /// Of this test alone.
  var outcome: Outcome {
    operand?.outcome(comparison, threshold.value, overPublished: false) ?? .unknown
  }
}
