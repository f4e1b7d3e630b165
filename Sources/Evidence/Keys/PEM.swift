import Foundation

/// Text between the lines `-----BEGIN label-----` and `-----END label-----` (RFC 7468).
enum PEM {
  static func text(_ der: Data, label: String) -> String {
    let base64 = der.base64EncodedString()
    var lines = ["-----BEGIN \(label)-----"]
    var rest = base64[...]
    while !rest.isEmpty {
      lines.append(String(rest.prefix(64)))
      rest = rest.dropFirst(64)
    }
    return (lines + ["-----END \(label)-----"]).joined(separator: "\n") + "\n"
  }

  /// The first block of a text: its label and what it holds. What stands around it does not count.
  static func block(_ text: String) -> (label: String, der: Data)? {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("-----") })
    else { return nil }
    let label = String(lines[begin].dropFirst(11).dropLast(5))
    guard let end = lines[begin...].firstIndex(of: "-----END \(label)-----"),
      let der = Data(base64Encoded: lines[(begin + 1)..<end].joined())
    else { return nil }
    return (label, der)
  }
}
