import Rating

/// Who gets the item, where, and from where. What is `nil` or missing is unknown.
public struct Transaction: Equatable, Codable, Sendable {
  /// The country that the item is sent to, or in which it changes hands.
  public let destination: CountryCode?
  /// The country in which the recipient or its ultimate parent has its headquarters.
  public let headquarters: CountryCode?
  /// The country that the item is sent from.
  public let origin: CountryCode?
  /// What is known of the end use and of the recipient.
  public let facts: [Fact: Outcome]

  public init(
    destination: CountryCode? = nil, headquarters: CountryCode? = nil, origin: CountryCode? = nil,
    facts: [Fact: Outcome] = [:]
  ) {
    self.destination = destination
    self.headquarters = headquarters
    self.origin = origin
    self.facts = facts
  }

  /// Nothing is known.
  public static let unknown = Transaction()

  func country(of party: PlaceTest.Party) -> CountryCode? {
    switch party {
    case .destination: destination
    case .headquarters: headquarters
    case .origin: origin
    }
  }
}
