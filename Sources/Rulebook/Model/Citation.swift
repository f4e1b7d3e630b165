import Rating

/// Where a rule can be read.
public struct Citation: Codable, Equatable, Sendable {
  /// The place in the law: a section, an ECCN paragraph, an article.
  public let section: String
  /// The published document: a Federal Register page, an Official Journal number.
  public let reference: String
  /// A public address of that document.
  public let url: String
  /// The day on which the text or a copy of it was read.
  public let retrieved: CalendarDate

  /// The same place of the law, as something that is amended.
  func marked(_ mark: String?) -> Citation {
    guard let mark else { return self }
    return Citation(
      section: section, reference: "\(mark), amending \(reference)", url: url, retrieved: retrieved)
  }
}
