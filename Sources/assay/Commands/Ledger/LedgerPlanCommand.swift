import ArgumentParser
import Report

struct LedgerPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "The most that can still go to a recipient on a day, by route.",
    discussion: """
      Example: assay ledger plan shipments.csv --chip h100-sxm --to AE --parent "Falcon Holding" --headquarters AE \
      --on 2025-09-01. Without a file nothing has been shipped. Lines after the day count as spoken for.
      """)

  @Argument(help: "The ledger as CSV, or - for standard input.")
  var file: String?

  @Option(help: ArgumentHelp("What is to be shipped, by id, name or alias.", valueName: "chip"))
  var chip: String

  @Option(name: .customLong("to"), help: ArgumentHelp("The destination.", valueName: "country"))
  var destination: String

  @Option(help: ArgumentHelp("The recipient's ultimate parent, as in the ledger.", valueName: "company"))
  var parent: String?

  @Option(help: ArgumentHelp("The consignee, as in the ledger (default: the parent).", valueName: "company"))
  var consignee: String?

  @Option(
    name: [.customLong("hq"), .customLong("headquarters")],
    help: ArgumentHelp("Where the recipient or its parent has its headquarters.", valueName: "country"))
  var headquarters: String?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var tf32: TF32Options
  @OptionGroup var output: OutputOptions
  @OptionGroup var data: RuleOptions

  func run() throws {
    let reading = try ledger.reading(file, data: data, tf32: tf32)
    let page = try LedgerPlanPage(
      reading, parent: parent, consignee: consignee,
      headquarters: headquarters, destination: destination, chip: chip)
    try output.emit(byLaw: page, page.document, under: reading.rulebook)
    if page.linesLeftOut > 0 { throw ExitStatus.badData.code }
  }
}
