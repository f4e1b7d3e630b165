import ArgumentParser
import ChipDB
import Report

struct SystemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "systems",
    abstract: "List, show and compare systems of many chips: racks and pods.",
    subcommands: [List.self, Show.self, Compare.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List systems, one a line.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let page = SystemListPage(try data.database())
      try output.emit(page, page.document)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one system: what is published of it, and what its chips have together.",
      discussion: "Example: assay systems show cloudmatrix-384")

    @Argument(help: "The system's id, name or alias.")
    var system: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let database = try data.database()
      let page = SystemPage(try database.system(matching: system), in: database)
      try output.emit(page, page.document)
    }
  }

  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare two systems by every figure, and by the power that each figure takes.",
      discussion: "Example: assay systems compare cloudmatrix-384 gb200-nvl72")

    @Argument(help: "The first system, by id, name or alias.")
    var first: String

    @Argument(help: "The second: ratios are first over second.")
    var second: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let database = try data.database()
      let comparison = try SystemComparison(
        database.system(matching: first), database.system(matching: second))
      let page = SystemComparisonPage(comparison, in: database)
      try output.emit(page, page.document)
    }
  }
}
