import Rating

/// One legal instrument: the content of one rule file.
public struct Instrument: Equatable, Sendable {
  /// What an instrument is about.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Tests a chip.
    case item
    /// Grants quantities of TPP.
    case allowance
    /// Tests the training of a model.
    case training
  }

  public let id: String
  public let title: String
  public let jurisdiction: String
  public let kind: Kind
  public let citation: Citation
  public let confidence: Confidence
  /// The day up to which the text is known; later changes are not in the file.
  public let reviewedOn: CalendarDate
  public let status: [StatusStatement]
  public let parameters: [Parameter]
  public let paragraphs: [Paragraph]
  public let allowances: [AllowanceRule]
  /// Where the text can be read in more than one way, with the reading applied.
  public let ambiguities: [String]
  /// What the file leaves out; shown under each answer.
  public let notModelled: [String]
  public let tests: [RuleTest]
  let location: SourceLocation

  /// What an answer for a day leaves out, the days after the review among it.
  public func notModelled(on date: CalendarDate) -> [String] {
    date <= reviewedOn
      ? notModelled
      : ["changes to the text after \(reviewedOn), when it was last reviewed"] + notModelled
  }
}
