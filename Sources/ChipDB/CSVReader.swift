/// Reads RFC 4180 records one at a time from any stream of UTF-8 bytes, with the place of every field.
///
/// A byte order mark, CRLF line ends and quoted fields with line breaks are accepted; blank lines are
/// skipped. Existing Swift readers give no positions and take whole files; errors here must name the
/// cell, and a ledger of millions of lines must stream.
public struct CSVReader<Bytes: IteratorProtocol<UInt8>> {
  private var bytes: Bytes
  private var pending: UInt8?
  private let file: String
  private var line = 1
  private var column = 1
  private var isAtStart = true

  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the name that problems carry.
  public init(_ bytes: Bytes, file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// The next record, or `nil` at the end.
  /// - Throws: `DataProblem` wrapped in `CSVError` for a quote that does not close, text behind a closing
  ///   quote, and bytes that are not UTF-8.
  public mutating func next() throws(CSVError) -> CSVRecord? {
    if isAtStart { skipByteOrderMark() }
    while let byte = peek(), byte == Self.lineFeed || byte == Self.carriageReturn { _ = take() }
    guard peek() != nil else { return nil }
    var record = CSVRecord(line: line, fields: [])
    while true {
      record.fields.append(try field())
      guard let separator = take(), separator == Self.comma else { break }
    }
    return record
  }

  private static var comma: UInt8 { 0x2c }
  private static var quote: UInt8 { 0x22 }
  private static var lineFeed: UInt8 { 0x0a }
  private static var carriageReturn: UInt8 { 0x0d }

  private mutating func field() throws(CSVError) -> CSVRecord.Field {
    let (startLine, startColumn) = (line, column)
    var content: [UInt8] = []
    if peek() == Self.quote {
      _ = take()
      try quoted(&content, startLine, startColumn)
    } else {
      while let byte = peek(), byte != Self.comma, byte != Self.lineFeed, byte != Self.carriageReturn {
        content.append(byte)
        _ = take()
      }
    }
    if peek() == Self.carriageReturn { _ = take() }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw problem(startLine, startColumn, "not UTF-8 text: save the file as UTF-8")
    }
    return CSVRecord.Field(text: text, line: startLine, column: startColumn)
  }

  private mutating func quoted(_ content: inout [UInt8], _ startLine: Int, _ startColumn: Int)
    throws(CSVError)
  {
    while let byte = take() {
      if byte != Self.quote {
        content.append(byte)
      } else if peek() == Self.quote {
        content.append(byte)
        _ = take()
      } else if let after = peek(), after != Self.comma, after != Self.lineFeed, after != Self.carriageReturn
      {
        throw problem(line, column, "text behind a closing quote: double the quotes inside a quoted field")
      } else {
        return
      }
    }
    throw problem(startLine, startColumn, "a quote that never closes: end the field with \"")
  }

  private func problem(_ line: Int, _ column: Int, _ message: String) -> CSVError {
    CSVError(problem: DataProblem(file: file, line: line, column: column, message: message))
  }

  private mutating func peek() -> UInt8? {
    if pending == nil { pending = bytes.next() }
    return pending
  }

  private mutating func take() -> UInt8? {
    guard let byte = peek() else { return nil }
    pending = nil
    if byte == Self.lineFeed {
      line += 1
      column = 1
    } else if byte & 0xc0 != 0x80 {
      column += 1
    }
    return byte
  }

  private mutating func skipByteOrderMark() {
    isAtStart = false
    guard peek() == 0xef else { return }
    for _ in 0..<3 { _ = take() }
    column = 1
  }
}

/// One record of a CSV file.
public struct CSVRecord: Equatable, Sendable {
  public let line: Int
  public var fields: [Field]

  /// A field and where it begins, both from 1.
  public struct Field: Equatable, Sendable {
    public let text: String
    public let line: Int
    public let column: Int
  }
}

/// A file that is not CSV.
public struct CSVError: Error, Equatable {
  public let problem: DataProblem
}
