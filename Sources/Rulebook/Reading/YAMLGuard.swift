/// Refuses, before the parser sees them, texts that would cost it unbounded stack or time.
///
/// The parser recurses into nested collections and expands aliases. Rule files need neither: a line is
/// bounded (so block nesting is), flow collections are counted, anchors and aliases are refused.
struct YAMLGuard {
  static let lineLimit = 500
  static let flowLimit = 1_000

  let text: String
  let file: String

  func check() throws(RulebookError) {
    var line = 1
    var column = 0
    var flows = 0
    var previous: Unicode.Scalar = "\n"
    var marker: Int?
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 0
        marker = nil
        previous = scalar
        continue
      }
      column += 1
      if let start = marker, Self.isNameCharacter(scalar) {
        throw invalid(
          line, start, "looks like a YAML anchor or alias, which rule files do not use",
          "write the value out, or in a text put a space after the sign")
      }
      marker = (scalar == "&" || scalar == "*") && !Self.isNameCharacter(previous) ? column : nil
      if scalar == "{" || scalar == "[" { flows += 1 }
      guard flows <= Self.flowLimit else {
        throw invalid(
          line, column, "more than \(Self.flowLimit) brackets and braces",
          "nest less, or write lists and maps in block style")
      }
      guard column <= Self.lineLimit else {
        throw invalid(
          line, column, "the line is longer than \(Self.lineLimit) characters",
          "fold it with '>-' or break it")
      }
      previous = scalar
    }
  }

  private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }

  private func invalid(_ line: Int, _ column: Int, _ problem: String, _ remedy: String) -> RulebookError {
    .invalid(at: SourceLocation(file: file, line: line, column: column), problem: problem, remedy: remedy)
  }
}
