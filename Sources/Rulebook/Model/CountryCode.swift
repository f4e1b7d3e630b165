/// An ISO 3166-1 alpha-2 code, in two bytes.
public struct CountryCode: Hashable, Comparable, Sendable, LosslessStringConvertible {
  private let first: UInt8
  private let second: UInt8

  /// Reads two letters, of either case; `nil` for anything else. Says nothing about whether there is such a country.
  public init?(_ text: String) {
    self.init(utf8: text.utf8)
  }

  /// Reads two letters from bytes, such as a field of a table.
  public init?(utf8 bytes: some Collection<UInt8>) {
    guard bytes.count == 2, let first = bytes.first.flatMap(Self.capital),
      let second = bytes.dropFirst().first.flatMap(Self.capital)
    else { return nil }
    self.first = first
    self.second = second
  }

  public var description: String { String(decoding: [first, second], as: UTF8.self) }

  public static func < (a: CountryCode, b: CountryCode) -> Bool {
    (a.first, a.second) < (b.first, b.second)
  }

  private static func capital(_ byte: UInt8) -> UInt8? {
    let capital = byte & 0xDF
    return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(capital) ? capital : nil
  }
}

extension CountryCode: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let code = CountryCode(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not two letters")
    }
    self = code
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
