/// Why the chip database cannot answer.
public enum ChipDBError: Error, CustomStringConvertible, Equatable {
  /// A table that is not there or cannot be read.
  case unreadable(path: String, reason: String)
  /// Every broken cell and row that was found.
  case invalid([DataProblem])
  /// A name that no chip has, with the ids and names of the nearest.
  case unknownChip(query: String, nearest: [String])

  /// Whether the database is sound and only the question has no answer.
  public var isUnknownChip: Bool {
    if case .unknownChip = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): \(reason)"
    case .invalid(let problems):
      problems.map(\.description).joined(separator: "\n")
        + "\n\(problems.count) problem\(problems.count == 1 ? "" : "s") in the chip database"
    case .unknownChip(let query, let nearest):
      nearest.isEmpty
        ? "no chip is called '\(query)': `assay chips list` shows all of them"
        : "no chip is called '\(query)'; the nearest are \(nearest.joined(separator: ", "))"
    }
  }
}
