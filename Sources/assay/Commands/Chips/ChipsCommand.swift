import ArgumentParser
import ChipDB

extension Chip.Kind: ExpressibleByArgument {}

struct ChipsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chips",
    abstract: "List, show, compare, search and export the chips of the database, or check its tables.",
    subcommands: [
      List.self, Show.self, Compare.self, Search.self, Equivalent.self, Export.self, Lint.self,
    ], defaultSubcommand: List.self)
}
