import Rating

/// One kind of die in a package.
public struct Die: Codable, Equatable, Sendable {
  public enum Role: String, Codable, CaseIterable, Sendable {
    case logic, io, memory
  }

  public let name: String
  /// How many the package holds.
  public let count: Int
  /// The area of one, in mm².
  public let areaMM2: SourcedValue
  /// The process node as marketed, in nm.
  public let nodeNM: Double?
  public let role: Role
  /// Whether it is made with non-planar transistors.
  public let nonPlanar: Outcome
}
