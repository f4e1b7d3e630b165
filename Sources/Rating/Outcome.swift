/// A three-valued truth: a limb, a paragraph or a question may be undecided for want of a figure.
///
/// The connectives are Kleene's strong ones: unknown stays unknown unless the other side decides.
public enum Outcome: String, Codable, Sendable {
  case yes, no, unknown

  @inlinable
  public init(_ known: Bool) { self = known ? .yes : .no }

  @inlinable
  public static prefix func ! (outcome: Outcome) -> Outcome {
    switch outcome {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }

  /// Yes if all are yes, no if any is no, unknown otherwise; yes for none.
  @inlinable
  public static func all(_ outcomes: some Sequence<Outcome>) -> Outcome {
    var result = Outcome.yes
    for outcome in outcomes {
      if outcome == .no { return .no }
      if outcome == .unknown { result = .unknown }
    }
    return result
  }

  /// Yes if any is yes, no if all are no, unknown otherwise; no for none.
  @inlinable
  public static func any(_ outcomes: some Sequence<Outcome>) -> Outcome {
    !all(outcomes.lazy.map { !$0 })
  }
}
