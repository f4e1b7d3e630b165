import Rating

/// The countries of a day, sorted into kinds for one party: those of one kind are in the same groups that a scope tests
/// this party against, and no scope names one of them alone, so that no rule tells them apart.
struct CountryKinds: Sendable {
  /// By position in the table of countries: the number of its kind, from 0.
  let kinds: [UInt16]
  /// By number of the kind: the position of its first country.
  let first: [UInt16]

  /// No country at all.
  static let none = CountryKinds()

  private init() { (kinds, first) = ([], []) }

  init(of party: PlaceTest.Party, _ rulebook: Rulebook, on date: CalendarDate) {
    let tests = rulebook.instruments.flatMap(\.scopes).flatMap(\.versions).flatMap(\.condition.places)
    let places = tests.filter { $0.party == party }.flatMap { $0.places + $0.exceptions }
    var groups: Set<String> = []
    var named: Set<CountryCode> = []
    for place in places {
      switch place {
      case .everywhere: break
      case .group(let id): groups.insert(id)
      case .country(let code): named.insert(code)
      }
    }
    let table = rulebook.countries
    var numbers: [String: UInt16] = [:]
    var first: [UInt16] = []
    kinds = table.countries.enumerated().map { position, country in
      let codes = [country.code, country.countsAs].filter(named.contains).map(\.description)
      let memberships = table.groups(of: country.code, on: date).filter(groups.contains)
      let key = (memberships + codes).joined(separator: ",")
      if let number = numbers[key] { return number }
      numbers[key] = UInt16(first.count)
      first.append(UInt16(position))
      return UInt16(first.count - 1)
    }
    self.first = first
  }
}
