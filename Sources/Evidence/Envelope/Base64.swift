import Foundation

/// Base64 as DSSE has it: standard on writing; standard or URL-safe on reading, with padding.
enum Base64 {
  static func text(_ data: Data) -> String { data.base64EncodedString() }

  /// - Returns: `nil` for what is neither, and for the two alphabets mixed.
  static func data(_ text: String) -> Data? {
    let isURLSafe = text.contains("-") || text.contains("_")
    if isURLSafe && (text.contains("+") || text.contains("/")) { return nil }
    return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/"))
  }
}
