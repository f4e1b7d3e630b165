import Rating

/// Why the rulebook cannot be read or cannot answer.
public enum RulebookError: Error, CustomStringConvertible, Equatable {
  /// A folder or file that is not there or cannot be read.
  case unreadable(path: String, reason: String)
  /// A broken place in a rule file, and what to do about it.
  case invalid(at: SourceLocation, problem: String, remedy: String)
  /// The day asked about lies before every rule that tests figures of the subject's kind.
  case beforeFirstRule(date: CalendarDate, first: CalendarDate)
  /// The day asked about lies before every allowance of TPP.
  case beforeFirstAllowance(date: CalendarDate, first: CalendarDate)
  /// The subject has no figure that any rule tests.
  case noFigures(subject: String)
  /// No country has this code or name.
  case unknownCountry(_ text: String, nearest: [Country])
  /// No instrument or paragraph has this id.
  case unknownRule(_ text: String, nearest: [String])
  /// A span of days that ends before it starts.
  case backwards(from: CalendarDate, to: CalendarDate)
  /// A figure of the subject that no rule can be tested with.
  case unusableFigure(subject: String, quantity: Quantity, reason: String)

  /// Whether the rulebook itself is broken, and not the question.
  public var isAboutData: Bool {
    switch self {
    case .unreadable, .invalid: true
    case .beforeFirstRule, .beforeFirstAllowance, .noFigures, .unknownCountry, .unknownRule, .backwards,
      .unusableFigure:
      false
    }
  }

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): \(reason)"
    case .invalid(let location, let problem, let remedy):
      "\(location): \(problem): \(remedy)"
    case .beforeFirstRule(let date, let first):
      "no rule that tests these figures was in force on \(date): the first that does starts on \(first); "
        + "choose that day or a later one"
    case .beforeFirstAllowance(let date, let first):
      "no allowance of TPP was in force on \(date): the first starts on \(first); choose that day or a later one"
    case .noFigures(let subject):
      "\(subject) has no figure that a rule tests: give at least one of "
        + Quantity.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownCountry(let text, let nearest):
      "unknown country '\(text)': give a code of ISO 3166-1 alpha-2 or an English name; nearest: "
        + nearest.map { "\($0.code) (\($0.name))" }.joined(separator: ", ")
    case .unknownRule(let text, let nearest):
      "no instrument and no paragraph is called '\(text)': see 'assay rules list'; nearest: "
        + nearest.joined(separator: ", ")
    case .backwards(let from, let to):
      "\(from) is after \(to): give the earlier day first"
    case .unusableFigure(let subject, let quantity, let reason):
      "\(subject), \(quantity.label): \(reason)"
    }
  }
}
