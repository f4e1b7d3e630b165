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

  /// Prints an answer that rests on rules, marked where some of them are supposed; then writes every file.
  func emit(
    _ value: some Encodable, _ document: Document, under rulebook: Rulebook, isBrief: Bool = false,
    also additions: [OutputFiles.Addition] = []
  ) throws {
    guard !rulebook.whatIfs.isEmpty else {
      return try emit(value, document, isBrief: isBrief, also: additions)
    }
    try emit(
      WhatIfMarked(value, rulebook.whatIfs), document.marked(rulebook.whatIfs), isBrief: isBrief,
      also: additions)
  }
}
