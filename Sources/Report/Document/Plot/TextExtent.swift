/// How much room text takes, for want of the reader's font: estimated so that the widest common one fits.
enum TextExtent {
  /// Width in units of the drawing at a font size in the same units.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + em($1) } * size
  }

  /// Text cut so that it fits, its loss shown by an ellipsis.
  static func fitted(_ text: String, size: Double, width limit: Double) -> String {
    if text.utf8.count < 4000, width(text, size: size) <= limit { return text }
    var result = ""
    var used = em("…") * size
    for character in text {
      used += width(String(character), size: size)
      if used > limit { break }
      result.append(character)
    }
    return result + "…"
  }

  /// Lines of words, at most so many; a word that is longer than a line is cut.
  static func wrapped(_ text: String, size: Double, width limit: Double, atMost count: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    let words = text.split(separator: " ")
    for (index, word) in words.enumerated() {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if line.isEmpty || width(longer, size: size) <= limit {
        line = longer
        continue
      }
      if lines.count == count - 1 {
        // Cut to the width below, so a few words suffice.
        line = ([line] + words[index...].prefix(200).map(String.init)).joined(separator: " ")
        break
      }
      lines.append(line)
      line = String(word)
    }
    return (lines + [line]).filter { !$0.isEmpty }.map { fitted($0, size: size, width: limit) }
  }

  /// Widths of DejaVu Sans, which is among the widest.
  private static func em(_ scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    case 0x20, 0x21, 0x2c, 0x2e, 0x27, 0x3a, 0x3b, 0x7c: 0.34
    case 0x66, 0x69, 0x6a, 0x6c, 0x72, 0x74, 0x49, 0x28, 0x29, 0x2d, 0x2f, 0x5b, 0x5d: 0.40
    case 0x4d, 0x57, 0x6d, 0x77, 0x25, 0x40: 0.98
    case 0x41...0x5a, 0x26, 0x2b, 0x3c...0x3e, 0xd7: 0.76
    case 0x20...0x7e: 0.64
    case 0x300...0x36f, 0x200b...0x200f, 0xfe00...0xfe0f: 0
    case 0xb0...0x24f, 0x2070...0x208e: 0.64
    case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xff60,
      0x1f000...0x3ffff:
      1.05
    default: 0.85
    }
  }
}
