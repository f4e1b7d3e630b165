import ArgumentParser

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Hold shipments against the allowances of the AI Diffusion rule, and say what can still go.",
    subcommands: [LedgerCheckCommand.self, LedgerPlanCommand.self])
}
