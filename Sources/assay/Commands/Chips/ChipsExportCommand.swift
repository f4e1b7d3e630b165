import ArgumentParser
import ChipDB
import Rating
import Report

extension ChipsCommand {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the database, or the chips that match, with every published value.",
      discussion: """
        csv: one row a value. json: an array of chips. md: one table a chip.
        Example: assay chips export --format csv --country CN > chips.csv
        """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
      case csv, json, md
    }

    @Option(help: "How to write it.")
    var format: Format

    @Option(help: ArgumentHelp("Where to write it (default: standard output).", valueName: "file"))
    var output: String?

    @OptionGroup var filter: ChipFilterOptions
    @OptionGroup var tf32: TF32Options
    @OptionGroup var data: DataOptions

    func validate() throws {
      if output == "" { throw ValidationError("--output has an empty name: name a file") }
    }

    func run() throws {
      let chips = try filter.candidates(in: data.database(), tf32Reading: tf32.reading)
      let text = rendered(ChipExport(chips))
      if let output { try Console.write(text, to: output) } else { try Console.answer(text) }
    }

    private func rendered(_ export: ChipExport) -> String {
      switch format {
      case .csv: export.csv
      case .json: JSONRenderer().render(export)
      case .md: MarkdownRenderer().render(export.document)
      }
    }
  }
}
