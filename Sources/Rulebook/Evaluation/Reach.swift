import Rating

/// Whether the rules of a day reach one transaction.
public struct Reach: Sendable {
  public let transaction: Transaction
  /// By paragraph of the day's list, then by standing in the order of `Standing.allCases`.
  let findings: [[ReachFinding?]]

  func finding(_ entry: Int, under standing: Standing) -> ReachFinding? {
    switch standing {
    case .codified: findings[entry][0]
    case .enforced: findings[entry][1]
    case .announced: findings[entry][2]
    }
  }
}

/// Whether a scope reaches a transaction, with its working.
public struct ReachFinding: Codable, Equatable, Sendable {
  public let outcome: Outcome
  /// The first day of the version applied.
  public let since: CalendarDate
  public let reference: String
  /// The lowest confidence among the version and the lists of countries that it names.
  public let confidence: Confidence
  public let trace: Trace

  init(_ version: Scope.Version, root: Trace.Node) {
    outcome = root.outcome
    since = version.from
    reference = version.reference
    confidence = ([version.confidence] + root.places.map(\.confidence)).min() ?? version.confidence
    trace = Trace(root: root)
  }
}
