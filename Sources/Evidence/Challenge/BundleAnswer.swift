import Foundation
import Measurement
import Rating

/// A bundle's answer to a challenge: the challenge's file and the transcript. The laps' results, which may be large, stay
/// where they are.
struct BundleAnswer {
  let file: ChallengeFile
  let transcript: ChallengeTranscript

  init(_ file: ChallengeFile, _ transcript: ChallengeTranscript) {
    self.file = file
    self.transcript = transcript
  }

  /// - Parameter files: of the bundle, by name.
  /// - Throws: `ChallengeError` with file and key.
  init(_ files: [String: Data]) throws(ChallengeError) {
    func data(_ name: String) throws(ChallengeError) -> Data {
      guard let data = files[name] else {
        throw ChallengeError(.refused, "\(name) is missing, though the statement tells of a challenge")
      }
      return data
    }
    file = try ChallengeFile(data: data(BundleName.challenge), name: BundleName.challenge)
    transcript = try ChallengeTranscript(data: data(BundleName.transcript), name: BundleName.transcript)
  }

  /// The files with the laps' results, each with its bytes.
  var laps: [String: Int] {
    var laps: [String: Int] = [:]
    for chain in transcript.chains {
      for lap in chain.laps {
        laps[BundleName.lap(lap.matrix)] = file.challenge.bytesOfResult(chain.precision)
      }
    }
    return laps
  }

  /// - Parameter names: of the bundle's files.
  /// - Returns: what is wrong with the files in the challenge's folder; `nil` where it holds the answer and nothing else.
  func firstStranger(among names: Set<String>) -> String? {
    let expected = Set(laps.keys).union([BundleName.challenge, BundleName.transcript])
    let present = names.filter { $0.hasPrefix("\(BundleName.challengeFolder)/") }
    if let missing = expected.subtracting(present).min() {
      return "\(missing) is missing, though the transcript names it"
    }
    return present.subtracting(expected).min().map {
      "\($0) is there, though the transcript does not name it"
    }
  }
}

extension EvidencePredicate.Answer {
  /// What a statement says of an answer.
  init(_ answer: BundleAnswer) {
    let (challenge, transcript) = (answer.file.challenge, answer.transcript)
    self.init(
      nonce: challenge.nonce, sha256: answer.file.digest, began: transcript.began, ended: transcript.ended,
      chains: transcript.chains.map {
        .init(precision: $0.precision, steps: $0.steps, tops: $0.tops(in: challenge))
      }, missing: transcript.missing)
  }
}
