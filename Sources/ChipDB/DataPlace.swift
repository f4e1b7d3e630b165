/// A row of a table, as "throughput.csv:12".
public struct DataPlace: Codable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The table's file; of a table of the user's own, with its directory.
  public let file: String
  /// From 1; the header is line 1.
  public let line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  public var description: String { "\(file):\(line)" }

  public static func < (a: DataPlace, b: DataPlace) -> Bool { (a.file, a.line) < (b.file, b.line) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no file:line")
    }
    self.init(file: String(text[..<colon]), line: line)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
