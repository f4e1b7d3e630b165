import ChipDB

/// Why the trend data cannot be read.
public enum TrendDataError: Error, CustomStringConvertible, Equatable, Sendable {
  /// A directory or a file that is not there or cannot be read.
  case unreadable(path: String, reason: String)
  /// Every broken cell, row and scenario that was found.
  case invalid([DataProblem])

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): \(reason)"
    case .invalid(let problems):
      problems.map(\.description).joined(separator: "\n")
        + "\n\(DataProblem.count(problems)) in the trend data"
    }
  }
}
