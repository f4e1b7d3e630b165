import Rulebook

/// Chips that a country's owners hold or get, as rival sources have it: the input of a simulation.
public struct Scenario: Codable, Equatable, Sendable {
  public let id: String
  public let title: String
  public let country: CountryCode
  public let note: String?
  /// Ways in which chips come about that do not overlap: a total takes one alternative of each.
  public let parts: [Part]
  /// What a production cannot exceed.
  public let limits: [Limit]
  /// Published shares of good chips.
  public let yields: [Yield]

  /// One way in which chips come about, by rival accounts.
  public struct Part: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Sendable {
      case production, `import`, smuggled
    }

    public let id: String
    public let title: String
    public let kind: Kind
    /// The alternative to take when nobody chooses.
    public let defaultAlternative: String
    public let alternatives: [Alternative]
  }

  /// One account of a part.
  public struct Alternative: Codable, Equatable, Sendable {
    public let id: String
    public let title: String
    public let note: String?
    /// Empty where the account is that there are none.
    public let supplies: [Supply]
  }

  /// Units of one chip in a year.
  public struct Supply: Codable, Equatable, Sendable {
    public let unit: Unit
    /// The first year, where the units came over several.
    public let since: Int?
    /// The year in which, or by the end of which, there are so many.
    public let year: Int
    /// Chips; before yield where there is one.
    public let units: Amount
    /// The share of good chips, where the units count starts.
    public let yield: Amount?
    public let provenance: Provenance
  }

  /// What one unit is.
  public enum Unit: Codable, Equatable, Sendable {
    /// A chip of the chip database, by id.
    case chip(String)
    /// A rate without a product: dense 10^12 operations a second at a bit length.
    case rating(tops: Amount, bits: Int, note: String)
  }

  /// A stock of parts that limits how many chips can be made through the end of a year.
  public struct Limit: Codable, Equatable, Sendable {
    public let id: String
    public let title: String
    public let year: Int
    public let amount: Amount
    /// How many parts one chip takes, by its id in the chip database.
    public let perChip: [String: Int]
    public let provenance: Provenance

    /// How many chips of one kind the parts are enough for, were all of them used for it; `nil` where the source does not
    /// say how many parts that chip takes.
    public func chips(of id: String) -> Double? { perChip[id].map { amount.central / Double($0) } }
  }

  /// The published share of good chips.
  public struct Yield: Codable, Equatable, Sendable {
    public let chip: String
    public let year: Int
    /// A fraction of 1.
    public let share: Amount
    public let provenance: Provenance
  }
}
