import Rating

/// A document or a data set that values come from.
public struct Source: Codable, Equatable, Sendable {
  public let id: String
  public let title: String
  public let publisher: String
  public let url: String?
  public let date: String?
  /// datasheet, whitepaper, guide, law, dataset, press, teardown, estimate or measurement.
  public let kind: String
  public let retrieved: CalendarDate?
  public let licence: String?
  public let note: String?

  /// The source as a footnote names it.
  public var citation: String {
    [title, publisher, date, url].compactMap { $0 }.joined(separator: ", ")
  }
}
