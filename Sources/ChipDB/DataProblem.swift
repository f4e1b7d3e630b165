/// A broken cell or row of a table: where, what, and what to do about it.
public struct DataProblem: Equatable, Sendable, CustomStringConvertible {
  public let file: String
  /// From 1; the header is line 1.
  public let line: Int
  /// From 1, in characters of the line.
  public let column: Int
  /// What is wrong and what to do.
  public let message: String

  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  public var description: String { "\(file):\(line):\(column): \(message)" }
}
