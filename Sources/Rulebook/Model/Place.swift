import Rating

/// Where a rule looks: one country, a dated group of countries, or all.
public enum Place: Equatable, Sendable {
  case everywhere
  case country(CountryCode)
  /// The id of a `DestinationGroup`.
  case group(String)

  /// As rule files write it: "everywhere", "CN", "D:5".
  public var name: String {
    switch self {
    case .everywhere: "everywhere"
    case .country(let code): code.description
    case .group(let id): id
    }
  }
}

/// A test of one party of a transaction against places: met inside them and outside the exceptions.
public struct PlaceTest: Equatable, Sendable {
  /// Whose place is tested.
  public enum Party: String, CaseIterable, Codable, Sendable {
    /// The country that the item is sent to, or in which it changes hands.
    case destination
    /// The country in which the recipient or its ultimate parent has its headquarters.
    case headquarters
    /// The country that the item is sent from.
    case origin
  }

  public let party: Party
  public let places: [Place]
  public let exceptions: [Place]
  let location: SourceLocation

  /// Whether every place meets it.
  var isAnywhere: Bool { places == [.everywhere] && exceptions.isEmpty }

  /// The test in words: "destination in D:1, D:4, D:5, not in A:5, A:6".
  public var words: String {
    let inside = places == [.everywhere] ? "anywhere" : "in " + places.map(\.name).joined(separator: ", ")
    let outside =
      exceptions.isEmpty ? "" : ", not in " + exceptions.map(\.name).joined(separator: ", ")
    return "\(party.rawValue) \(inside)\(outside)"
  }
}

extension CountryTable {
  /// Whether a country lies in a place on a day.
  public func isInside(_ code: CountryCode, _ place: Place, on date: CalendarDate) -> Bool {
    let counted = self[code]?.countsAs ?? code
    switch place {
    case .everywhere: return true
    case .country(let country): return country == counted || country == code
    case .group(let id): return group(id)?.membership(of: counted, on: date) != nil
    }
  }

  /// Whether a country meets a test on a day.
  public func meets(_ test: PlaceTest, _ code: CountryCode, on date: CalendarDate) -> Bool {
    test.places.contains { isInside(code, $0, on: date) }
      && !test.exceptions.contains { isInside(code, $0, on: date) }
  }

  /// How well the lists of a test are known on a day.
  func confidence(of test: PlaceTest, on date: CalendarDate) -> Confidence {
    (test.places + test.exceptions).map { place in
      guard case .group(let id) = place else { return Confidence.verified }
      return group(id)?.confidence(on: date) ?? .secondary
    }.min() ?? .verified
  }
}
