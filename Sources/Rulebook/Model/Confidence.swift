/// How well a value of the rulebook is known. What is known from memory alone is never stored.
public enum Confidence: String, CaseIterable, Codable, Comparable, Sendable {
  /// Read in an excerpt, a quotation or a summary by someone else.
  case secondary
  /// Read in the primary text or in a verbatim copy of it.
  case verified

  public static func < (a: Confidence, b: Confidence) -> Bool {
    a == .secondary && b == .verified
  }
}
