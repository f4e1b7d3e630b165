/// A list that reports of earlier versions do not have: read as an empty one.
@propertyWrapper
public struct EmptyIfAbsent<Element: Codable & Sendable>: Codable, Sendable {
  public var wrappedValue: [Element]

  public init(wrappedValue: [Element]) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode([Element].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension KeyedDecodingContainer {
  /// What the compiler calls for a member that is wrapped so.
  public func decode<Element>(_ type: EmptyIfAbsent<Element>.Type, forKey key: Key) throws -> EmptyIfAbsent<
    Element
  > {
    try decodeIfPresent(type, forKey: key) ?? EmptyIfAbsent(wrappedValue: [])
  }
}
