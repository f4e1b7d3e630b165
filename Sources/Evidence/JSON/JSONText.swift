import Foundation

/// Reads JSON by the letter of RFC 8259, and more strictly where that leaves a choice by which two readers of the same
/// signed bytes could see two things: no name twice in an object, no lone surrogates, no number beyond a `Double`.
struct JSONText {
  private let bytes: [UInt8]
  private let name: String

  /// Deeper nesting than Assay writes.
  private static let deepest = 64

  /// - Parameter name: of the file, for messages.
  init(_ data: Data, name: String = "JSON") {
    bytes = Array(data)
    self.name = name
  }

  /// The whole text as one value.
  /// - Throws: `EvidenceError.unreadable` with file, line and column.
  func value() throws(EvidenceError) -> JSONValue {
    do throws(Scanner.Fault) {
      guard String(validating: bytes, as: UTF8.self) != nil else {
        throw Scanner.Fault(position: 0, problem: "not UTF-8")
      }
      var scanner = Scanner(bytes: bytes)
      return try scanner.whole(depth: Self.deepest)
    } catch {
      let before = bytes[..<min(error.position, bytes.count)]
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
      throw .unreadable("\(name):\(line):\(column): \(error.problem)")
    }
  }
}

/// Goes through the bytes of a JSON text.
private struct Scanner {
  struct Fault: Error {
    let position: Int
    let problem: String
  }

  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func whole(depth: Int) throws(Fault) -> JSONValue {
    let value = try value(depth: depth)
    skipBlanks()
    if position < bytes.count { throw fault("something follows the value") }
    return value
  }

  private func fault(_ problem: String) -> Fault { Fault(position: position, problem: problem) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    skipBlanks()
    guard let byte = next else { throw fault("it ends where a value should stand") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(Fault) -> JSONValue {
    guard bytes[position...].starts(with: text.utf8) else { throw fault("no JSON value") }
    position += text.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(Fault) -> JSONValue {
    if depth == 0 { throw fault("nested more deeply than anything that Assay writes") }
    position += 1
    skipBlanks()
    var values: [JSONValue] = []
    if take("]") { return .array(values) }
    repeat {
      values.append(try value(depth: depth - 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw fault("a list lacks a comma or its end") }
    return .array(values)
  }

  private mutating func object(depth: Int) throws(Fault) -> JSONValue {
    if depth == 0 { throw fault("nested more deeply than anything that Assay writes") }
    position += 1
    skipBlanks()
    var members: [JSONValue.Member] = []
    var seen: Set<String> = []
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      let start = position
      guard next == UInt8(ascii: "\"") else { throw fault("an object's member lacks a name") }
      let name = try string()
      if !isNew(name, among: members, &seen) {
        throw Fault(
          position: start,
          problem:
            "the name \"\(name.printable)\" stands twice in one object: two readers could see two things")
      }
      skipBlanks()
      guard take(":") else { throw fault("an object's member lacks its colon") }
      members.append(.init(name: name, value: try value(depth: depth - 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw fault("an object lacks a comma or its end") }
    return .object(members)
  }

  /// Most objects have a few members, for which a set is slower than looking.
  private func isNew(_ name: String, among members: [JSONValue.Member], _ seen: inout Set<String>) -> Bool {
    if members.count < 8 { return !members.contains { $0.name == name } }
    if seen.isEmpty { seen = Set(members.map(\.name)) }
    return seen.insert(name).inserted
  }

  private mutating func string() throws(Fault) -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    var text = String(decoding: bytes[start..<position], as: UTF8.self)
    while true {
      guard let byte = next else { throw fault("a text has no end") }
      if byte == UInt8(ascii: "\"") {
        position += 1
        return text
      }
      if byte < 0x20 { throw fault("a control character stands in a text unescaped") }
      if byte == UInt8(ascii: "\\") {
        text.unicodeScalars.append(try escape())
      } else {
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
          position += 1
        }
        text += String(decoding: bytes[start..<position], as: UTF8.self)
      }
    }
  }

  private mutating func escape() throws(Fault) -> Unicode.Scalar {
    position += 1
    defer { position += 1 }
    switch next {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicode()
    default: throw fault("an unknown escape stands in a text")
    }
  }

  /// Leaves the position on the last digit.
  private mutating func unicode() throws(Fault) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xd800..<0xdc00).contains(first), position + 2 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "\\"), bytes[position + 2] == UInt8(ascii: "u")
    else { throw fault("half a surrogate pair stands in a text") }
    position += 2
    let second = try fourDigits()
    guard (0xdc00..<0xe000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw fault("half a surrogate pair stands in a text") }
    return scalar
  }

  private mutating func fourDigits() throws(Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      position += 1
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("a \\u lacks its four digits")
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func number() throws(Fault) -> JSONValue.Number {
    let start = position
    let isNegative = take("-")
    let digits = position
    var magnitude: UInt64? = 0
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      let digit = UInt64(byte - UInt8(ascii: "0"))
      let (tens, overflow) = (magnitude ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(digit)
      magnitude = magnitude == nil || overflow || carry ? nil : sum
      position += 1
    }
    guard position > digits, position == digits + 1 || bytes[digits] != UInt8(ascii: "0") else {
      position = start
      throw fault("no JSON value")
    }
    var isWhole = true
    if take(".") {
      isWhole = false
      try takeDigits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try takeDigits()
    }
    if isWhole, let magnitude { return .whole(isNegative: isNegative, magnitude: magnitude) }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw fault("a number beyond what a computer holds")
    }
    return .real(value)
  }

  private mutating func takeDigits() throws(Fault) {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    if position == start { throw fault("a number lacks digits") }
  }
}
