import ArgumentParser

/// What has to do with worker processes: their check, and what Assay starts itself.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Check a program that reaches devices (docs/worker-protocol.md).",
    subcommands: [WorkerCheckCommand.self, WorkerLibraryCommand.self, WorkerHostCommand.self])
}
