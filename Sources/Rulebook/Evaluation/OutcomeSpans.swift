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
  /// What the paragraphs say over an interval of one figure.
  ///
  /// Each figure of the subject must rise, or fall, with `x` throughout, so that a limb turns once at most; where it does
  /// is found by bisection down to neighbouring numbers.
  /// - Parameter subject: the item with its one open figure at `x`.
  public func findings(
    over interval: ClosedRange<Double>, _ subject: (Double) -> Subject
  ) throws(RulebookError) -> IntervalFindings {
    func items(_ x: Double) throws(RulebookError) -> ItemFindings { try findings(subject(x)) }
    func limbs(_ items: ItemFindings) -> [Trace.Limb] { items.findings.flatMap(\.trace.root.limbs) }
    let ends = [try items(interval.lowerBound), try items(interval.upperBound)]
    let (first, last) = (limbs(ends[0]), limbs(ends[1]))
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
        if limbs(try items(middle))[position].outcome == limb.outcome {
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
      IntervalFindings.Part(from: from, to: to, items: try items(from + (to - from) / 2))
    }
    return IntervalFindings(interval: interval, parts: parts, ends: ends)
  }
}

extension Trace.Limb {
  /// Of this test alone.
  var outcome: Outcome {
    operand?.outcome(comparison, threshold.value, overPublished: false) ?? .unknown
  }
}
