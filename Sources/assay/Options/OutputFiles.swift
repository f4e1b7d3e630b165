import ArgumentParser
import Foundation

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

  /// A file that is written besides, and how its text comes about.
  typealias Addition = (path: String, text: () throws -> String)

  /// The files that were named.
  var paths: [String] { [json, markdown, html].compactMap { $0 } }

  func validate() throws { try Self.check(paths) }

  /// Refuses outputs that would overwrite one another, by whatever name they go, and such as have none.
  static func check(_ paths: [String]) throws {
    if paths.contains("") { throw ValidationError("an output has an empty name: name a file") }
    if Set(paths.map(place)).count < paths.count {
      throw ValidationError("two outputs go to the same file: name two files")
    }
  }

  /// The one path of a file, whichever links and dots lead there.
  private static func place(_ path: String) -> String {
    let file = URL(fileURLWithPath: Console.destination(of: path))
    return file.deletingLastPathComponent().resolvingSymlinksInPath()
      .appendingPathComponent(file.lastPathComponent).path
  }

  /// Prints the answer and writes every file that was asked for: what cannot be written is reported after the others are
  /// safe.
  func write(
    _ answer: String, also additions: [Addition] = [], _ render: (OutputOptions.Format) -> String
  ) throws {
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
    for file in additions { try attempt { try Console.write(file.text(), to: file.path) } }
    if !failures.isEmpty {
      throw CommandFailure(status: .cannotWrite, message: failures.joined(separator: "\nassay: "))
    }
  }
}
