/// A broken cell or row of a table: where, what, and what to do about it.
public struct DataProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path of the table.
  public let file: String
  /// From 1; the header is line 1.
  public let line: Int
  /// From 1, in characters of the line.
  public let column: Int
  /// What is wrong and what to do.
  public let message: String

  /// How many are kept of the cells of a database: more tell nothing, and would take more memory than it.
  static let mostKept = 10_000

  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// "1 problem", "at least 10000 problems".
  package static func count(_ problems: [DataProblem]) -> String {
    (problems.count < mostKept ? "" : "at least ")
      + "\(problems.count) problem\(problems.count == 1 ? "" : "s")"
  }

  public var description: String { "\(file):\(line):\(column): \(message)" }
}

extension String {
  /// The text as a message may quote it: not endless, and without characters that command a terminal.
  package var quotable: String {
    let longest = 60
    let start = prefix(longest)
    let shown = start.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "'" + shown.joined() + (start.endIndex == endIndex ? "'" : "…'")
  }
}
