import Rating

/// A list of countries that rules refer to by name, with the days on which each belongs to it.
public struct DestinationGroup: Equatable, Sendable {
  /// As the law writes it: "D:5".
  public let id: String
  public let title: String
  public let citation: Citation
  /// The first day of the list; `nil` if it is older than every rule.
  public let from: CalendarDate?
  /// The day whose list was read. From then on membership is verified, before it only as far as changes are known.
  public let readOn: CalendarDate
  public let memberships: [Membership]
  public let ambiguities: [Ambiguity]
  let location: SourceLocation

  /// The days on which one country is a member.
  public struct Membership: Equatable, Sendable {
    public let country: CountryCode
    /// The first day; `nil` if no start is known.
    public let from: CalendarDate?
    /// The first day on which it is no member any more; `nil` while it is.
    public let until: CalendarDate?
    public let reference: String
    /// How well the dates are known.
    public let confidence: Confidence

    /// Whether the day lies inside.
    public func holds(on date: CalendarDate) -> Bool {
      (from.map { $0 <= date } ?? true) && (until.map { date < $0 } ?? true)
    }
  }

  /// The membership of a country on a day; `nil` if it is no member.
  public func membership(of country: CountryCode, on date: CalendarDate) -> Membership? {
    guard from.map({ $0 <= date }) ?? true else { return nil }
    return memberships.first { $0.country == country && $0.holds(on: date) }
  }

  /// The members of a day, by code.
  public func members(on date: CalendarDate) -> [CountryCode] {
    guard from.map({ $0 <= date }) ?? true else { return [] }
    return memberships.filter { $0.holds(on: date) }.map(\.country).sorted()
  }

  /// How well the list of a day is known.
  public func confidence(on date: CalendarDate) -> Confidence {
    readOn <= date ? .verified : .secondary
  }
}
