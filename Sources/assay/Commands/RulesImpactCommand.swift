import ArgumentParser
import ChipDB
import Rating
import Report
import Rulebook

extension RulesCommand {
  struct Impact: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Say which chips change side under supposed rules, and which lie just under or over each line.",
      discussion: """
        Example: assay rules impact --rule examples/tpp-2400.yaml --on 2027-06-01 --to CN

        The files are supposed to have the standing that is asked about. Without --rule only the chips near the lines \
        are listed.
        """)

    @Option(
      help: ArgumentHelp("The date of the rules (default: today).", valueName: "date"),
      transform: CalendarDate.argument)
    var on: CalendarDate?

    @OptionGroup var transaction: TransactionOptions

    @Option(help: "Which standing of the law is compared: codified, enforced or announced.")
    var status: Standing = .codified

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("How near a line a chip is listed, in per cent of the line.", valueName: "percent"))
    var within = 10.0

    @OptionGroup var tf32: TF32Options
    @OptionGroup var output: OutputOptions
    @OptionGroup var data: RuleOptions

    func validate() throws {
      guard within > 0, within <= 100 else {
        throw ValidationError("--within \(within): give a share above 0 and up to 100 per cent")
      }
    }

    func run() throws {
      let law = try data.data.rulebook()
      let supposed = try law.supposing(data.files, .asIf(status))
      let page = try RuleImpactPage(
        law: law, supposed: supposed, database: data.database(), on: on ?? .today(),
        transaction.transaction(law.countries, facts: [:]), under: status, withinPercent: within,
        tf32Reading: tf32.reading)
      try output.emit(byLaw: page, page.document, under: supposed)
    }
  }
}
