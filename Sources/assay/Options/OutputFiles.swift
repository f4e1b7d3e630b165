import ArgumentParser

/// The files that an answer is also written to.
struct OutputFiles: ParsableArguments {
  @Option(name: .customLong("json"), help: ArgumentHelp("Also write JSON to a file.", valueName: "file"))
  var json: String?

  @Option(
    name: .customLong("markdown"), help: ArgumentHelp("Also write Markdown to a file.", valueName: "file"))
  var markdown: String?

  @Option(
    name: .customLong("html"),
    help: ArgumentHelp("Also write one self-contained page to a file.", valueName: "file"))
  var html: String?

  func validate() throws {
    let paths = [json, markdown, html].compactMap { $0 }
    if Set(paths).count < paths.count {
      throw ValidationError("two outputs go to the same file: name two files")
    }
    if paths.contains("") { throw ValidationError("an output has an empty name: name a file") }
  }

  /// Prints the answer and writes every file that was asked for: what cannot be written is reported after the others are
  /// safe.
  func write(_ answer: String, _ render: (OutputOptions.Format) -> String) throws {
    let files: [(path: String?, format: OutputOptions.Format)] = [
      (json, .json), (markdown, .markdown), (html, .html),
    ]
    var failures: [String] = []
    func attempt(_ body: () throws -> Void) throws {
      do { try body() } catch let failure as CommandFailure { failures.append(failure.message) }
    }
    try attempt { try Console.answer(answer) }
    for file in files {
      guard let path = file.path else { continue }
      try attempt { try Console.write(render(file.format), to: path) }
    }
    if !failures.isEmpty {
      throw CommandFailure(status: .cannotWrite, message: failures.joined(separator: "\nassay: "))
    }
  }
}
