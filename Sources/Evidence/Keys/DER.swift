import Foundation

/// Reads the elements of a DER encoding one after the other (ITU-T X.690), as far as keys need it.
struct DER {
  struct Element {
    let tag: UInt8
    let content: Data
  }

  static let integer: UInt8 = 0x02
  static let octetString: UInt8 = 0x04
  static let sequence: UInt8 = 0x30

  private var rest: Data

  init(_ data: Data) { rest = data }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next element; `nil` where there is none or its length is not sound.
  mutating func next() -> Element? {
    guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      // No key of 32 bytes takes more than two bytes of length.
      guard first == 0x81 || first == 0x82 else { return nil }
      length = 0
      for _ in 0..<Int(first - 0x80) {
        guard let byte = rest.popFirst() else { return nil }
        length = length << 8 | Int(byte)
      }
    }
    guard length <= rest.count else { return nil }
    defer { rest = rest.dropFirst(length) }
    return Element(tag: tag, content: Data(rest.prefix(length)))
  }

  /// The content of the next element, if it has this tag.
  mutating func next(_ tag: UInt8) -> Data? {
    guard let element = next(), element.tag == tag else { return nil }
    return element.content
  }
}
