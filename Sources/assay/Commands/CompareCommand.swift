import ArgumentParser
import Report

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two reports: row by row same, faster, slower or ambiguous, with an interval.",
    discussion:
      "Example: assay measure --json a.json; assay measure --json b.json; assay compare a.json b.json")

  @Argument(help: "A file that `assay rate --json` or `assay measure --json` wrote.")
  var first: String

  @Argument(help: "The one to hold against it.")
  var second: String

  @OptionGroup var output: OutputOptions
  @OptionGroup var data: DataOptions

  func run() throws {
    let page = try ComparisonPage(
      first: first, second: second, material: data.database().materialDifference)
    try output.emit(page, page.document)
  }
}
