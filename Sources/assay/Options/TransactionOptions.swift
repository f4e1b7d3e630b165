import ArgumentParser
import Rating
import Rulebook

/// Where an item goes, and to whom.
struct TransactionOptions: ParsableArguments {
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "The country it is sent to (ISO 3166 alpha-2, or its English name).", valueName: "country"))
  var destination: String?

  @Option(
    name: [.customLong("hq"), .customLong("headquarters")],
    help: ArgumentHelp(
      "The country in which the recipient, or its ultimate parent, has its headquarters.",
      valueName: "country"))
  var headquarters: String?

  @Option(
    name: .customLong("from"), help: ArgumentHelp("The country it is sent from.", valueName: "country"))
  var origin: String?

  /// - Throws: `RulebookError.unknownCountry`.
  func transaction(_ countries: CountryTable, facts: [Fact: Outcome]) throws -> Transaction {
    Transaction(
      destination: try destination.map { try countries.country($0).code },
      headquarters: try headquarters.map { try countries.country($0).code },
      origin: try origin.map { try countries.country($0).code }, facts: facts)
  }
}
