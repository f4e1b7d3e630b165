import Rating

/// What the paragraphs of a day say of one item.
public final class ItemFindings: Sendable {
  public let findings: [Finding]
  /// The place of each in the day's list of paragraphs.
  let entries: [Int]
  /// The paragraphs of control that the item may meet, by standing in the order of `Standing.allCases`.
  private let controls: [[Control]]

  /// A paragraph of control with what item and standing leave open.
  private struct Control: Sendable {
    let entry: Int
    let outcome: Outcome
  }

  init(_ findings: [Finding], entries: [Int]) {
    self.findings = findings
    self.entries = entries
    controls = Standing.allCases.map { standing in
      zip(findings, entries).compactMap { finding, entry in
        guard finding.effect == .control else { return nil }
        let outcome = Outcome.all([finding.outcome, finding.status.holds(standing)])
        return outcome == .no ? nil : Control(entry: entry, outcome: outcome)
      }
    }
  }

  /// The same with other outcomes where some are known better than by one evaluation.
  /// - Parameter outcome: by position; `nil` to leave it.
  func replacingOutcomes(_ outcome: (Int) -> Outcome?) -> ItemFindings {
    ItemFindings(
      findings.indices.map { index in
        guard findings[index].outcome == .unknown, let outcome = outcome(index) else {
          return findings[index]
        }
        var finding = findings[index]
        finding.outcome = outcome
        finding.outcomeOverPublished = outcome
        return finding
      }, entries: entries)
  }

  /// Whether any paragraph of control is met, reaches the transaction and has the standing.
  func isControlled(_ reach: Reach, under standing: Standing) -> Outcome {
    var result = Outcome.no
    for control in controls[standing.position] {
      switch reach.outcome(control.entry, under: standing) {
      case .no: continue
      case .yes where control.outcome == .yes: return .yes
      case .yes, .unknown: result = .unknown
      }
    }
    return result
  }
}

extension Standing {
  /// The place in `allCases`.
  var position: Int {
    switch self {
    case .codified: 0
    case .enforced: 1
    case .announced: 2
    }
  }
}
