import ArgumentParser
import Rating
import Report
import Rulebook

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules of a date, or check the rulebook.",
    subcommands: [List.self, Lint.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the instruments, and the quantities they set on a date.")

    @Option(help: ArgumentHelp("The date (default: today).", valueName: "date"))
    var on: CalendarDate?

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let page = RuleListPage(try data.rulebook(), on: on ?? .today())
      try output.emit(page, page.document)
    }
  }

  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check every rule file; a broken one ends with code 65.")

    @OptionGroup var data: DataOptions

    func run() throws {
      let rulebook = try data.rulebook()
      let paragraphs = rulebook.instruments.flatMap(\.paragraphs).count
      try Console.answer(
        "\(rulebook.instruments.count) instruments, \(paragraphs) paragraphs: no problem found\n")
    }
  }
}
