import Foundation
import Rating
import Report

@testable import Evidence
@testable import Measurement

extension FuzzTarget {
  /// Lines: a measurement, its circumstances, the choices. Everything is worked out from them as by a signer who makes his
  /// figures fit.
  static let measurement = FuzzTarget(
    "measurement", "the samples and circumstances in a signed bundle, and all that follows", longest: 16_384
  ) { bytes in
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Data($0) }
    guard lines.count == 3, let told = accepted({ try MeasurementResult(canonicalJSON: lines[0]) }),
      let circumstances = accepted({ try RunCircumstances(canonicalJSON: lines[1]) })
    else { return }
    let result = told.observationsReworked
    let files = [
      BundleName.measurement: result.canonicalJSON, BundleName.environment: circumstances.canonicalJSON,
    ]
    guard let contents = accepted({ try BundleContents(files, isOlder: false).checked() }),
      RunConsistency(result, circumstances).firstProblem == nil,
      let choices = accepted({
        try EvidencePredicate.Choices(canonicalJSON: lines[2]).assembling()
      })
    else { return }
    let report = RatingAssembler(
      circumstances: contents.circumstances, measurement: contents.measurement,
      database: ShippedData.database,
      rulebook: ShippedData.rulebook, choices: choices
    ).report(command: ["assay"], generated: "", tool: .init(name: "assay", version: "0", dataDirectory: ""))
    let json = report.bundleJSON
    try promise(accepted { try JSONText(json).value() } != nil, "a report that the strict reader refuses")
    _ = EvidencePredicate(report, choices: .init(choices), signer: "").canonicalJSON
  }

  /// What is accepted reads the same once it is written again.
  static let challenge = FuzzTarget("challenge", "a challenge") { bytes in
    let path = challengeFolder.file("challenge.json", bytes)
    guard let challenge = accepted({ try Challenge(path: path) }) else { return }
    let again = accepted {
      try Challenge(path: challengeFolder.file("again.json", Data(challenge.text.utf8)))
    }
    try promise(again == challenge, "a challenge is not read again")
    try promise(challenge.firstProblem == nil, "a challenge out of bounds")
    try promise(challenge.expiresAt >= challenge.issuedAt, "a challenge that expires before it is issued")
    _ = accepted { try Challenge(path: path, now: Timestamp("2026-11-28T12:00:00Z")) }
  }

  private static let challengeFolder = ScratchFolder("challenge")

  /// Beside results of zeros, so that arithmetic is checked too; then as an answer that was verified would be told.
  static let transcript = FuzzTarget("transcript", "the transcript of a challenge's run", longest: 8192) {
    bytes in
    _ = AnsweredChallenge.folder.file("transcript.json", bytes)
    let folder = AnsweredChallenge.folder.path
    guard let transcript = accepted({ try ChallengeTranscript(folder: folder) }) else { return }
    _ = again.file("transcript.json", Data(transcript.text.utf8))
    try promise(
      accepted { try ChallengeTranscript(folder: again.path) } == transcript, "a transcript is not read again"
    )
    let verifier = ChallengeVerifier(
      AnsweredChallenge.challenge, folder: folder, receivedAt: AnsweredChallenge.receivedAt)
    guard let verdict = accepted({ try verifier.verdict() }) else { return }
    try tell(verdict, ChallengePage(verdict).document)
    for rate in verdict.chains.flatMap({ [$0.provenTops, $0.toldTops, $0.toldWholeTops] }) {
      try promise(rate.map { $0.isFinite && $0 >= 0 } ?? true, "a rate that is none: \(rate ?? 0)")
    }
  }

  private static let again = ScratchFolder("transcript-again")
}

/// A challenge with the results of an answer to it: one step each, in exact integers right and in FP64 wrong.
enum AnsweredChallenge {
  static let receivedAt = Timestamp("2026-11-28T12:10:00Z").unsafelyUnwrapped

  static let challenge: Challenge = {
    do {
      return try Challenge(
        nonce: String(repeating: "1", count: 64), precisions: [.int8, .fp64], size: 64, steps: 1, seconds: 0,
        issuedAt: Timestamp("2026-11-28T12:00:00Z").unsafelyUnwrapped, validSeconds: 3600, note: "")
    } catch { preconditionFailure("a sound challenge: \(error)") }
  }()

  static let folder: ScratchFolder = {
    let folder = ScratchFolder("transcript")
    _ = folder.file("int8-1.bin", product)
    _ = folder.file("fp64-1.bin", Data(count: 64 * 64 * 8))
    return folder
  }()

  /// X₀·M modulo 2⁸.
  static let product: [UInt8] = {
    let (x, m) = (rows(ChainMatrix<UInt8>.start, .start), rows(ChainMatrix<Int8>.factor, .factor))
    return (0..<64 * 64).map { place in
      (0..<64).reduce(0) { $0 &+ x[place / 64 * 64 + $1] &* UInt8(bitPattern: m[$1 * 64 + place % 64]) }
    }
  }()

  private static func rows<Element: ChainElement>(
    _ matrix: (Int, ChainSeed) -> ChainMatrix<Element>, _ role: ChainSeed.Role
  ) -> [Element] {
    let matrix = matrix(64, ChainSeed(role, nonce: challenge.nonce, precision: .int8, size: 64, lap: 0))
    return [Element](unsafeUninitializedCapacity: 64 * 64) { elements, count in
      for row in 0..<64 { matrix.draw(row: row, into: elements.baseAddress.unsafelyUnwrapped + 64 * row) }
      count = 64 * 64
    }
  }
}
