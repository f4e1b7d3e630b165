import Rating

/// One paragraph of an instrument in one version, with the days on which it is in force.
public struct Paragraph: Equatable, Sendable {
  /// What it means that a paragraph is met.
  public enum Effect: String, CaseIterable, Codable, Sendable {
    /// The item falls under the paragraph.
    case control
    /// The item is taken out of the instrument.
    case exclusion
    /// An item under control gets easier terms.
    case relief
    /// Whoever trains the model or runs the cluster takes on duties.
    case duty
    /// An import costs a duty of customs.
    case tariff
  }

  /// As the law writes it: "3A090.a.1".
  public let id: String
  public let title: String
  public let effect: Effect
  /// What it tests; an instrument may hold paragraphs of several kinds.
  public let kind: Instrument.Kind
  /// Which transactions it reaches; `nil` where the instrument does not turn on places.
  public let scope: Scope?
  /// The first day in force.
  public let from: CalendarDate
  /// The last day in force; `nil` while it has no known end.
  public let to: CalendarDate?
  public let citation: Citation
  public let confidence: Confidence
  /// What follows where the paragraph is met.
  public let consequence: String
  public let condition: Condition
  let location: SourceLocation

  /// Whether the paragraph is in force on a day.
  public func isInForce(on date: CalendarDate) -> Bool {
    from <= date && (to.map { date <= $0 } ?? true)
  }

  func overlaps(_ other: Paragraph) -> Bool {
    (to.map { other.from <= $0 } ?? true) && (other.to.map { from <= $0 } ?? true)
  }
}
