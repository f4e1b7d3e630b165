import ArgumentParser
import ChipDB
import Rating
import Report

extension ChipsCommand {
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract: "Check the tables: cells, references, physics and habits.",
      discussion: "Broken cells and findings that cannot be true end with code 65; warnings and notes with 0."
    )

    @Option(
      help: ArgumentHelp("The date whose legal lines count (default: today).", valueName: "date"),
      transform: CalendarDate.argument)
    var on: CalendarDate?

    @OptionGroup var tf32: TF32Options

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let page = try LintPage(
        data.database(), rulebook: data.rulebook(), on: on ?? .today(), tf32Reading: tf32.reading)
      try output.emit(page, page.document)
      if page.hasErrors { throw ExitStatus.badData.code }
    }
  }
}
