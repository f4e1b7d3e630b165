/// Reads the two files of the countries: codes with names, and dated groups.
struct CountryReader {
  private enum NameKey: String, FieldKey { case name, also }
  private enum RootKey: String, FieldKey { case groups, territories }
  private enum TerritoryKey: String, FieldKey {
    case country
    case countsAs = "counts-as"
    case reference, confidence
  }

  let countries: YAMLNode
  let groups: YAMLNode

  /// Reads `countries.yaml` and `groups.yaml` of a folder.
  init(directory: String) throws(RulebookError) {
    countries = try RuleFile(path: "\(directory)/countries.yaml").root()
    groups = try RuleFile(path: "\(directory)/groups.yaml").root()
  }

  func table() throws(RulebookError) -> CountryTable {
    let entries = try countries.entries()
    var known: Set<CountryCode> = []
    for entry in entries { known.insert(try entry.key.countryCode()) }
    let fields = try groups.fields(RootKey.self)
    let territories = try territories(fields.optional(.territories), known: known)
    var seen: [String: CountryCode] = [:]
    let list = try entries.map { (entry) throws(RulebookError) in
      let code = try entry.key.countryCode()
      let names = try names(entry.value)
      for name in names {
        if let other = seen.updateValue(code, forKey: name.lowercased()), other != code {
          throw entry.value.invalid("'\(name)' already stands for \(other)", "keep one of them")
        }
      }
      return Country(
        code: code, name: names[0], otherNames: Array(names.dropFirst()), partOf: territories[code])
    }
    return CountryTable(
      countries: list,
      groups: try DestinationGroupReader(fields.required(.groups), known: known).groups())
  }

  private func names(_ node: YAMLNode) throws(RulebookError) -> [String] {
    guard node.isMap else { return [try node.text()] }
    let fields = try node.fields(NameKey.self)
    return [try fields.required(.name).text()] + (try fields.required(.also).texts())
  }

  private func territories(
    _ node: YAMLNode?, known: Set<CountryCode>
  ) throws(RulebookError) -> [CountryCode: Country.Whole] {
    var territories: [CountryCode: Country.Whole] = [:]
    for entry in try node?.list() ?? [] {
      let fields = try entry.fields(TerritoryKey.self)
      let place = try fields.required(.country)
      let country = try place.countryCode(among: known)
      let whole = Country.Whole(
        country: try fields.required(.countsAs).countryCode(among: known),
        reference: try fields.required(.reference).reference(),
        confidence: try fields.confidence(.confidence))
      guard territories.updateValue(whole, forKey: country) == nil else {
        throw place.invalid("\(country) is listed twice", "keep one of the two")
      }
    }
    return territories
  }
}

extension YAMLNode {
  /// Two capital letters.
  package func countryCode() throws(RulebookError) -> CountryCode {
    let text = try text()
    guard let code = CountryCode(text), code.description == text else {
      throw invalid("'\(text)' is no country code", "write two capital letters of ISO 3166-1, such as CN")
    }
    return code
  }

  /// The code of a country that is in the list.
  func countryCode(among known: Set<CountryCode>) throws(RulebookError) -> CountryCode {
    let code = try countryCode()
    guard known.contains(code) else {
      throw invalid("'\(code)' is not in countries.yaml", "correct the code, or add the country there")
    }
    return code
  }
}
