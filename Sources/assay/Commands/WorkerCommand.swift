import ArgumentParser
import Measurement

/// Holds one library open for the process that started this one.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Multiply with one library for a parent process.", shouldDisplay: false)

  @Argument var order: String

  func run() throws {
    guard WorkerServer.serve(order: order) else { throw ExitStatus.unsupported.code }
  }
}
