import ArgumentParser
import Rating
import Report
import Rulebook

/// The files of a ledger, and how they are read.
struct LedgerOptions: ParsableArguments {
  /// The standings that shipments can be held against: what was only announced bounds nothing.
  enum LegalStanding: String, CaseIterable, ExpressibleByArgument {
    case codified, enforced

    var standing: Standing {
      switch self {
      case .codified: .codified
      case .enforced: .enforced
      }
    }
  }

  @Option(
    help: "Which law counts: as it is written, or as the authority applies it. The two are never mixed.")
  var status: LegalStanding = .codified

  @Option(
    help: ArgumentHelp("The day on which what is left is told (default: today).", valueName: "date"),
    transform: CalendarDate.argument)
  var on: CalendarDate?

  @Option(
    help: ArgumentHelp(
      "What families own besides the ledger: date,ultimate_parent,destination,chip,quantity,route; route is nveu or blank. Without it no UVEU share is known.",
      valueName: "file"))
  var owned: String?

  @Option(
    name: [.customLong("attrition"), .customLong("attrited")],
    help: ArgumentHelp(
      "Chips that were lost, damaged, moved away or sold, with the same columns: they drop out from their date on.",
      valueName: "file"))
  var attrition: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Countries whose allocation was raised by an agreement between governments.", valueName: "country"))
  var agreement: [String] = []

  @Flag(help: "End with code 65 at the first line that cannot be read, instead of leaving it out.")
  var strict = false

  func reading(_ path: String?, data: RuleOptions, tf32: TF32Options) throws -> LedgerReading {
    let rulebook = try data.rulebook(under: status.standing)
    if let idle = rulebook.whatIfs.first(where: {
      $0.manner == .addition || !$0.standings.contains(status.standing)
    }) {
      throw CommandFailure(
        status: .usage,
        message:
          "\(idle.file): a ledger is held against what is \(status.rawValue), of which it says nothing: amend an "
          + "instrument of it ('overrides:'), and say under 'status:' that the amendment is \(status.rawValue), or "
          + "nothing of its standing to have it apply to all law"
      )
    }
    let rules = try LedgerRules.load(directory: data.root() + "/rulebook", rulebook: rulebook)
    let countries = try agreement.map { try rulebook.countries.country($0).code }
    if let country = countries.first(where: { !rules.canBeRaised($0, under: status.standing) }) {
      throw CommandFailure(
        status: .usage,
        message:
          "--agreement \(country): no country allocation is open to it that could be raised; leave it out")
    }
    let question = LedgerReading.Question(
      path: path, owned: owned, attrited: attrition, standing: status.standing,
      agreements: Set(countries), date: on ?? .today(), isStrict: strict, tf32Reading: tf32.reading)
    return try LedgerReading(question, rules: rules, database: data.database())
  }
}
