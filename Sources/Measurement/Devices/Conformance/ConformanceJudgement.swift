/// Whether a worker keeps a rule.
public struct ConformanceJudgement: Codable, Sendable {
  public enum Verdict: String, Codable, Sendable {
    case passed, failed
    /// The worker, or this device, has not what the rule is about.
    case notApplicable = "not applicable"
  }

  public let rule: ConformanceRule
  /// The heading in docs/worker-protocol.md.
  public let section: String
  public let statement: String
  /// The variant on which it was tried; `nil` where a rule is about none.
  public let variant: String?
  public let verdict: Verdict
  /// What was seen of a rule that is kept, or why it does not apply.
  public let note: String?
  public let fault: ConformanceFault?

  init(
    _ rule: ConformanceRule, variant: String?, _ verdict: Verdict, note: String? = nil,
    fault: ConformanceFault? = nil
  ) {
    self.rule = rule
    section = rule.section
    statement = rule.statement
    self.variant = variant
    self.verdict = verdict
    self.note = note
    self.fault = fault
  }
}

/// How a rule was broken.
public struct ConformanceFault: Codable, Equatable, Sendable {
  public let asked: String
  public let expected: String
  public let came: String

  init(asked: String, expected: String, came: String) {
    self.asked = asked.printable(upTo: 240)
    self.expected = expected
    self.came = came.printable(upTo: 240)
  }
}

/// Why a rule's trial ends before its end.
enum ConformanceStop: Error {
  case fault(ConformanceFault)
  case notApplicable(String)

  static func fault(asked: String, expected: String, came: String) -> ConformanceStop {
    .fault(ConformanceFault(asked: asked, expected: expected, came: came))
  }
}
