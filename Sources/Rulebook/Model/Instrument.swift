import Rating

/// One legal instrument: the content of one rule file.
public struct Instrument: Equatable, Sendable {
  /// What an instrument is about.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Tests a chip.
    case item
    /// Tests a stack or package of memory.
    case memory
    /// Tests an integrated circuit that a fabricator or packager ships.
    case fabrication
    /// Tests a computer.
    case computer
    /// Grants quantities of TPP.
    case allowance
    /// Tests the training of a model.
    case training
    /// Tests a computing cluster.
    case cluster
  }

  public let id: String
  public let title: String
  public let jurisdiction: String
  public let kind: Kind
  public let citation: Citation
  public let confidence: Confidence
  /// The day up to which the text is known; later changes are not in the file.
  public let reviewedOn: CalendarDate
  /// After how many days the review is old.
  public let reviewDays: Int
  public internal(set) var status: [StatusStatement]
  public let parameters: [Parameter]
  public let paragraphs: [Paragraph]
  public let allowances: [AllowanceRule]
  /// By id.
  public let scopes: [Scope]
  public let ambiguities: [Ambiguity]
  /// What the file leaves out; shown under each answer.
  public let notModelled: [String]
  public internal(set) var tests: [RuleTest]
  let location: SourceLocation

  /// Where it stands on a day.
  public func status(on date: CalendarDate) -> Status { Status(status, on: date) }

  /// What an answer for a day leaves out, the days after the review among it.
  public func notModelled(on date: CalendarDate) -> [String] {
    date <= reviewedOn
      ? notModelled
      : ["changes to the text after \(reviewedOn), when it was last reviewed"] + notModelled
  }

  /// Whether an answer about a day, asked today, rests on a review that is too old: older than the day asked about, or
  /// than `reviewDays`.
  public func isStale(for date: CalendarDate, today: CalendarDate) -> Bool {
    reviewedOn < date || reviewedOn.days(to: today) > reviewDays
  }
}
