/// Why the chip database cannot answer.
public enum ChipDBError: Error, CustomStringConvertible, Equatable, Sendable {
  /// A directory or a table that is not there.
  case missing(path: String, remedy: String)
  /// A table that is there and cannot be read, or is too long.
  case unreadable(path: String, reason: String)
  /// Every broken cell and row that was found.
  case invalid([DataProblem])
  /// A question that names no chip at all: empty, or longer than any name.
  case badQuery(String)
  /// A question that is not put right: a condition, a column, a country, a definition.
  case badQuestion(String)
  /// A name that no chip has, with at most five of the nearest.
  case unknownChip(query: String, nearest: [Suggestion])

  /// A chip that may have been meant.
  public struct Suggestion: Hashable, Sendable, CustomStringConvertible {
    public let id: String
    public let name: String

    public var description: String { "\(id) (\(name))" }
  }

  /// Whether the database is sound and only the question has no answer.
  public var isUnknownChip: Bool {
    switch self {
    case .badQuery, .unknownChip: true
    case .missing, .unreadable, .invalid, .badQuestion: false
    }
  }

  /// Whether the question is not put right, whatever the database holds.
  public var isUsage: Bool {
    if case .badQuestion = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .missing(let path, let remedy):
      "\(path): not there; \(remedy)"
    case .unreadable(let path, let reason):
      "\(path): \(reason)"
    case .invalid(let problems):
      problems.map(\.description).joined(separator: "\n")
        + "\n\(DataProblem.count(problems)) in the chip database"
    case .badQuery(let reason), .badQuestion(let reason):
      reason
    case .unknownChip(let query, let nearest):
      nearest.isEmpty
        ? "no chip is called \(query.quotable): `assay chips list` shows all of them"
        : "no chip is called \(query.quotable); the nearest are "
          + nearest.map(\.description).joined(separator: ", ")
    }
  }
}

extension String {
  /// "the figure 'tpq' is not known: did you mean 'tpp'? There are tpp, density, …".
  static func unknown(_ what: String, _ text: String, among known: [String]) -> String {
    let nearest = Similarity.nearest(to: text, among: known, limit: 1).first
    return "the \(what) \(text.quotable) is not known" + (nearest.map { ": did you mean '\($0)'?" } ?? ".")
      + " There are \(known.joined(separator: ", "))"
  }
}
