import Crypto
import Foundation
import Rating
import Testing

@testable import Measurement

/// A challenge, and a folder with a run of it.
struct ChallengeFixture {
  var challenge: Challenge
  let folder: String

  /// Small, issued now, always with the same nonce.
  /// - Parameter digit: of which the nonce consists.
  static func challenge(
    _ precisions: [Precision], size: Int = 64, steps: Int = 4, seconds: Double = 0, digit: Character = "1",
    issuedAt: Timestamp = Timestamp(.now)
  ) throws -> Challenge {
    try Challenge(
      nonce: String(repeating: digit, count: 64), precisions: precisions, size: size, steps: steps,
      seconds: seconds, issuedAt: issuedAt, validSeconds: 3600, note: "")
  }

  /// Makes a challenge and runs it.
  init(
    _ precisions: [Precision], _ conduct: FakeChainProvider.Conduct = .honest, size: Int = 64, steps: Int = 4,
    seconds: Double = 0
  ) throws {
    try self.init(
      Self.challenge(precisions, size: size, steps: steps, seconds: seconds), FakeChainProvider(conduct))
  }

  /// Runs a challenge.
  init(_ challenge: Challenge, _ provider: any GEMMProvider) throws {
    self.challenge = challenge
    folder = NSTemporaryDirectory() + UUID().uuidString
    try Self.session(challenge, provider).run(into: ChallengeFolder(path: folder))
  }

  static func session(
    _ challenge: Challenge, _ provider: any GEMMProvider, isCancelled: @escaping () -> Bool = { false }
  )
    -> ChallengeSession
  {
    ChallengeSession(
      challenge, providers: [provider], threads: 1, room: MeasurementRoom(availableBytes: 1 << 30),
      version: "test",
      isCancelled: isCancelled)
  }

  func verdict(receivedAt: Timestamp = Timestamp(.now)) throws -> ChallengeVerdict {
    try ChallengeVerifier(challenge, folder: folder, receivedAt: receivedAt).verdict()
  }

  /// The only chain's verdict.
  func chain() throws -> ChallengeVerdict.Chain { try #require(try verdict().chains.first) }

  /// Why a verification is refused.
  func refusal(receivedAt: Timestamp = Timestamp(.now)) -> ChallengeError? {
    #expect(throws: ChallengeError.self) { try verdict(receivedAt: receivedAt) }
  }

  /// Rewrites the transcript.
  func tamper(_ change: (inout Transcript) throws -> Void) throws {
    let path = folder + "/transcript.json"
    var content = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? Transcript)
    try change(&content)
    try JSONSerialization.data(withJSONObject: content).write(to: URL(fileURLWithPath: path))
  }

  typealias Transcript = [String: Any]

  /// Changes the first chain's steps of its first lap.
  func tamperSteps(_ change: (inout [Transcript]) -> Void) throws {
    try tamperFirstLap { lap in
      var steps = try #require(lap["steps"] as? [Transcript])
      change(&steps)
      lap["steps"] = steps
    }
  }

  func tamperFirstLap(_ change: (inout Transcript) throws -> Void) throws {
    try tamper { content in
      var chains = try #require(content["chains"] as? [Transcript])
      var laps = try #require(chains[0]["laps"] as? [Transcript])
      try change(&laps[0])
      chains[0]["laps"] = laps
      content["chains"] = chains
    }
  }

  /// Changes a result's bytes, and commits to what comes out.
  func forgeResult<Element>(_: Element.Type, _ change: (UnsafeMutablePointer<Element>) -> Void) throws {
    let precision = challenge.precisions[0]
    let url = URL(fileURLWithPath: folder + "/\(precision.rawValue)-1.bin")
    var data = try Data(contentsOf: url)
    try data.withUnsafeMutableBytes {
      change(try #require($0.assumingMemoryBound(to: Element.self).baseAddress))
    }
    try data.write(to: url)
    try tamperFirstLap { $0["commitment"] = SHA256.hash(data: data).hexadecimal }
  }
}
