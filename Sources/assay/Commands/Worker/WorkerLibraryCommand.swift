import ArgumentParser
import Measurement

/// Holds one library open for the process that started this one.
struct WorkerLibraryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "library", abstract: "Multiply with one library for a parent process.", shouldDisplay: false)

  @Argument var order: String

  func run() throws {
    guard WorkerServer.serve(order: order) else { throw ExitStatus.unsupported.code }
  }
}
