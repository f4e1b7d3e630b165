import ArgumentParser
import Report
import Rulebook

/// How an answer with plots is written: as any other, and its plots as drawings and as figures.
struct PlotOptions: ParsableArguments {
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("svg"),
    help: ArgumentHelp(
      "Also draw the plot to a file; further plots go beside it, to NAME-2.svg and so on.", valueName: "file")
  )
  var svg: String?

  @Option(
    name: .customLong("plot-data"),
    help: ArgumentHelp("Also write the figures of every plot to a file, as CSV.", valueName: "file"))
  var data: String?

  func validate() throws {
    try OutputFiles.check(output.files.paths + [svg, data].compactMap { $0 })
  }

  /// Prints the answer, then writes every file that was asked for.
  func emit(_ value: some Encodable, _ document: Document, isBrief: Bool = false) throws {
    try output.emit(value, document, isBrief: isBrief, also: additions(document.plots))
  }

  /// Prints an answer that rests on the law, marked where some rules are supposed; then writes every file.
  func emit(
    byLaw value: some Encodable, _ document: Document, under rulebook: Rulebook, isBrief: Bool = false
  ) throws {
    try output.emit(
      byLaw: value, document, under: rulebook, isBrief: isBrief,
      also: additions(document.marked(rulebook.whatIfs).plots))
  }

  /// The files of the plots.
  /// - Throws: where further drawings would overwrite another output; nothing is written then.
  private func additions(_ plots: [Plot]) throws -> [OutputFiles.Addition] {
    let drawings = svg.map { PlotFileNames.numbered($0, count: max(1, plots.count)) } ?? []
    try OutputFiles.check(output.files.paths + drawings + [data].compactMap { $0 })
    func required(_ path: String) throws -> [Plot] {
      guard plots.isEmpty else { return plots }
      throw CommandFailure(status: .cannotWrite, message: "cannot write \(path): the answer has no plot")
    }
    return drawings.enumerated().map { index, path in
      (path, { try SVGRenderer().render(required(path)[index]) })
    } + (data.map { path in [(path, { try PlotCSV(required(path)).text })] } ?? [])
  }
}
