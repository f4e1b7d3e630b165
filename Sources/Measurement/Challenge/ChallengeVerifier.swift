import Foundation
import Rating

/// Verifies a run of a challenge, wherever it ran: by the challenge that the verifier kept and the folder that he received.
public struct ChallengeVerifier {
  private let challenge: Challenge
  private let folder: String
  private let receivedAt: Timestamp?
  private let given: ChallengeTranscript?
  private let isCancelled: () -> Bool
  private let progress: (ChallengeProgress) -> Void

  /// By how much the prover's calendar and the verifier's may differ, in seconds.
  package static let clockTolerance = 120.0

  /// - Parameters:
  ///   - folder: with the transcript and the results.
  ///   - receivedAt: when the verifier received them, by his own clock; `nil` where the challenge is not his own, so that
  ///     neither its expiry nor a proven rate can be told.
  ///   - transcript: where it was read before.
  ///   - isCancelled: asked between steps; once true, the verification ends.
  public init(
    _ challenge: Challenge, folder: String, receivedAt: Timestamp?, transcript: ChallengeTranscript? = nil,
    isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (ChallengeProgress) -> Void = { _ in }
  ) {
    self.challenge = challenge
    self.folder = folder
    self.receivedAt = receivedAt
    given = transcript
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Verifies: what belongs together and when first, then each lap's arithmetic.
  /// - Throws: `ChallengeError`: `unreadable` for files that cannot be read, `refused` for a run of another challenge or
  ///   of another time, `interrupted`.
  public func verdict() throws(ChallengeError) -> ChallengeVerdict {
    let transcript =
      if let given { given } else { try ChallengeTranscript(folder: folder) }
    try checkOrigin(transcript)
    if let receivedAt { try checkReceipt(receivedAt) }
    try checkTimes(transcript)
    let files = try transcript.chains.map { chain throws(ChallengeError) in
      try chain.laps.map { lap throws(ChallengeError) in try file(lap.matrix, chain.precision) }
    }
    let elapsed = receivedAt.map { challenge.issuedAt.seconds(to: $0) }
    var chains: [ChallengeVerdict.Chain] = []
    for precision in challenge.precisions {
      if let number = transcript.chains.firstIndex(where: { $0.precision == precision }) {
        chains.append(try verdict(transcript.chains[number], files[number], elapsed))
      } else {
        let reason = transcript.missing.first { $0.precision == precision }?.reason.printable
        chains.append(missing(precision, reason ?? "the transcript says nothing of it"))
      }
    }
    return ChallengeVerdict(
      challenge: challenge, receivedAt: receivedAt, began: transcript.began, ended: transcript.ended,
      elapsedSeconds: elapsed, chains: chains)
  }

  private func checkOrigin(_ transcript: ChallengeTranscript) throws(ChallengeError) {
    guard transcript.nonce == challenge.nonce else {
      throw refusal(
        "it answers another challenge: nonce \(transcript.nonce.prefix(16).description.printable)…, and the challenge's "
          + "is \(challenge.nonce.prefix(16))…")
    }
    guard transcript.size == challenge.size, transcript.steps == challenge.steps else {
      throw refusal(
        "it ran size \(transcript.size) with \(transcript.steps) steps a lap, and the challenge asks for size "
          + "\(challenge.size) with \(challenge.steps)")
    }
    for chain in transcript.chains where !challenge.precisions.contains(chain.precision) {
      throw refusal("it has a chain at \(chain.precision.rawValue), for which the challenge does not ask")
    }
  }

  private func checkReceipt(_ receivedAt: Timestamp) throws(ChallengeError) {
    let (issued, expires) = (challenge.issuedAt, challenge.expiresAt)
    if receivedAt < issued {
      throw refusal("received at \(receivedAt), before the challenge was issued at \(issued)")
    }
    if receivedAt > expires {
      throw refusal(
        "expired: received at \(receivedAt), and the challenge was valid until \(expires); if it came in time, say "
          + "when by --received")
    }
  }

  private func checkTimes(_ transcript: ChallengeTranscript) throws(ChallengeError) {
    let (issued, expires) = (challenge.issuedAt, challenge.expiresAt)
    if transcript.began.seconds(to: issued) > Self.clockTolerance {
      throw refusal("it began at \(transcript.began), before the challenge was issued at \(issued)")
    }
    if let receivedAt, receivedAt.seconds(to: transcript.ended) > Self.clockTolerance {
      throw refusal("it ended at \(transcript.ended), after it was received at \(receivedAt)")
    }
    if expires.seconds(to: transcript.ended) > Self.clockTolerance {
      throw refusal("it ended at \(transcript.ended), after the challenge had expired at \(expires)")
    }
    let calendar = transcript.began.seconds(to: transcript.ended)
    // Either end of it is a whole second.
    if (calendar - transcript.seconds).magnitude > 2 + 0.01 * transcript.seconds {
      throw refusal(
        "its times contradict each other: \(transcript.seconds) seconds by its steady clock, \(calendar) from "
          + "\(transcript.began) to \(transcript.ended)")
    }
    var last = 0.0
    for chain in transcript.chains {
      if !(chain.began >= last && chain.ended >= chain.began) {
        throw refusal(
          "its times contradict each other: the chain at \(chain.precision.rawValue) began before the last one had ended"
        )
      }
      last = chain.ended
    }
    if last > transcript.seconds {
      throw refusal("its times contradict each other: its last chain ended after the run")
    }
    if let receivedAt, transcript.seconds > issued.seconds(to: receivedAt) + Self.clockTolerance {
      throw refusal(
        "it tells of \(transcript.seconds) seconds, and from issue to receipt there were "
          + "\(issued.seconds(to: receivedAt))")
    }
  }

  private func refusal(_ problem: String) -> ChallengeError {
    ChallengeError(.refused, "\(folder): \(problem)")
  }

  /// A result's bytes, mapped.
  private func file(_ name: String, _ precision: Precision) throws(ChallengeError) -> Data {
    let path = "\(folder)/\(name)"
    let expected = challenge.bytesOfResult(precision)
    if let kind = IrregularFile(path) { throw .unreadable(path, "\(kind), not a file") }
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) } catch {
      throw .unreadable(path, "it cannot be read")
    }
    guard data.count == expected else {
      throw .unreadable(path, "\(data.count) bytes, where \(expected) are expected")
    }
    return data
  }

  private func missing(_ precision: Precision, _ reason: String) -> ChallengeVerdict.Chain {
    ChallengeVerdict.Chain(
      precision: precision, status: .missing, reason: reason, library: nil, kernel: nil, threads: nil,
      laps: 0,
      steps: 0, operations: 0, provenTops: nil, toldTops: nil, toldWholeTops: nil, vectors: 0, checks: [])
  }

  private func verdict(_ chain: ChallengeTranscript.Chain, _ files: [Data], _ elapsed: Double?)
    throws(ChallengeError) -> ChallengeVerdict.Chain
  {
    let check = ChainCheck(challenge, chain, isCancelled: isCancelled, progress: progress)
    let (fault, checks) = try check.run(files)
    let operations = Double(chain.steps) * challenge.operationsOfStep
    return ChallengeVerdict.Chain(
      precision: chain.precision, status: fault == nil ? .verified : .failed, reason: fault,
      library: chain.library.printable, kernel: chain.kernel.printable, threads: chain.threads,
      laps: chain.laps.count, steps: chain.steps, operations: operations,
      provenTops: fault == nil ? elapsed.map { operations / max(1, $0) * 1e-12 } : nil,
      toldTops: chain.tops(in: challenge),
      toldWholeTops: chain.tops(in: challenge, over: chain.ended - chain.began),
      vectors: check.vectors, checks: checks)
  }
}
