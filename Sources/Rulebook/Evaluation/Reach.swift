import Rating

/// Whether the rules of a day reach one transaction.
public final class Reach: Sendable {
  public let transaction: Transaction
  /// By paragraph of the day's list, then by standing in the order of `Standing.allCases`.
  private let findings: [[ReachFinding?]]
  /// By standing, then by paragraph.
  private let outcomes: [[Outcome]]

  /// - Parameter goods: whether each paragraph is about goods. Those need a scope to reach a transaction; those about
  ///   training and clusters do not turn on places.
  init(transaction: Transaction, findings: [[ReachFinding?]], goods: [Bool]) {
    self.transaction = transaction
    self.findings = findings
    outcomes = Standing.allCases.indices.map { standing in
      findings.indices.map { findings[$0][standing]?.outcome ?? (goods[$0] ? .unknown : .yes) }
    }
  }

  func finding(_ entry: Int, under standing: Standing) -> ReachFinding? { findings[entry][standing.position] }

  func outcome(_ entry: Int, under standing: Standing) -> Outcome { outcomes[standing.position][entry] }
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
    confidence = root.confidence(atMost: version.confidence)
    trace = Trace(root: root)
  }
}
