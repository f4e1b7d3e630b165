/// Reads RFC 4180 records one at a time from any stream of UTF-8 bytes, with the place of every field.
///
/// A byte order mark, any line end and quoted fields with line breaks are accepted; blank lines are
/// skipped. SwiftCSV gives no positions and takes whole files; errors here must name the cell, and a
/// ledger of millions of lines must stream.
public struct CSVReader<Bytes: IteratorProtocol<UInt8>> {
  private var bytes: Bytes
  /// The first bytes, last first, where they had to be read ahead.
  private var head: [UInt8] = []
  private var pending: UInt8?
  private var previous: UInt8 = 0
  private let file: String
  private var line = 1
  private var column = 1

  /// The longest field, in bytes: what is longer is a quote that never closes.
  static var longestField: Int { 1 << 20 }

  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the name that problems carry.
  public init(_ bytes: Bytes, file: String) {
    self.bytes = bytes
    self.file = file
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    while head.count < mark.count, head == Array(mark.prefix(head.count)), let byte = self.bytes.next() {
      head.append(byte)
    }
    head = head == mark ? [] : head.reversed()
  }

  /// The next record, or `nil` at the end.
  /// - Throws: the problem for a quote that does not close, text beside a quoted field's quotes, a
  ///   field longer than 1 MiB, and bytes that are not UTF-8. What follows is not to be read.
  public mutating func next() throws(DataProblem) -> CSVRecord? {
    while let byte = peek(), Self.isLineEnd(byte) { take() }
    guard peek() != nil else { return nil }
    var record = CSVRecord(line: line, fields: [])
    while true {
      record.fields.append(try field())
      guard let separator = peek() else { break }
      take()
      if separator != Self.comma { break }
    }
    return record
  }

  private static var comma: UInt8 { 0x2c }
  private static var quote: UInt8 { 0x22 }
  private static var lineFeed: UInt8 { 0x0a }
  private static var carriageReturn: UInt8 { 0x0d }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

  private mutating func field() throws(DataProblem) -> CSVRecord.Field {
    let start = (line: line, column: column)
    var content: [UInt8] = []
    if peek() == Self.quote {
      take()
      try quoted(&content, start)
    } else {
      try unquoted(&content, start)
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw problem(start, "not UTF-8 text: save the file as UTF-8")
    }
    return CSVRecord.Field(text: text, line: start.line, column: start.column)
  }

  private mutating func unquoted(_ content: inout [UInt8], _ start: (line: Int, column: Int))
    throws(DataProblem)
  {
    while let byte = peek(), byte != Self.comma, !Self.isLineEnd(byte) {
      if byte == Self.quote {
        throw problem(
          (line, column),
          "a quote inside an unquoted field: enclose the whole field in quotes, double this one")
      }
      try append(byte, to: &content, start)
    }
  }

  private mutating func quoted(_ content: inout [UInt8], _ start: (line: Int, column: Int))
    throws(DataProblem)
  {
    while let byte = peek() {
      if byte != Self.quote {
        try append(byte, to: &content, start)
        continue
      }
      take()
      guard let after = peek() else { return }
      if after == Self.quote {
        try append(after, to: &content, start)
      } else if after == Self.comma || Self.isLineEnd(after) {
        return
      } else {
        throw problem(
          (line, column), "text behind a closing quote: double the quotes inside a quoted field")
      }
    }
    throw problem(start, "a quote that never closes: end the field with \"")
  }

  private mutating func append(_ byte: UInt8, to content: inout [UInt8], _ start: (line: Int, column: Int))
    throws(DataProblem)
  {
    if content.count == Self.longestField {
      throw problem(start, "a field longer than 1 MiB: does a quote or a line end lack?")
    }
    content.append(byte)
    take()
  }

  private func problem(_ place: (line: Int, column: Int), _ message: String) -> DataProblem {
    DataProblem(file: file, line: place.line, column: place.column, message: message)
  }

  private mutating func peek() -> UInt8? {
    if pending == nil { pending = head.isEmpty ? bytes.next() : head.removeLast() }
    return pending
  }

  /// Moves past the byte that `peek` showed; CR, LF and CRLF each count as one line end.
  private mutating func take() {
    guard let byte = pending else { return }
    if Self.isLineEnd(byte) {
      if byte != Self.lineFeed || previous != Self.carriageReturn { line += 1 }
      column = 1
    } else if byte & 0xc0 != 0x80 {
      column += 1
    }
    previous = byte
    pending = nil
  }
}
