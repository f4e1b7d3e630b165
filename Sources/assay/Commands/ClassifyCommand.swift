import ArgumentParser
import ChipDB
import Rating
import Report
import Rulebook

extension Outcome: ExpressibleByArgument {}
extension Standing: ExpressibleByArgument {}
extension Distribution: ExpressibleByArgument {}
extension Evidence: ExpressibleByArgument {}

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Say which paragraphs a chip, or figures, or a training run meet on a date, with the working.",
    discussion: """
      Examples: assay classify H20 --on 2025-05-01 --to CN --hq CN; assay classify --tops fp8e4m3=733 --die-area 608 \
      --data-centre yes; assay classify --tpp 4736 --die-area 600..650 --distribution uniform; assay classify \
      --measured report.json; assay classify --training-operations 3e25

      What is codified and what is enforced are answered apart, and so is what is only announced.
      """)

  @Argument(help: "A chip of the database, by id, name or alias.")
  var chip: String?

  @Option(
    help: ArgumentHelp(
      "A file that `assay rate --json` or `assay measure --json` wrote: its figures are lower bounds.",
      valueName: "file"))
  var measured: String?

  @Option(
    help: ArgumentHelp(
      "Which accelerator of --measured, where it has several, e.g. cuda:1.", valueName: "name"))
  var device: String?

  @Option(help: "Which figures of --measured count: demonstrated (unless this says otherwise) or derived.")
  var evidence: Evidence?

  @Option(
    help: ArgumentHelp("The date of the rules (default: today).", valueName: "date"),
    transform: CalendarDate.argument)
  var on: CalendarDate?

  @OptionGroup var transaction: TransactionOptions

  @Option(help: "Answer under this standing alone: codified, enforced or announced.")
  var status: Standing?

  @Flag(
    help:
      "Also print the working of every paragraph: each limb with its operand, source, citation and what would turn it."
  )
  var explain = false

  @OptionGroup var figures: FigureOptions
  @OptionGroup var tf32: TF32Options
  @OptionGroup var output: OutputOptions
  @OptionGroup var data: RuleOptions

  func validate() throws {
    try figures.check(forChip: chip, measured: measured)
    if measured == nil && device != nil {
      throw ValidationError("--device says which accelerator of --measured is meant: give that too")
    }
    if measured == nil && evidence != nil {
      throw ValidationError("--evidence says which figures of a report count: give --measured too")
    }
    if evidence == .declared {
      throw ValidationError(
        "--evidence declared: a report holds demonstrated and derived figures; name the chip instead")
    }
  }

  func run() throws {
    let (named, rulebook) = try chipAndRulebook()
    let facts = figures.facts
    let report = try measured.map {
      try MeasuredFigures(
        file: $0, device: device, evidence: evidence ?? .demonstrated, dieAreaMM2: figures.dieArea?.range,
        facts: facts,
        tf32Reading: tf32.reading)
    }
    let given = figures.given(tf32Reading: tf32.reading)
    let subject = report?.subject ?? named ?? given.subject
    let page = try ClassificationPage(
      subject, transaction.transaction(rulebook.countries, facts: facts), on: on ?? .today(), under: status,
      today: .today(), tf32Reading: tf32.reading, rulebook: rulebook, notes: report?.notes ?? [],
      sweeps: report == nil && chip == nil ? given.sweeps : [], distribution: figures.distribution)
    try output.emit(byLaw: page, page.document, under: rulebook, isBrief: !explain)
  }

  /// The rules and, where a chip is named, what the database says of it.
  private func chipAndRulebook() throws -> (Subject?, Rulebook) {
    guard let chip else { return (nil, try data.rulebook()) }
    let (database, rulebook) = try data.databaseAndRulebook()
    return (Subject(try database.chip(matching: chip), tf32Reading: tf32.reading), rulebook)
  }
}
