import Rating

/// The countries, and the dated groups that rules speak of.
public struct CountryTable: Sendable {
  /// By code.
  public let countries: [Country]
  /// In the order of the file.
  public let groups: [DestinationGroup]
  private let byCode: [CountryCode: Country]
  private let byName: [String: Country]

  init(countries: [Country], groups: [DestinationGroup]) {
    self.countries = countries.sorted { $0.code < $1.code }
    self.groups = groups
    byCode = Dictionary(uniqueKeysWithValues: countries.map { ($0.code, $0) })
    byName = Dictionary(
      countries.flatMap { country in ([country.name] + country.otherNames).map { (Self.key($0), country) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The country with a code; `nil` if there is none.
  public subscript(code: CountryCode) -> Country? { byCode[code] }

  /// The country that a code or a name stands for, whatever its case.
  ///
  /// - Throws: `RulebookError.unknownCountry` with the nearest names.
  public func country(_ text: String) throws(RulebookError) -> Country {
    if let code = CountryCode(text), let country = byCode[code] { return country }
    if let country = byName[Self.key(text)] { return country }
    throw .unknownCountry(text, nearest: nearest(to: text))
  }

  /// The group with an id; `nil` if there is none.
  public func group(_ id: String) -> DestinationGroup? { groups.first { $0.id == id } }

  /// The ids of the groups that a country belongs to on a day, in the order of the file; those of the country whose
  /// part it is.
  public func groups(of code: CountryCode, on date: CalendarDate) -> [String] {
    let counted = byCode[code]?.countsAs ?? code
    return groups.filter { $0.membership(of: counted, on: date) != nil }.map(\.id)
  }

  /// What is open about the groups that a country belongs to, or belonged to.
  public func ambiguities(about code: CountryCode) -> [Ambiguity] {
    let counted = self[code]?.countsAs ?? code
    return groups.flatMap(\.ambiguities).filter { $0.country == counted }
  }

  private func nearest(to text: String) -> [Country] {
    let wanted = Self.key(text)
    let ranked = countries.map { country -> (distance: Int, country: Country) in
      let names = ([country.code.description, country.name] + country.otherNames).map(Self.key)
      return (names.map { editDistance($0, wanted) }.min() ?? .max, country)
    }
    return ranked.sorted { ($0.distance, $0.country.code) < ($1.distance, $1.country.code) }.prefix(3)
      .map(\.country)
  }

  private static func key(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

/// The three texts that are nearest to another, whatever their case.
package func nearestTexts(to wanted: String, among texts: [String]) -> [String] {
  let ranked = texts.map { (editDistance($0.lowercased(), wanted.lowercased()), $0) }.sorted { $0 < $1 }
  return ranked.prefix(3).map(\.1)
}

/// How many letters must be put in, left out or changed to make one text of the other (Levenshtein).
func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for (index, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in b.indices {
      let substituted = diagonal + (b[column] == letter ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
