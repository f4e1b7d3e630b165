import Foundation
import Measurement

/// An answer to a challenge that lies in a bundle's draft.
public struct ChallengeAnswer {
  /// What the prover tells.
  public var transcript: ChallengeTranscript { content.transcript }

  let content: BundleAnswer
  /// Of the files that lie there already.
  let digests: [String: String]
}

extension BundleOrder {
  /// Settles whether the challenge can be answered after a rating, before anything is measured.
  /// - Parameters:
  ///   - path: of the challenge's file, for messages.
  ///   - plan: of the rating.
  ///   - room: the memory that may be used.
  /// - Throws: `ChallengeError` with a remedy: expired, too little time, too little memory or room.
  public func checkChallenge(path: String, plan: SamplingPlan, room: MeasurementRoom) throws(ChallengeError) {
    guard let challenge = challenge?.challenge else { return }
    try challenge.checkTime(for: plan, from: Timestamp(.now), path: path)
    try ChallengeSession.check(
      challenge, room: room, place: draft.parent, largest: BundleFolder.largestResults)
  }

  /// Runs the chains of the challenge after the rating, into the bundle's draft.
  /// - Parameters:
  ///   - path: of the challenge's file, for messages.
  ///   - session: answers the challenge of this order.
  /// - Returns: `nil` where there is no challenge.
  /// - Throws: `ChallengeError`, `EvidenceError`; nothing is left behind.
  public func answer(path: String, with session: (Challenge) -> ChallengeSession) throws -> ChallengeAnswer? {
    guard let challenge else { return nil }
    do {
      // The rating took its time.
      try challenge.challenge.checkValidity(Timestamp(.now), path: path)
      let place = try draft.reserve(BundleName.challengeFolder)
      let folder = try ChallengeFolder(path: place, largest: BundleFolder.largestResults)
      let transcript = try session(challenge.challenge).run(into: folder)
      try draft.adopt(BundleName.challengeFolder)
      let file = try SmallFile.read("\(place)/\(ChallengeTranscript.file)", limit: .max >> 1).data
      var digests = [BundleName.transcript: Digest.sha256(file)]
      for lap in transcript.chains.flatMap(\.laps) { digests[BundleName.lap(lap.matrix)] = lap.commitment }
      return ChallengeAnswer(content: BundleAnswer(challenge, transcript), digests: digests)
    } catch {
      draft.abandon()
      throw error
    }
  }
}
