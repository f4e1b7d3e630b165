import ChipDB

/// One line of a CSV file taken apart into fields, without making a string of any.
///
/// A field may stand in quotes, with quotes inside doubled; a line break inside quotes is not accepted, so that an open
/// quote spoils one line and not the rest of the file.
struct CSVLine {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// What is wrong with a line, and at which byte of it.
  struct Problem {
    let offset: Int
    let message: String
  }

  private var fields: [Bytes] = []
  private var offsets: [Int] = []
  private var line = Bytes(start: nil, count: 0)
  /// The contents of quoted fields with doubled quotes.
  private var unquoted: [[UInt8]] = []
  private var moved: [(field: Int, content: Int)] = []

  var count: Int { fields.count }

  /// The content of a field, while the line is valid.
  func withField<Result>(_ index: Int, _ body: (Bytes) -> Result) -> Result {
    if !moved.isEmpty, let entry = moved.first(where: { $0.field == index }) {
      return unquoted[entry.content].withUnsafeBufferPointer(body)
    }
    return body(fields[index])
  }

  /// The column of a field, from 1, in characters.
  func column(of field: Int) -> Int { column(at: offsets[field]) }

  /// The column of a byte, from 1, in characters.
  func column(at offset: Int) -> Int {
    line.prefix(offset).reduce(1) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 }
  }

  /// Takes a line apart.
  /// - Returns: what is wrong with it; `nil` where nothing is.
  mutating func split(_ line: Bytes) -> Problem? {
    self.line = line
    fields.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
    moved.removeAll(keepingCapacity: true)
    var position = 0
    var bits: UInt8 = 0
    while true {
      offsets.append(position)
      if position < line.count && line[position] == Self.quote {
        if let problem = quoted(&position, &bits) { return problem }
      } else {
        let start = position
        while position < line.count && line[position] != Self.comma {
          let byte = line[position]
          bits |= byte
          if byte == Self.quote {
            return Problem(
              offset: position,
              message: "a quote inside an unquoted field: enclose the whole field in quotes, double this one")
          }
          position += 1
        }
        fields.append(Bytes(rebasing: line[start..<position]))
      }
      guard position < line.count else { break }
      position += 1
    }
    guard bits >= 0x80 else { return nil }
    return String(validating: line, as: UTF8.self) == nil
      ? Problem(offset: 0, message: "not UTF-8 text: save the file as UTF-8") : nil
  }

  private static let comma: UInt8 = 0x2c
  private static let quote: UInt8 = 0x22

  private mutating func quoted(_ position: inout Int, _ bits: inout UInt8) -> Problem? {
    let opening = position
    position += 1
    let start = position
    var content: [UInt8]?
    while position < line.count {
      let byte = line[position]
      bits |= byte
      guard byte == Self.quote else {
        content?.append(byte)
        position += 1
        continue
      }
      let isDoubled = position + 1 < line.count && line[position + 1] == Self.quote
      guard isDoubled else {
        guard position + 1 == line.count || line[position + 1] == Self.comma else {
          return Problem(
            offset: position + 1,
            message: "text behind a closing quote: double the quotes inside a quoted field")
        }
        if let content {
          moved.append((fields.count, unquoted.count))
          unquoted.append(content)
        }
        fields.append(Bytes(rebasing: line[start..<position]))
        position += 1
        return nil
      }
      if content == nil { content = Array(line[start..<position]) }
      content?.append(byte)
      position += 2
    }
    return Problem(
      offset: opening,
      message: "a quote that does not close on its line: end the field with \"; a field has no line breaks")
  }
}
