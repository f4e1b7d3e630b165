import Rating

/// What one paragraph says where each of several open figures is at one end of its interval.
public struct CornerOutcomes: Codable, Equatable, Sendable {
  /// One end for each figure.
  public struct Corner: Codable, Equatable, Sendable {
    /// In the order of the figures.
    public let values: [Double]
    public let outcome: Outcome
  }

  public let instrument: String
  public let paragraph: String
  public let corners: [Corner]
  /// Whether a step of any figure in one direction moves all open tests of the paragraph the same way, so that what holds
  /// at every corner holds between them too, and no outcome is possible that no corner has.
  public let isMonotone: Bool
}

extension DayRules {
  /// The most figures of which all corners are evaluated.
  public static let mostCornerFigures = 6

  /// What the paragraphs say at the corners of the box that several open figures span: only those that the box leaves open.
  ///
  /// Each limb must rise, or fall, with each figure throughout.
  /// - Parameters:
  ///   - box: the intervals of two figures or more, `mostCornerFigures` at most.
  ///   - whole: the findings over the whole box.
  ///   - subject: the item with the open figures at the values.
  public func corners(
    of box: [ClosedRange<Double>], _ whole: ItemFindings, _ subject: ([Double]) -> Subject
  ) throws(RulebookError) -> [CornerOutcomes] {
    precondition(box.count <= Self.mostCornerFigures, "more corners than are evaluated")
    let corners = try (0..<(1 << box.count)).map { (bits) throws(RulebookError) in
      let values = box.indices.map { bits >> $0 & 1 == 0 ? box[$0].lowerBound : box[$0].upperBound }
      return (values: values, findings: try findings(subject(values)).findings)
    }
    return whole.findings.indices.filter { whole.findings[$0].outcome == .unknown }.compactMap { index in
      let tests = corners.map { $0.findings[index].trace.root.signedLimbs(1) }
      let open = (tests.first ?? []).indices.filter { test in
        Set(tests.map { $0[test].limb.outcome }).count > 1
      }
      guard !open.isEmpty else { return nil }
      let isMonotone = box.indices.allSatisfy { figure in
        var directions: Set<Double> = []
        for low in corners.indices where low >> figure & 1 == 0 {
          for test in open { directions.insert(tests[low][test].move(to: tests[low | 1 << figure][test])) }
        }
        return directions.subtracting([0]).count <= 1
      }
      return CornerOutcomes(
        instrument: whole.findings[index].instrument, paragraph: whole.findings[index].paragraph,
        corners: corners.map { .init(values: $0.values, outcome: $0.findings[index].outcome) },
        isMonotone: isMonotone)
    }
  }
}

/// A limb with the sense in which it counts in its tree: −1 under an odd number of negations.
private struct SignedLimb {
  let limb: Trace.Limb
  let sign: Double

  /// Towards which outcome of the tree a change of the figures moves the limb: 1 for yes, −1 for no, 0 for neither.
  func move(to other: SignedLimb) -> Double {
    guard let old = limb.operand?.value, let new = other.limb.operand?.value, old != new else { return 0 }
    let rising: Double = [.atLeast, .moreThan].contains(limb.comparison) ? 1 : -1
    return (new > old ? 1 : -1) * rising * sign
  }
}

extension Trace.Node {
  /// The limbs of this node and of all below it, in the order of the tree.
  fileprivate func signedLimbs(_ sign: Double) -> [SignedLimb] {
    (limb.map { [SignedLimb(limb: $0, sign: sign)] } ?? [])
      + children.flatMap { $0.signedLimbs(kind == .not ? -sign : sign) }
  }
}
