/// Finds a name that stands twice in one object of a JSON text, which Foundation's reader passes over.
struct RepeatedNames {
  private let bytes: [UInt8]
  private var position = 0

  /// - Parameter bytes: of a text that is known to be JSON.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The first such name, unescaped as far as two ways to write it need to be told to be one.
  var first: String? {
    mutating get {
      /// The names of the objects that are open; `nil` for an array.
      var open: [Set<String>?] = []
      var mayBeName = false
      position = 0
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "{"):
          open.append([])
          mayBeName = true
        case UInt8(ascii: "["):
          open.append(nil)
          mayBeName = false
        case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
        case UInt8(ascii: ","): mayBeName = open.last.map { $0 != nil } ?? false
        case UInt8(ascii: "\""):
          let text = text()
          if mayBeName, let top = open.indices.last, open[top]?.insert(text).inserted == false { return text }
          mayBeName = false
        default: break
        }
      }
      return nil
    }
  }

  /// The text whose opening quotation mark has been passed.
  private mutating func text() -> String {
    var units: [UInt16] = []
    var plain: [UInt8] = []
    func flushed(_ plain: [UInt8]) -> [UInt16] { Array(String(decoding: plain, as: UTF8.self).utf16) }
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      guard bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count else {
        plain.append(bytes[position])
        position += 1
        continue
      }
      units += flushed(plain)
      plain = []
      let escape = bytes[position + 1]
      position += 2
      if escape == UInt8(ascii: "u") {
        let digits = bytes[position..<min(position + 4, bytes.count)]
        units.append(UInt16(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0xfffd)
        position += digits.count
      } else {
        units.append(UInt16(Self.escapes[escape] ?? escape))
      }
    }
    position += 1
    return String(decoding: units + flushed(plain), as: UTF16.self)
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
    UInt8(ascii: "t"): 9,
  ]
}
