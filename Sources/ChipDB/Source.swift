import Rating

/// A document or a data set that values come from.
public struct Source: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    case datasheet, whitepaper, guide, law, dataset, press, teardown, estimate, measurement
  }

  public let id: String
  public let title: String
  public let publisher: String
  public let url: String?
  /// When it was published.
  public let date: CalendarDate?
  public let kind: Kind
  /// When it was read.
  public let retrieved: CalendarDate?
  public let licence: String?
  public let note: String?

  /// The source as a footnote names it.
  public var citation: String {
    [title, publisher, date?.description, url].compactMap { $0 }.joined(separator: ", ")
  }
}
