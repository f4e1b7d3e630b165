import ArgumentParser
import Measurement

struct ChallengeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "challenge",
    abstract: "Have a machine that you do not see prove how fast it multiplies, and verify it.",
    discussion: """
      A verifier makes a challenge, a prover runs it, the verifier checks the answer: assay challenge new --precision \
      bf16 int8 --size 4096 --out challenge.json; assay challenge run challenge.json --out answer; assay challenge \
      verify challenge.json answer. docs/challenge.md says what that proves and what it does not.
      """,
    subcommands: [ChallengeNewCommand.self, ChallengeRunCommand.self, ChallengeVerifyCommand.self])
}

extension ExitStatus {
  init(_ kind: ChallengeError.Kind) {
    switch kind {
    case .unreadable: self = .badData
    case .refused: self = .invalidMeasurement
    case .usage: self = .usage
    case .unsupported: self = .unsupported
    case .cannotWrite: self = .cannotWrite
    case .interrupted: self = .interrupted
    }
  }
}
