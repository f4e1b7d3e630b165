import ArgumentParser
import ChipDB
import Report

extension ChipsCommand {
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put chips side by side: the best of each figure, and what differs most.",
      discussion: "Example: assay chips compare h20 ascend-910c mi308x")

    @Argument(help: "Two chips or more, by id, name or alias.")
    var chips: [String]

    @OptionGroup var tf32: TF32Options

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let database = try data.database()
      let page = ChipComparisonPage(
        try ChipComparison(try chips.map(database.chip(matching:)), tf32Reading: tf32.reading),
        definitions: database.equivalenceDefinitions)
      try output.emit(page, page.document)
    }
  }
}
