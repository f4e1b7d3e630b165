/// A chip that a search found: by what, and how well.
public struct ChipMatch: Sendable {
  /// By what it was found, the surest first.
  public enum Way: Int, Comparable, Sendable {
    case id, name, alias, deviceID, processor, words, part, vendor, alike

    public static func < (a: Way, b: Way) -> Bool { a.rawValue < b.rawValue }

    /// The way in words, before what matched.
    public var label: String {
      switch self {
      case .id: "id"
      case .name: "name"
      case .alias: "alias"
      case .deviceID: "device id"
      case .processor: "processor"
      case .words: "all words, in any order"
      case .part: "part of a name"
      case .vendor: "vendor"
      case .alike: "alike"
      }
    }
  }

  public let chip: Chip
  public let way: Way
  /// The name, id or identification that matched.
  public let matched: String
  /// From 0 to 1; 1 is the very name or id.
  public let score: Double
}
