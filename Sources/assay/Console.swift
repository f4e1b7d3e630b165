import Foundation
import Report

/// The two streams of the command: answers on standard output, progress and errors on standard error.
struct Console {
  /// Colour only on a terminal, and not where the user objects (https://no-color.org).
  static var isColored: Bool {
    isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  static func answer(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw CommandFailure(
        status: .cannotWrite, message: "cannot write to standard output: \(error.localizedDescription)")
    }
  }

  static func complain(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Writes a file whole or not at all.
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure(
        status: .cannotWrite, message: "cannot write \(path): \(error.localizedDescription)")
    }
  }
}
