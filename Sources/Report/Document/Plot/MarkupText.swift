/// Text made safe for XML and HTML, in elements and between double quotes.
enum MarkupText {
  /// Escapes what would be markup, replaces what XML 1.0 cannot hold (section 2.2), and leaves out controls of
  /// direction, by which a name could turn round the figures beside it.
  ///
  /// It goes by scalars: to Swift a quote with a combining mark is another character, to a browser it is a quote.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: result.append(contentsOf: "&amp;".unicodeScalars)
      case 0x3c: result.append(contentsOf: "&lt;".unicodeScalars)
      case 0x3e: result.append(contentsOf: "&gt;".unicodeScalars)
      case 0x22: result.append(contentsOf: "&quot;".unicodeScalars)
      case 0x202a...0x202e, 0x2066...0x2069: continue
      case 0x09, 0x0a, 0x0d: result.append(scalar)
      case 0..<0x20, 0x7f...0x9f, 0xfffe...0xffff: result.append("\u{fffd}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Text on one line: line ends and runs of blanks are one blank.
  static func singleLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
