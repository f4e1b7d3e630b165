/// A place where the text can be read in more than one way.
public struct Ambiguity: Codable, Hashable, Sendable {
  /// What the text leaves open.
  public let question: String
  /// The reading that the answers follow.
  public let applied: String
  /// The readings that they do not follow.
  public let others: [String]
  /// The country whose membership of a group is in question; `nil` for other questions.
  public let country: CountryCode?

  /// The whole in one paragraph.
  public var text: String {
    let rest = others.isEmpty ? "" : " Other reading: " + others.joined(separator: " Or: ")
    return "\(question) Applied: \(applied)\(rest)"
  }
}
