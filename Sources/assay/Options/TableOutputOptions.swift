import ArgumentParser
import Report

/// How an answer that is one table is written: as any other, or as CSV.
struct TableOutputOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv, markdown, html

    /// The format of any answer; `nil` for the table's own.
    var general: OutputOptions.Format? { OutputOptions.Format(rawValue: rawValue) }
  }

  @Option(help: "How to print the answer.")
  var format: Format = .text

  @OptionGroup var files: OutputFiles

  /// Prints the answer, then writes every file that was asked for.
  /// - Parameter notes: what JSON and CSV have no place for; said on standard error then.
  func emit(_ value: some Encodable, _ document: Document, csv: String, notes: [String]) throws {
    if format == .json || format == .csv {
      for note in notes { Console.complain("note: \(note)") }
    }
    try files.write(format.general?.render(value, document) ?? csv) { $0.render(value, document) }
  }
}
