/// One record of a CSV file.
public struct CSVRecord: Equatable, Sendable {
  /// The line on which it begins, from 1.
  public let line: Int
  public internal(set) var fields: [Field]

  /// A field and where it begins.
  public struct Field: Equatable, Sendable {
    public let text: String
    /// From 1.
    public let line: Int
    /// From 1, in characters of the line.
    public let column: Int
  }
}
