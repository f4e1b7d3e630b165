import ArgumentParser
import ChipDB
import Rating
import Report
import Rulebook

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract:
      "Reckon a training run: operations, chips or days, the lines that it crosses and when, and what it takes.",
    discussion: """
      Two of --chips, --days and --operations; the third follows. MFU and goodput have no default: give a share or a \
      published run (leave one out to see them).

      Examples: assay train --chips 20000 --chip ascend-910c --precision bf16 --mfu 0.35 --goodput 0.9 --days 60; \
      assay train --operations 1e26 --days 90 --chip h100-sxm --precision bf16 --mfu llama-3-1-405b \
      --goodput llama-3-1-405b
      """)

  @Option(parsing: .unconditional, help: ArgumentHelp("How many chips.", valueName: "number"))
  var chips: Double?

  @Option(help: "The chip's id, name or alias.")
  var chip: String

  @Option(help: "The precision that is trained in.")
  var precision: Precision

  @OptionGroup var utilisation: UtilisationOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("How long the run takes.", valueName: "days"))
  var days: Double?

  @Option(parsing: .unconditional, help: ArgumentHelp("Operations of the run.", valueName: "operations"))
  var operations: Double?

  @Option(
    help: ArgumentHelp("The first day of the run.", valueName: "date"), transform: CalendarDate.argument)
  var start: CalendarDate?

  @Option(
    help: ArgumentHelp("The date of the rules (default: today).", valueName: "date"),
    transform: CalendarDate.argument)
  var on: CalendarDate?

  @Option(help: "Whether the model is trained primarily on biological sequence data.")
  var biological: Outcome?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Another yes or no that a rule turns on.", valueName: "fact=yes|no"))
  var fact: [KnownFact] = []

  @Option(
    parsing: .unconditional, help: ArgumentHelp("What the machines are connected by.", valueName: "Gbit/s"))
  var networkGbps: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The power of the facility over that of its chips; a number of your own.", valueName: "factor"))
  var facilityFactor: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What an hour of one chip costs; a number of your own.", valueName: "USD"))
  var usdPerChipHour: Double?

  @Flag(help: "Also print the working of every paragraph.")
  var explain = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var data: RuleOptions

  func validate() throws {
    for (name, value) in [
      ("--chips", chips), ("--days", days), ("--operations", operations), ("--network-gbps", networkGbps),
      ("--usd-per-chip-hour", usdPerChipHour),
    ] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(name) \(value): give a number above 0")
      }
    }
    if let facilityFactor, !(facilityFactor >= 1 && facilityFactor.isFinite) {
      throw ValidationError("--facility-factor \(facilityFactor): give a number of at least 1")
    }
    for known in fact where fact.filter({ $0.fact == known.fact }).count > 1 {
      throw ValidationError("--fact names \(known.fact.rawValue) twice: give it once")
    }
    if biological != nil && fact.contains(where: { $0.fact == .biologicalSequenceData }) {
      throw ValidationError("give --biological or --fact biological-sequence-data, not both")
    }
    if [chips, days, operations].compactMap({ $0 }).count != 2 {
      throw ValidationError("give exactly two of --chips, --days and --operations: the third follows")
    }
  }

  func run() throws {
    let database = try data.database()
    let plan = try TrainingPlan(
      chip: database.chip(matching: chip), precision: precision,
      mfu: database.mfu(utilisation.mfu, at: precision),
      goodput: database.goodput(utilisation.goodput), chips: chips, days: days, operations: operations)
    var facts = Dictionary(uniqueKeysWithValues: fact.map { ($0.fact, $0.outcome) })
    if let biological { facts[.biologicalSequenceData] = biological }
    let rulebook = try data.rulebook()
    let page = try TrainingPage(
      plan, on: on ?? .today(), start: start, facts: facts, networkGbps: networkGbps,
      prices: .init(facilityFactor: facilityFactor, usdPerChipHour: usdPerChipHour), today: .today(),
      database: database, rulebook: rulebook)
    try output.emit(byLaw: page, page.document, under: rulebook, isBrief: !explain)
  }

  /// A fact that the user knows.
  struct KnownFact: ExpressibleByArgument {
    let fact: Fact
    let outcome: Outcome

    init?(argument: String) {
      let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let fact = Fact(rawValue: parts[0].lowercased()),
        let outcome = Outcome(rawValue: parts[1].lowercased())
      else { return nil }
      self.fact = fact
      self.outcome = outcome
    }

    static var allValueStrings: [String] { Fact.allCases.map { "\($0.rawValue)=yes" } }
  }
}
