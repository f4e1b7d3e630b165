/// A place in a rule file.
public struct SourceLocation: Equatable, Sendable, CustomStringConvertible {
  public let file: String
  /// From 1.
  public let line: Int
  /// From 1, in Unicode scalars.
  public let column: Int

  public var description: String { "\(file):\(line):\(column)" }
}
