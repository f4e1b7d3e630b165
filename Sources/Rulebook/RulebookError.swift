import Rating

/// Why the rulebook cannot answer.
public enum RulebookError: Error, CustomStringConvertible, Equatable {
  /// A file or directory that cannot be read.
  case unreadable(path: String, reason: String)
  /// A rule file that is broken, with the place and the remedy.
  case invalid(file: String, line: Int, column: Int, message: String)
  /// Several broken rule files.
  case several([RulebookError])
  /// A day on which none of the rules existed.
  case beforeFirstRule(CalendarDate, first: CalendarDate)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .invalid(let file, let line, let column, let message): "\(file):\(line):\(column): \(message)"
    case .several(let errors): errors.map(\.description).joined(separator: "\n")
    case .beforeFirstRule(let date, let first):
      "\(date) is before the first rule of the rulebook, which is of \(first): give a later date"
    }
  }
}
