import ArgumentParser
import Measurement

/// Speaks the worker protocol for a plug-in.
struct WorkerHostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host", abstract: "Speak the worker protocol for a plug-in (assay_plugin.h).",
    shouldDisplay: false)

  @Argument(help: "cuda, hip, or the path of a shared library.")
  var library: String

  func run() throws {
    guard DeviceServer.serve(library: library) else { throw ExitStatus.unsupported.code }
  }
}
