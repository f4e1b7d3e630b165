/// A library that could not be opened, and what to do about it.
public struct MissingLibrary: Codable, Equatable, Sendable {
  public let name: String
  public let reason: String
  public let remedy: String

  public init(name: String, reason: String, remedy: String) {
    self.name = name
    self.reason = reason
    self.remedy = remedy
  }
}
