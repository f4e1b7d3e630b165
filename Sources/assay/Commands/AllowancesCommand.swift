import ArgumentParser
import ChipDB
import Rating
import Report
import Rulebook

struct AllowancesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allowances",
    abstract: "Say how many of a chip each allowance of TPP holds on a date.",
    discussion: "Example: assay allowances h100-sxm --on 2025-06-01 --definition tpp-diffusion")

  @Argument(help: "The chip's id, name or alias.")
  var chip: String

  @Option(
    help: ArgumentHelp("The date of the rules (default: today).", valueName: "date"),
    transform: CalendarDate.argument)
  var on: CalendarDate?

  @Option(
    help: ArgumentHelp(
      "The definition by which the answer counts, by its id (default: the chip's reported TPP).",
      valueName: "id"))
  var definition: String?

  @OptionGroup var tf32: TF32Options

  @OptionGroup var output: OutputOptions
  @OptionGroup var data: RuleOptions

  func run() throws {
    let (database, rulebook) = try data.databaseAndRulebook()
    let page = try AllowancesPage(
      database.chip(matching: chip), on: on ?? .today(),
      definition: definition.map(database.equivalenceDefinition), in: database, rulebook: rulebook,
      ledgers: LedgerRules.loadAll(directory: data.root() + "/rulebook", rulebook: rulebook),
      tf32Reading: tf32.reading)
    try output.emit(byLaw: page, page.document, under: rulebook)
  }
}
