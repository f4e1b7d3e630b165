/// A country or territory with a code of ISO 3166-1.
public struct Country: Hashable, Codable, Sendable {
  public let code: CountryCode
  /// In English.
  public let name: String
  /// Other names in use, the spellings of the Export Administration Regulations among them.
  public let otherNames: [String]
  /// The country whose part it is under the rules, as Hong Kong is of China; `nil` for most.
  public let partOf: Whole?

  /// The country whose groups and controls a territory shares.
  public struct Whole: Hashable, Codable, Sendable {
    public let country: CountryCode
    public let reference: String
    public let confidence: Confidence
  }

  /// The code that rules go by.
  public var countsAs: CountryCode { partOf?.country ?? code }
}
