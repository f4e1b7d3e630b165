import ArgumentParser
import Evidence

extension Citation.Format: ExpressibleByArgument {}

struct CiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cite",
    abstract:
      "Print the footnote that a report which quotes a bundle must carry. The bundle is verified first.")

  @OptionGroup var bundle: VerificationOptions

  @Option(help: "How to write it.")
  var format: Citation.Format = .all

  func run() throws {
    let verification = try bundle.verification()
    try verification.throwIfBad()
    guard let citation = Citation(verification) else {
      throw CommandFailure(
        status: .invalidMeasurement, message: "\(bundle.folder): not verified, so it cannot be cited")
    }
    try Console.answer(citation.rendered(format))
  }
}
