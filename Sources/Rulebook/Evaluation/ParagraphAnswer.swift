import Rating

/// What one paragraph says of an item and a transaction under one standing.
public struct ParagraphAnswer: Codable, Equatable, Sendable {
  public let instrument: String
  public let paragraph: String
  public let effect: Paragraph.Effect
  /// All three below together.
  public let outcome: Outcome
  /// Whether the paragraph has the standing on the day.
  public let standing: Outcome
  /// Whether the item meets it.
  public let item: Outcome
  /// Whether it reaches the transaction; `nil` where the paragraph names no places.
  public let reach: ReachFinding?
  /// Why the outcome is unknown; `nil` where it is not.
  public let reason: String?
  /// The same in short, without the numbers: each thing that is not known; empty where the outcome is not unknown.
  public let open: [String]
}
