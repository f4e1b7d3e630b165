import Foundation

/// Finds where the value of the last key of a rule file starts, if all that follows looks like it and like nothing else.
struct RuleFileEnd {
  let key: String

  /// The position after the key's own line; `nil` if it is not there, or if what follows is not whole lines that are indented, empty or
  /// comments, with even quotes and brackets: then only the parser can tell what is there.
  func position(in data: Data) -> Data.Index? {
    guard let match = data.range(of: Data("\n\(key):".utf8)), data.last == UInt8(ascii: "\n") else {
      return nil
    }
    let rest = data[match.upperBound...]
    guard let lineEnd = rest.firstIndex(of: UInt8(ascii: "\n")),
      rest[..<lineEnd].allSatisfy(Self.isBlank), String(validating: rest, as: UTF8.self) != nil
    else { return nil }
    return Self.isValue(rest[lineEnd...]) ? lineEnd + 1 : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r")
  }

  /// Whether every line is indented, empty or a comment, and brackets and double quotes are even within it.
  private static func isValue(_ lines: Data) -> Bool {
    var isLineStart = false
    var isComment = false
    var depth = 0
    var isQuoted = false
    for byte in lines {
      switch byte {
      case UInt8(ascii: "\n"):
        guard depth == 0, !isQuoted else { return false }
        (isLineStart, isComment) = (true, false)
        continue
      case _ where isComment: continue
      case UInt8(ascii: "#") where isLineStart: isComment = true
      case _ where isLineStart && !isBlank(byte): return false
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "{"), UInt8(ascii: "["): if !isQuoted { depth += 1 }
      case UInt8(ascii: "}"), UInt8(ascii: "]"): if !isQuoted { depth -= 1 }
      default: break
      }
      isLineStart = false
    }
    return depth == 0 && !isQuoted
  }
}
