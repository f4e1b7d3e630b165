import ArgumentParser
import Report
import Rulebook

/// How a command's answer is written.
struct OutputOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, markdown, html

    func render(_ value: some Encodable, _ document: Document) -> String {
      switch self {
      case .text: TerminalRenderer(isColored: Console.isColored).render(document)
      case .json: JSONRenderer().render(value)
      case .markdown: MarkdownRenderer().render(document)
      case .html: HTMLRenderer(chartLibrary: HTMLRenderer.installedChartLibrary()).render(document)
      }
    }
  }

  @Option(help: "How to print the answer.")
  var format: Format = .text

  @OptionGroup var files: OutputFiles

  /// Prints the answer, then writes every file that was asked for.
  /// - Parameters:
  ///   - isBrief: leaves the working out of text and Markdown; a page folds it, JSON has it always.
  ///   - additions: files that are written besides.
  func emit(
    _ value: some Encodable, _ document: Document, isBrief: Bool = false,
    also additions: [OutputFiles.Addition] = []
  ) throws {
    func rendered(_ format: Format) -> String {
      let leavesOut = isBrief && [.text, .markdown].contains(format)
      return format.render(value, leavesOut ? document.brief : document)
    }
    try files.write(rendered(format), also: additions, rendered)
  }

  /// Prints an answer that rests on the law, marked where some rules are supposed; then writes every file.
  /// - Parameters:
  ///   - rulebook: whose suppositions count; `nil` for an answer that rests on none of its rules.
  ///   - isBrief: as above.
  ///   - additions: files that are written besides.
  func emit(
    byLaw value: some Encodable, _ document: Document, under rulebook: Rulebook?, isBrief: Bool = false,
    also additions: [OutputFiles.Addition] = []
  ) throws {
    let files = rulebook?.whatIfs ?? []
    try emit(
      AnswerByLaw(value, supposing: files), document.marked(files), isBrief: isBrief, also: additions)
  }
}
