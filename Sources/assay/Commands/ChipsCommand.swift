import ArgumentParser
import ChipDB
import Rating
import Report

extension Chip.Kind: ExpressibleByArgument {}
extension ChipFilter.Order: ExpressibleByArgument {}

struct ChipsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chips", abstract: "List the chips of the database, show one, or check the tables.",
    subcommands: [List.self, Show.self, ChipsLintCommand.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List chips, one a line.")

    @Option(help: "Only chips whose vendor's name contains this.")
    var vendor: String?

    @Option(help: ArgumentHelp("Only chips with headquarters there (ISO 3166 alpha-2).", valueName: "code"))
    var country: String?

    @Option(help: "Only chips of this kind.")
    var kind: Chip.Kind?

    @Option(help: "The order of the list.")
    var sort: ChipFilter.Order = .name

    @OptionGroup var tf32: TF32Options

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let filter = ChipFilter(vendor: vendor, country: country, kind: kind, order: sort)
      let page = ChipListPage(
        filter.apply(to: try data.database().chips, tf32Reading: tf32.reading), tf32Reading: tf32.reading)
      try output.emit(page, page.document)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show one chip: every figure with its source.")

    @Argument(help: "The chip's id, name or alias.")
    var chip: String

    @OptionGroup var tf32: TF32Options

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let database = try data.database()
      let page = ChipPage(try database.chip(matching: chip), in: database, tf32Reading: tf32.reading)
      try output.emit(page, page.document)
    }
  }
}
