/// Reads RFC 4180 records one at a time from any stream of UTF-8 bytes, with the place of every field.
///
/// A byte order mark, any line end and quoted fields with line breaks are accepted; blank lines are
/// skipped. SwiftCSV gives no positions and takes whole files; errors here must name the cell, and a
/// ledger of millions of lines must stream.
public struct CSVReader<Bytes: IteratorProtocol<UInt8>> {
  private var bytes: Bytes
  /// What has been read ahead, and how much of it is done with.
  private var piece: [UInt8] = []
  private var position = 0
  private var previous: UInt8 = 0
  /// The field that is being read; kept for its storage.
  private var content: [UInt8] = []
  private var isASCII = true
  /// How many fields the record before had.
  private var width = 0
  private let file: String
  private var line = 1
  private var column = 1

  /// The longest field, in bytes: what is longer is a quote that never closes.
  static var longestField: Int { 1 << 20 }

  /// The most fields of a record: a line of nothing but commas would take fifty times its bytes.
  static var mostFields: Int { 1 << 12 }

  /// How many bytes are read ahead.
  private static var pieceLength: Int { 1 << 14 }

  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the name that problems carry.
  public init(_ bytes: Bytes, file: String) {
    self.bytes = bytes
    self.file = file
    refill()
    if piece.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
  }

  /// The next record, or `nil` at the end.
  /// - Throws: the problem for a quote that does not close, text beside a quoted field's quotes, a
  ///   field longer than 1 MiB, a record of more than 4096 fields, and bytes that are not UTF-8. What follows is not to be
  ///   read.
  public mutating func next() throws(DataProblem) -> CSVRecord? {
    while let byte = peek(), Self.isLineEnd(byte) { take() }
    guard peek() != nil else { return nil }
    var record = CSVRecord(line: line, fields: [])
    record.fields.reserveCapacity(width)
    defer { width = record.fields.count }
    while true {
      if record.fields.count == Self.mostFields {
        throw problem(
          (line, column), "more than \(Self.mostFields) fields in one line: does a line end lack?")
      }
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
    content.removeAll(keepingCapacity: true)
    isASCII = true
    if peek() == Self.quote {
      take()
      try quoted(start)
    } else {
      try unquoted(start)
    }
    if isASCII {
      return CSVRecord.Field(
        text: String(decoding: content, as: UTF8.self), line: start.line, column: start.column)
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw problem(start, "not UTF-8 text: save the file as UTF-8")
    }
    return CSVRecord.Field(text: text, line: start.line, column: start.column)
  }

  private mutating func unquoted(_ start: (line: Int, column: Int)) throws(DataProblem) {
    if try plain(upTo: Self.comma, start) == Self.quote {
      throw problem(
        (line, column),
        "a quote inside an unquoted field: enclose the whole field in quotes, double this one")
    }
  }

  private mutating func quoted(_ start: (line: Int, column: Int)) throws(DataProblem) {
    while let byte = try plain(upTo: Self.quote, start) {
      if byte != Self.quote {
        try append(byte, start)
        continue
      }
      take()
      guard let after = peek() else { return }
      if after == Self.quote {
        try append(after, start)
      } else if after == Self.comma || Self.isLineEnd(after) {
        return
      } else {
        throw problem(
          (line, column), "text behind a closing quote: double the quotes inside a quoted field")
      }
    }
    throw problem(start, "a quote that never closes: end the field with \"")
  }

  /// Moves bytes into the field, as many as stand before a separator, a quote or a line end.
  /// - Returns: the byte that ended it, not moved; `nil` at the end.
  private mutating func plain(upTo separator: UInt8, _ start: (line: Int, column: Int)) throws(DataProblem)
    -> UInt8?
  {
    while peek() != nil {
      let run = plainRun(upTo: separator)
      let end = run.end
      column += run.characters
      isASCII = isASCII && run.isASCII
      if content.count + end - position > Self.longestField { throw tooLong(start) }
      if end > position {
        content += piece[position..<end]
        previous = piece[end - 1]
        position = end
      }
      if end < piece.count { return piece[end] }
    }
    return nil
  }

  /// Where the run of plain bytes ends that begins at the position, how many characters it has, and whether all are
  /// ASCII.
  private func plainRun(upTo separator: UInt8) -> (end: Int, characters: Int, isASCII: Bool) {
    piece.withUnsafeBufferPointer { piece in
      var end = position
      var characters = 0
      var bits: UInt8 = 0
      while end < piece.count {
        let byte = piece[end]
        if byte == separator || byte == Self.quote || Self.isLineEnd(byte) { break }
        if byte & 0xc0 != 0x80 { characters += 1 }
        bits |= byte
        end += 1
      }
      return (end, characters, bits < 0x80)
    }
  }

  private mutating func append(_ byte: UInt8, _ start: (line: Int, column: Int)) throws(DataProblem) {
    if content.count == Self.longestField { throw tooLong(start) }
    content.append(byte)
    take()
  }

  private func tooLong(_ start: (line: Int, column: Int)) -> DataProblem {
    problem(start, "a field longer than 1 MiB: does a quote or a line end lack?")
  }

  private func problem(_ place: (line: Int, column: Int), _ message: String) -> DataProblem {
    DataProblem(file: file, line: place.line, column: place.column, message: message)
  }

  private mutating func peek() -> UInt8? {
    if position == piece.count { refill() }
    return position < piece.count ? piece[position] : nil
  }

  private mutating func refill() {
    position = 0
    if let file = bytes as? FileBytes {
      piece = file.nextPiece()
      return
    }
    piece.removeAll(keepingCapacity: true)
    while piece.count < Self.pieceLength, let byte = bytes.next() { piece.append(byte) }
  }

  /// Moves past the byte that `peek` showed; CR, LF and CRLF each count as one line end.
  private mutating func take() {
    guard position < piece.count else { return }
    let byte = piece[position]
    if Self.isLineEnd(byte) {
      if byte != Self.lineFeed || previous != Self.carriageReturn { line += 1 }
      column = 1
    } else if byte & 0xc0 != 0x80 {
      column += 1
    }
    previous = byte
    position += 1
  }
}
