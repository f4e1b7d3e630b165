import Rating

/// A test vector that stands beside the rule it tests.
public struct RuleTest: Equatable, Sendable {
  /// What the rule must answer.
  public enum Answer: Equatable, Sendable {
    case outcome(Outcome)
    /// The value of an allowance, in its unit.
    case value(Double)
    /// Not in force, or not listed, on that day.
    case absent
  }

  /// One paragraph or allowance with its answer.
  public struct Expectation: Equatable, Sendable {
    public let id: String
    public let answer: Answer
    let location: SourceLocation
  }

  public let name: String
  public let date: CalendarDate
  public let subject: Subject
  /// `nil` where the vector asks about the item alone.
  public let transaction: Transaction?
  /// Under which standing a transaction is asked about.
  public let standing: Standing
  public let expectations: [Expectation]

  /// An answer that differs from the vector.
  public struct Failure: Equatable, Sendable, CustomStringConvertible {
    public let location: SourceLocation
    public let test: String
    public let id: String
    public let expected: Answer
    public let actual: Answer

    public var description: String {
      "\(location): \(test): \(id) is \(actual.words), the vector says \(expected.words)"
    }
  }
}

extension RuleTest.Answer {
  var words: String {
    switch self {
    case .outcome(let outcome): outcome.rawValue
    case .value(let value): Wording.number(value)
    case .absent: "absent"
    }
  }
}
