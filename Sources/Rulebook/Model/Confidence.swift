/// How well a value of the rulebook is known. What is known from memory alone is never stored.
public enum Confidence: String, Codable, Comparable, Sendable {
  /// Supposed by a what-if file: no law that anybody has read.
  case whatIf = "what-if"
  /// Read in an excerpt, a quotation or a summary by someone else.
  case secondary
  /// Read in the primary text or in a verbatim copy of it.
  case verified

  public static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .whatIf: 0
    case .secondary: 1
    case .verified: 2
    }
  }
}

extension Confidence: CaseIterable {
  /// What a rule file may say of itself.
  public static let allCases: [Confidence] = [.secondary, .verified]
}
