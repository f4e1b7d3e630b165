import ChipDB
import Foundation
import Rating
import Report

@testable import Forecast
@testable import Rulebook

extension FuzzTarget {
  /// A rule file beside the shipped countries, its test vectors run and the rules asked about some chips.
  static let rules = FuzzTarget("rules", "a rule file") { bytes in
    let path = rulesFolder.file("rule.yaml", bytes)
    for withTests in [true, false] {
      let instrument = accepted {
        let root = try RuleFile(path: path).root(withoutValueOf: withTests ? nil : InstrumentReader.lastKey)
        return try InstrumentReader(root, withTests: withTests).instrument()
      }
      guard let instrument else { continue }
      let rulebook = accepted {
        try Rulebook(checking: [instrument], countries: ShippedData.rulebook.countries)
      }
      guard let rulebook else { continue }
      _ = accepted { try rulebook.testFailures() }
      let page = InstrumentPage(instrument, in: rulebook, on: ShippedData.day, today: ShippedData.day)
      try tell(page, page.document)
      try classify(rulebook)
    }
  }

  private static let rulesFolder = ScratchFolder("rules")

  /// Over the shipped law.
  static let whatIf = FuzzTarget("what-if", "a file that supposes rules") { bytes in
    let path = whatIfFolder.file("what-if.yaml", bytes)
    guard let supposed = accepted({ try ShippedData.rulebook.supposing([path]) }) else { return }
    _ = supposed.whatIfs.map(\.text)
    try classify(supposed)
  }

  private static let whatIfFolder = ScratchFolder("what-if")

  private static func classify(_ rulebook: Rulebook) throws {
    for subject in ShippedData.subjects {
      let page = accepted {
        try ClassificationPage(
          subject, on: ShippedData.day, today: ShippedData.day, tf32Reading: .container32, rulebook: rulebook)
      }
      if let page { try tell(page, page.document) }
    }
  }

  /// The first line names one of the two files; the other is the shipped one.
  static let countries = FuzzTarget("countries", "the codes and the groups of countries") { bytes in
    let name = bytes.starts(with: "groups\n".utf8) ? "groups.yaml" : "countries.yaml"
    let path = countriesFolder.file(name, bytes.drop { $0 != UInt8(ascii: "\n") })
    defer { _ = countriesFolder.file(name, FuzzTarget.shippedCountries(name)) }
    _ = path
    guard let table = accepted({ try CountryReader(directory: countriesFolder.path).table() }) else { return }
    for text in table.countries.prefix(5).map(\.name) + ["no such country"] {
      _ = accepted { try table.country(text) }
    }
  }

  private static let countriesFolder: ScratchFolder = {
    let folder = ScratchFolder("countries")
    for name in ["countries.yaml", "groups.yaml"] { _ = folder.file(name, shippedCountries(name)) }
    return folder
  }()

  private static func shippedCountries(_ name: String) -> Data {
    FileManager.default.contents(atPath: "\(ShippedData.root)/rulebook/countries/\(name)") ?? Data()
  }

  static let ledgerRules = FuzzTarget("ledger-rules", "how a ledger is held against the law") { bytes in
    let path = ledgerRulesFolder.file("rules.yaml", bytes)
    let rules = accepted {
      try LedgerRulesReader(rulebook: ShippedData.rulebook).rules(RuleFile(path: path).root())
    }
    guard let rules else { return }
    _ = rules.notModelled(on: ShippedData.day)
    for country in rules.rulebook.countries.countries.prefix(3) {
      _ = rules.canBeRaised(country.code, under: .codified)
    }
  }

  private static let ledgerRulesFolder = ScratchFolder("ledger-rules")

  /// Added up with few draws.
  static let scenario = FuzzTarget("scenario", "a scenario of chips", longest: 8192) { bytes in
    let path = scenarioFolder.file("scenario.yaml", bytes)
    let database = ShippedData.database
    guard
      let scenario = accepted({ try ScenarioReader(path: path, sources: nil, chips: database).scenario() })
    else { return }
    let page = accepted {
      try ScenarioPage(
        ScenarioQuestion(scenario, tf32Reading: .container32, settings: .init(draws: 100)),
        under: database.equivalenceDefinitions.filter { ["tpp-diffusion", "tops8-epoch"].contains($0.id) },
        years: [], data: ShippedData.trends, in: database)
    }
    if let page { try tell(page, page.document) }
  }

  private static let scenarioFolder = ScratchFolder("scenario")
}
