/// A library that could not be opened, and what to do about it.
public struct MissingLibrary: Codable, Equatable, Sendable {
  public let name: String
  /// The file or the name that was looked for.
  public let path: String
  public let reason: String
  public let remedy: String

  public init(name: String, path: String, reason: String, remedy: String) {
    self.name = name
    self.path = path
    self.reason = reason
    self.remedy = remedy
  }
}
