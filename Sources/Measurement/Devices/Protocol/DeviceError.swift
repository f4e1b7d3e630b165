/// Why a device did not do what it was asked.
public struct DeviceError: Error, Codable, CustomStringConvertible, Equatable {
  public enum Kind: String, Codable, Sendable {
    /// It has no such thing, and never will: not a failure.
    case unsupported
    /// It has no memory left.
    case memory
    /// It belongs to somebody else now.
    case busy
    /// It has vanished, or its worker has.
    case gone
    case failed
  }

  /// What is kept of one reason with its remedy, in characters.
  static let longestReason = 500
  /// A message may put several reasons together.
  private static let longestMessage = 4 * longestReason

  public let kind: Kind
  public let message: String
  public var description: String { message }

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message.printable(upTo: Self.longestMessage)
  }

  private enum CodingKeys: String, CodingKey { case kind, message }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decode(String.self, forKey: .kind)
    self.init(Kind(rawValue: kind) ?? .failed, try container.decode(String.self, forKey: .message))
  }
}
