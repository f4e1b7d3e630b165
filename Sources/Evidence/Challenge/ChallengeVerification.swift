import Foundation
import Measurement
import Rating

/// Verifies a bundle's answer to a challenge: whose challenge it is, that the rating was made for it and in its time, the
/// chains' arithmetic, and whether chains and rating can be of one machine.
struct ChallengeVerification {
  typealias Failure = Verification.Failure

  private let answer: BundleAnswer
  private let measurement: MeasurementResult
  private let predicate: EvidencePredicate
  private let awaited: AwaitedAnswer?

  /// - Parameter awaited: the verifier's own challenge; `nil` where none was given.
  init(
    _ answer: BundleAnswer, _ measurement: MeasurementResult, _ predicate: EvidencePredicate,
    awaited: AwaitedAnswer?
  ) {
    self.answer = answer
    self.measurement = measurement
    self.predicate = predicate
    self.awaited = awaited
  }

  /// - Parameters:
  ///   - folder: the bundle.
  ///   - isCancelled: asked between steps; once true, the verification fails.
  /// - Throws: `Failure` with the first thing that does not hold.
  func finding(
    in folder: String, isCancelled: @escaping () -> Bool, progress: @escaping (ChallengeProgress) -> Void
  ) throws(Failure) -> ChallengeFinding {
    if let awaited { try checkOrigin(awaited) }
    try checkSeed()
    try checkTimes()
    let verdict: ChallengeVerdict
    do throws(ChallengeError) {
      verdict = try ChallengeVerifier(
        answer.file.challenge, folder: "\(folder)/\(BundleName.challengeFolder)",
        receivedAt: awaited?.receivedAt,
        transcript: answer.transcript, isCancelled: isCancelled, progress: progress
      ).verdict()
    } catch {
      throw Failure(error)
    }
    if let failed = verdict.chains.first(where: { $0.status == .failed }) {
      throw refuted("\(failed.precision.label): \(failed.reason ?? "no reason given")")
    }
    guard verdict.count(.verified) > 0 else {
      throw refuted("\(BundleName.transcript): there is no chain at all")
    }
    let comparisons = verdict.chains.map {
      ChainComparison($0, size: answer.file.challenge.size, in: measurement)
    }
    if let contradiction = comparisons.lazy.compactMap(\.contradiction).first { throw refuted(contradiction) }
    return ChallengeFinding(
      sha256: answer.file.digest, isVerifiersOwn: awaited != nil, verdict: verdict, comparisons: comparisons)
  }

  private func checkOrigin(_ awaited: AwaitedAnswer) throws(Failure) {
    guard awaited.file.data != answer.file.data else { return }
    let (own, other) = (awaited.file.challenge, answer.file.challenge)
    throw refuted(
      own.nonce == other.nonce
        ? "\(BundleName.challenge) has your challenge's nonce and is another file than yours: it has been altered"
        : "it answers another challenge: nonce \(other.nonce.prefix(16))…, issued at \(other.issuedAt), and yours is "
          + "\(own.nonce.prefix(16))…")
  }

  /// The rating was made for this challenge: its operands follow from the nonce.
  private func checkSeed() throws(Failure) {
    let seed = answer.file.challenge.ratingSeed
    guard measurement.seed != seed else { return }
    let difference = JSONDifference(
      file: BundleName.measurement, path: "$.seed", recorded: "\(measurement.seed)", derived: "\(seed)")
    throw Failure(
      kind: .refuted, check: .challenge,
      message:
        "\(difference.summary) from the challenge's nonce: the rating was made for another challenge, or for none",
      difference: difference)
  }

  /// The rating began after the issue, and the chains after the rating, by the signer's clocks.
  private func checkTimes() throws(Failure) {
    let issued = answer.file.challenge.issuedAt
    guard let made = Timestamp(predicate.generated) else {
      throw refuted(
        "the report's time, '\(predicate.generated.printable)', is none in the form 2026-11-28T19:02:43Z")
    }
    let tolerance = ChallengeVerifier.clockTolerance
    if made.seconds(to: issued) + measurement.seconds > tolerance {
      throw refuted(
        "the rating began before the challenge was issued at \(issued): its report was made at \(made), after "
          + "\(measurement.seconds) seconds")
    }
    if answer.transcript.began.seconds(to: made) > tolerance {
      throw refuted(
        "the chains began at \(answer.transcript.began), before the rating had ended: its report was made at \(made)"
      )
    }
  }

  private func refuted(_ message: String) -> Failure {
    Failure(kind: .refuted, check: .challenge, message: message, difference: nil)
  }
}

extension Verification.Failure {
  /// What keeps a challenge's answer from being verified.
  init(_ error: ChallengeError) {
    let isRefuted = error.kind == .refused
    self.init(
      kind: isRefuted ? .refuted : .unreadable, check: .challenge, message: error.description, difference: nil
    )
  }
}
