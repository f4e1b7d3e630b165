import ArgumentParser
import Rating
import Report
import Rulebook

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List, show, compare and check the rules.",
    subcommands: [List.self, Show.self, Diff.self, Impact.self, Lint.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the instruments, and the quantities they set on a date.")

    @Option(
      help: ArgumentHelp("The date (default: today).", valueName: "date"), transform: CalendarDate.argument)
    var on: CalendarDate?

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: RuleOptions

    func run() throws {
      let rulebook = try data.rulebook()
      let page = RuleListPage(rulebook, on: on ?? .today(), today: .today())
      try output.emit(byLaw: page, page.document, under: rulebook)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Show an instrument whole: status, numbers, reach, paragraphs, open questions, each with its text.")

    @Argument(help: "An instrument, or a paragraph in it, by id: us-3a090, 3A090.a.1.")
    var id: String

    @Option(
      help: ArgumentHelp("The date of the quantities (default: today).", valueName: "date"),
      transform: CalendarDate.argument)
    var on: CalendarDate?

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: RuleOptions

    func run() throws {
      let rulebook = try data.rulebook(withTests: true)
      let found = try rulebook.instruments(matching: id)
      guard found.count == 1 else {
        throw CommandFailure(
          status: .usage,
          message: "'\(id)' is in several instruments: give one of \(found.map(\.id).joined(separator: ", "))"
        )
      }
      let page = InstrumentPage(found[0], in: rulebook, on: on ?? .today(), today: .today())
      try output.emit(byLaw: page, page.document, under: rulebook)
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Say what changed between two dates: paragraphs, numbers, status, reach, countries in groups.")

    @Option(help: ArgumentHelp("The earlier date.", valueName: "date"), transform: CalendarDate.argument)
    var from: CalendarDate

    @Option(
      help: ArgumentHelp("The later date (default: today).", valueName: "date"),
      transform: CalendarDate.argument)
    var to: CalendarDate?

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: RuleOptions

    func run() throws {
      let rulebook = try data.rulebook()
      let page = try RuleChangesPage(rulebook, from: from, to: to ?? .today())
      try output.emit(byLaw: page, page.document, under: rulebook)
    }
  }

  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check every rule file and run its test vectors; a broken one ends with code 65.")

    @OptionGroup var data: RuleOptions

    func run() throws {
      let rulebook = try data.rulebook(withTests: true)
      let failures = try rulebook.testFailures()
      guard failures.isEmpty else {
        throw CommandFailure(
          status: .badData,
          message: failures.map(\.description).joined(separator: "\n") + "\ncorrect the rule or the vector")
      }
      let ledgers = try LedgerRules.loadAll(directory: data.root() + "/rulebook", rulebook: rulebook)
      let paragraphs = rulebook.instruments.flatMap(\.paragraphs).count
      let vectors = rulebook.instruments.flatMap(\.tests).count
      try Console.answer(
        "\(rulebook.instruments.count) instruments, \(paragraphs) paragraphs, \(vectors) test vectors, "
          + "\(rulebook.countries.countries.count) countries, \(ledgers.count) sets of ledger rules: no problem found\n"
          + rulebook.whatIfs.map { "\($0.text)\n" }.joined())
    }
  }
}
