import ArgumentParser
import Report

/// How a command's answer is written.
struct OutputOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, markdown, html
  }

  @Option(help: "How to print the answer.")
  var format: Format = .text

  @Option(name: .customLong("json"), help: ArgumentHelp("Also write JSON to a file.", valueName: "file"))
  var jsonFile: String?

  @Option(
    name: .customLong("markdown"), help: ArgumentHelp("Also write Markdown to a file.", valueName: "file"))
  var markdownFile: String?

  @Option(
    name: .customLong("html"),
    help: ArgumentHelp("Also write one self-contained page to a file.", valueName: "file"))
  var htmlFile: String?

  func validate() throws {
    let paths = [jsonFile, markdownFile, htmlFile].compactMap { $0 }
    if Set(paths).count < paths.count {
      throw ValidationError("two outputs go to the same file: name two files")
    }
    if paths.contains("") { throw ValidationError("an output has an empty name: name a file") }
  }

  /// Prints the answer, then writes every file that was asked for: a file that cannot be written is
  /// reported after the others are safe.
  func emit(_ value: some Encodable, _ document: Document) throws {
    try Console.answer(rendered(format, value, document))
    let files: [(path: String?, format: Format)] = [
      (jsonFile, .json), (markdownFile, .markdown), (htmlFile, .html),
    ]
    var failures: [String] = []
    for file in files {
      guard let path = file.path else { continue }
      do {
        try Console.write(rendered(file.format, value, document), to: path)
      } catch let failure as CommandFailure {
        failures.append(failure.message)
      }
    }
    if !failures.isEmpty {
      throw CommandFailure(status: .cannotWrite, message: failures.joined(separator: "\nassay: "))
    }
  }

  private func rendered(_ format: Format, _ value: some Encodable, _ document: Document) -> String {
    switch format {
    case .text: TerminalRenderer(isColored: Console.isColored).render(document)
    case .json: JSONRenderer().render(value)
    case .markdown: MarkdownRenderer().render(document)
    case .html: HTMLRenderer(chartLibrary: HTMLRenderer.installedChartLibrary()).render(document)
    }
  }
}
