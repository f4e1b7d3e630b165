import ArgumentParser
import Evidence

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Verify a signed bundle from its files alone: signature, digests, and every figure from the raw samples.",
    discussion: """
      Needs neither the machine nor the network. Ends with 0 for a verified bundle of whatever tier, 11 for one that is not, \
      12 for one without a chain at a precision of your own challenge, 65 for one that cannot be read. docs/bundle.md \
      describes the format, docs/air-gapped.md the way of a challenge.
      """)

  @OptionGroup var bundle: VerificationOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let verification = try bundle.verification()
    try output.emit(verification, verification.document)
    try verification.throwIfBad()
    try verification.throwIfMissing()
  }
}
