import Rating

/// The answer of one paragraph about one subject on one day.
public struct Finding: Codable, Equatable, Sendable {
  public let instrument: String
  public let instrumentTitle: String
  public let jurisdiction: String
  public let kind: Instrument.Kind
  public let paragraph: String
  public let title: String
  public let effect: Paragraph.Effect
  /// By the reported figures; over an interval what holds at every value of it, though tests in the trace turn there.
  public internal(set) var outcome: Outcome
  /// By all figures that sources give: unknown where some would turn the answer.
  public internal(set) var outcomeOverPublished: Outcome
  /// What follows if the outcome is yes; says nothing about the other outcomes.
  public let consequence: String
  public let citation: Citation
  /// The lowest confidence among the paragraph and the thresholds of its trace.
  public let confidence: Confidence
  /// On the day asked about.
  public let status: Status
  public let trace: Trace
  public let ambiguities: [Ambiguity]
  /// Whether figures that have been published would turn the answer.
  public var isContested: Bool { outcomeOverPublished != outcome }
  /// What the answer leaves out.
  public let notModelled: [String]
}
