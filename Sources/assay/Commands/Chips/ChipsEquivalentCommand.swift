import ArgumentParser
import ChipDB
import Report

extension ChipsCommand {
  struct Equivalent: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Rank the chips nearest to another under a definition of equivalence, and say where they differ.",
      discussion: "Example: assay chips equivalent H20 --country CN --definition tops16-dense --limit 5")

    @Argument(help: "The chip's id, name or alias.")
    var chip: String

    @Option(
      help: ArgumentHelp(
        "An id of equivalences.csv (default: its first, which the answer names).", valueName: "id"))
    var definition: String?

    @Option(parsing: .unconditional, help: "How many chips at most.")
    var limit = 10

    @OptionGroup var filter: ChipFilterOptions

    @OptionGroup var tf32: TF32Options

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit \(limit): give at least 1") }
    }

    func run() throws {
      let database = try data.database()
      let subject = try database.chip(matching: chip)
      let ranking = try ChipAlternatives(
        to: subject, among: filter.candidates(in: database, tf32Reading: tf32.reading),
        definition: try definition.map(database.equivalenceDefinition) ?? database.defaultEquivalence,
        tf32Reading: tf32.reading, limit: limit)
      let page = ChipAlternativesPage(ranking, definitionIsDefault: definition == nil)
      try output.emit(page, page.document)
    }
  }
}
