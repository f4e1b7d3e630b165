import ArgumentParser
import Report

struct LedgerCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Classify every line on its date, add up by allowance, and name the first line that breaks each.",
    discussion: """
      The header is date,exporter,consignee,ultimate_parent,headquarters,destination,chip,quantity,route, in any order; \
      other columns are ignored. Dates are YYYY-MM-DD, countries ISO 3166-1 alpha-2, chips ids or aliases; a route is \
      lpp, allocation, uveu, nveu, aia, acm, licence, or blank for the first of aia, lpp and allocation that is open \
      and has room, and a licence otherwise. Headquarters may be blank where they are not known. A field may stand in \
      quotes, without line breaks. Lines in the order of their dates stream; a file out of order is sorted.

      Codes: 14 a limit, share or route is broken; 65 lines were left out and nothing is broken.
      """)

  @Argument(help: "The ledger as CSV, or - for standard input.")
  var file: String

  @Option(help: ArgumentHelp("How many parties are shown of each limit.", valueName: "number"))
  var accounts = 20

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var tf32: TF32Options
  @OptionGroup var output: OutputOptions
  @OptionGroup var data: RuleOptions

  func validate() throws {
    guard accounts > 0 else { throw ValidationError("--accounts \(accounts): give a number above 0") }
  }

  func run() throws {
    let reading = try ledger.reading(file, data: data, tf32: tf32)
    let page = LedgerPage(reading, atMost: accounts)
    try output.emit(byLaw: page, page.document, under: reading.rulebook)
    if page.isBroken { throw ExitStatus.limitBroken.code }
    if page.linesLeftOut > 0 { throw ExitStatus.badData.code }
  }
}
