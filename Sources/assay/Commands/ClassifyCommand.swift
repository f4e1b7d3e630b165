import ArgumentParser
import ChipDB
import Rating
import Report
import Rulebook

extension Outcome: ExpressibleByArgument {}
extension Standing: ExpressibleByArgument {}

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Say which paragraphs a chip, or figures, or a training run meet on a date, with the working.",
    discussion: """
      Examples: assay classify H20 --on 2025-05-01 --to CN --hq CN; assay classify --tops fp8e4m3=733 --die-area 608 \
      --data-centre yes; assay classify --training-operations 3e25

      What is codified and what is enforced are answered apart, and so is what is only announced.
      """)

  @Argument(help: "A chip of the database, by id, name or alias.")
  var chip: String?

  @Option(help: ArgumentHelp("The date of the rules (default: today).", valueName: "date"))
  var on: CalendarDate?

  @OptionGroup var transaction: TransactionOptions

  @Option(help: "Answer under this standing alone: codified, enforced or announced.")
  var status: Standing?

  @OptionGroup var figures: FigureOptions
  @OptionGroup var tf32: TF32Options
  @OptionGroup var output: OutputOptions
  @OptionGroup var data: RuleOptions

  func validate() throws { try figures.check(forChip: chip) }

  func run() throws {
    let rulebook = try data.rulebook()
    let facts = figures.facts
    let page = try ClassificationPage(
      subject(), transaction.transaction(rulebook.countries, facts: facts), on: on ?? .today(), under: status,
      today: .today(), tf32Reading: tf32.reading, rulebook: rulebook)
    try output.emit(page, page.document, under: rulebook)
  }

  private func subject() throws -> Subject {
    if let chip { return Subject(try data.database().chip(matching: chip), tf32Reading: tf32.reading) }
    return figures.subject(tf32Reading: tf32.reading)
  }
}
