import ArgumentParser
import Foundation
import Measurement
import Report

struct ChallengeVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify the answer to a challenge: needs neither the machine nor its libraries.",
    discussion: """
      Exit codes: 0 every chain is verified; 11 a chain is wrong, or the answer is another challenge's or comes too \
      late; 12 the others are verified and the prover has no chain at some precision; 65 the answer cannot be read.
      """)

  @Argument(help: "The challenge, as you kept it.")
  var challenge: String

  @Argument(help: "The folder with the answer.")
  var folder: String

  @Option(
    help: ArgumentHelp(
      "When the answer was received, e.g. 2026-11-28T19:02:43Z (default: now).", valueName: "time"))
  var received: Timestamp?

  @OptionGroup var output: OutputOptions

  func run() throws {
    try withExtendedLifetime(Interruption()) {
      let challenge = try Challenge(path: challenge)
      let progress = ProgressLine()
      defer { progress.finish() }
      let verdict = try ChallengeVerifier(
        challenge, folder: folder, receivedAt: received ?? Timestamp(.now), progress: { progress.show($0) }
      ).verdict()
      progress.finish()
      let page = ChallengePage(verdict)
      try output.emit(page, page.document)
      if verdict.count(.failed) > 0 { throw ExitStatus.invalidMeasurement.code }
      if verdict.count(.missing) > 0 { throw ExitStatus.unsupported.code }
    }
  }
}

extension Timestamp: ExpressibleByArgument {}
