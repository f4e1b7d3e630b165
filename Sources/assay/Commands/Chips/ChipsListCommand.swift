import ArgumentParser
import ChipDB
import Rating
import Report

extension ChipsCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List chips, one a line.",
      discussion: """
        Columns, which --sort takes too: \(ChipColumn.allCases.map(\.rawValue).joined(separator: ", ")).
        Example: assay chips list --country CN --where 'tpp>=4800' --where 'bandwidth<2000' --sort tpp --limit 10
        """)

    enum Direction: EnumerableFlag {
      case ascending, descending
    }

    @OptionGroup var filter: ChipFilterOptions

    @Option(
      help: ArgumentHelp(
        "What to sort by: figures and dates from the highest, text from A (default: by vendor and name).",
        valueName: "column"))
    var sort: String?

    @Flag(help: "From the lowest or from the highest.")
    var direction: Direction?

    @Option(help: ArgumentHelp("What to show, with commas between.", valueName: "columns"))
    var columns: String?

    @Option(parsing: .unconditional, help: "How many chips at most.")
    var limit: Int?

    @OptionGroup var tf32: TF32Options

    @OptionGroup var output: TableOutputOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit \(limit): give at least 1") }
    }

    func run() throws {
      let columns = try columns.map(ChipColumn.list)
      let column = try sort.map(ChipColumn.named)
      let database = try data.database()
      var filter = try filter.filter(for: database)
      filter.order =
        column.map { .init($0, isDescending: isDescending) }
        ?? isDescending.map { .init(.vendor, isDescending: $0) }
      filter.limit = limit
      let page = ChipListPage(
        filter.apply(to: database.chips, tf32Reading: tf32.reading), columns: columns)
      try output.emit(page, page.document, csv: page.csv, notes: page.notes)
    }

    private var isDescending: Bool? { direction.map { $0 == .descending } }
  }
}
