import ArgumentParser
import Foundation
import Measurement
import Rating

struct ChallengeNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a challenge, with a nonce that nobody can know before.",
    discussion:
      "Example: assay challenge new --precision bf16 --size 8192 --seconds 60 --valid 2h --out challenge.json"
  )

  @Option(parsing: .upToNextOption, help: "The precisions, each a chain: fp64, fp32, bf16, fp16, int8.")
  var precision: [Precision] = [.fp64, .fp32, .bf16, .int8]

  @Option(parsing: .unconditional, help: "The side of every matrix: the faster the machine, the larger.")
  var size = 4096

  @Option(parsing: .unconditional, help: "Products of a lap, after which the result is committed: 1 to 16.")
  var steps = 16

  @Option(parsing: .unconditional, help: "The least time of each chain's products, in seconds.")
  var seconds = 10.0

  @Option(help: "How long after the issue the answer may be received: 90s, 15m, 24h, 7d.")
  var valid = TimeSpan.day

  @Option(help: "Words of your own, kept in the challenge.")
  var note = ""

  @Option(help: ArgumentHelp("Where the challenge goes; nothing is overwritten.", valueName: "file"))
  var out: String

  func run() throws {
    let challenge: Challenge
    do {
      challenge = try Challenge(
        precisions: precision, size: size, steps: steps, seconds: seconds, issuedAt: Timestamp(.now),
        validSeconds: valid.seconds, note: note)
    } catch { throw ValidationError("\(error)") }
    try OutputFiles.check([out])
    try Console.write(challenge.text, toNew: out)
    try Console.answer(
      """
      \(out): nonce \(challenge.nonce.prefix(16))…, issued at \(challenge.issuedAt), valid until \(challenge.expiresAt)
      Keep it, and give it to the prover: assay challenge run \(out) --out answer
      Then: assay challenge verify \(out) answer

      """)
  }
}
