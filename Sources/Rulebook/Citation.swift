import Rating

/// How surely the text of a rule is known.
public enum Confidence: String, Codable, CaseIterable, Sendable {
  /// Read in the primary text, or in a verbatim mirror of it.
  case verified
  /// Known from excerpts, law firms, press or trackers.
  case secondary
}

/// Where a rule stands.
public struct Citation: Codable, Equatable, Sendable {
  /// The section of the law.
  public let section: String
  /// The Federal Register page or the official journal.
  public let reference: String
  public let url: String
  public let retrieved: CalendarDate

  public var label: String { "\(section) (\(reference))" }
}

/// One dated state of an instrument. Whether it stands in the books, whether it is enforced and what has
/// been announced are three different things.
public struct StatusRecord: Codable, Equatable, Sendable {
  public enum What: String, Codable, CaseIterable, Sendable {
    case codified, enforced, announced
  }

  public let what: What
  public let holds: Bool
  public let from: CalendarDate
  public let reference: String
  public let confidence: Confidence
}

/// The state of an instrument on a day.
public struct Status: Codable, Equatable, Sendable {
  public let codified: Outcome
  public let enforced: Outcome
  /// The newest announcement up to that day, in words.
  public let announced: String?

  init(_ records: [StatusRecord], on date: CalendarDate) {
    func latest(_ what: StatusRecord.What) -> StatusRecord? {
      records.filter { $0.what == what && $0.from <= date }.max { $0.from < $1.from }
    }
    codified = latest(.codified).map { Outcome($0.holds) } ?? .unknown
    enforced = latest(.enforced).map { Outcome($0.holds) } ?? .unknown
    announced = latest(.announced)?.reference
  }

  /// "codified yes, enforced no".
  public var summary: String { "codified \(codified.rawValue), enforced \(enforced.rawValue)" }
}
