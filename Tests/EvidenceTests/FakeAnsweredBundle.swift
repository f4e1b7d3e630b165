import Foundation
import Measurement
import Rating
import Report

@testable import Evidence
@testable import Measurement

/// A bundle of a fake run that answers a challenge with real chains, in a folder of its own.
struct FakeAnsweredBundle {
  /// The challenge as the verifier kept it.
  let own: ChallengeFile
  let bundle: FakeBundle

  /// Written once by Assay's own code; every test works on a copy.
  private static let original = Result { try write(challenge()) }

  init() throws {
    let (own, folder) = try Self.original.get()
    try self.init(own, copyOf: folder)
  }

  /// A bundle that answers a challenge of one's own.
  /// - Parameter measurement: by the seed of the challenge's nonce.
  init(_ own: ChallengeFile, measurement: (UInt64) throws -> MeasurementResult) throws {
    try self.init(own, copyOf: Self.write(own, measurement).folder)
  }

  private init(_ own: ChallengeFile, copyOf folder: String) throws {
    self.own = own
    bundle = try FakeBundle(copyOf: folder)
  }

  /// Of FP64, for which there is a library, and FP32, for which there is none. Issued so long ago that the fake run, of
  /// 391 seconds, began after it.
  static func challenge(
    digit: Character = "1", size: Int = 64, steps: Int = 4, ago seconds: Double = 400,
    validSeconds: Double = 86_400
  ) throws -> ChallengeFile {
    let challenge = try Challenge(
      nonce: String(repeating: digit, count: 64), precisions: [.fp64, .fp32], size: size, steps: steps,
      seconds: 0,
      issuedAt: Timestamp(.now).adding(-seconds), validSeconds: validSeconds, note: "tender 7")
    return try ChallengeFile(data: Data(challenge.text.utf8), name: "challenge.json")
  }

  private static func write(
    _ own: ChallengeFile,
    _ measurement: (UInt64) throws -> MeasurementResult = { try FakeRun.measurement(seed: $0) }
  ) throws -> (own: ChallengeFile, folder: String) {
    let folder = try FakeBundle.temporaryFolder() + "/bundle"
    let order = try BundleOrder(
      keyFile: FakeBundle.keyFile(), target: folder, dataRoot: FakeRun.root, challenge: own)
    _ = try write(order, measurement(own.challenge.ratingSeed), FakeLoops())
    return (own, folder)
  }

  /// Runs the chains and writes the bundle.
  @discardableResult
  static func write(
    _ order: BundleOrder, _ measurement: MeasurementResult, _ provider: FakeLoops,
    isCancelled: @escaping () -> Bool = { false }
  ) throws -> BundleOrder.Written {
    let report = try FakeRun.report(measurement, generated: Timestamp(.now).description)
    let answer = try order.answer(path: "challenge.json") { challenge in
      ChallengeSession(
        challenge, providers: [provider], threads: 1, room: MeasurementRoom(availableBytes: 1 << 30),
        version: "test",
        isCancelled: isCancelled)
    }
    return try order.write(
      report, measurement: measurement, circumstances: FakeRun.circumstances, choices: FakeRun.choices(),
      version: FakeBundle.version, answer: answer)
  }

  /// What the verifier holds it against, received now.
  var awaited: AwaitedAnswer { AwaitedAnswer(own, receivedAt: Timestamp(.now)) }

  /// Signs the files as they now are, with what the statement must then say of the answer.
  func resign() throws {
    let old = try bundle.statement.predicate
    var files: [String: Data] = [:]
    for name in [BundleName.challenge, BundleName.transcript] {
      files[name] = Data(try bundle.text(name).utf8)
    }
    try bundle.resign(
      predicate: EvidencePredicate(
        JSONDecoder().decode(RatingReport.self, from: Data(bundle.text(BundleName.report).utf8)),
        choices: old.choices,
        signer: old.signer, challenge: .init(BundleAnswer(files))))
  }

  /// Works everything out again from another measurement, and signs it.
  func redo(_ measurement: MeasurementResult, generated: String? = nil) throws {
    let generated = try generated ?? bundle.statement.predicate.generated
    let report = try FakeRun.report(measurement, generated: generated)
    try bundle.write(String(decoding: measurement.canonicalJSON, as: UTF8.self), to: BundleName.measurement)
    try bundle.write(String(decoding: report.bundleJSON, as: UTF8.self), to: BundleName.report)
    try resign()
  }

  /// Puts another challenge into the bundle.
  func exchange(_ challenge: Challenge) throws { try bundle.write(challenge.text, to: BundleName.challenge) }

  /// The bundle's challenge with other times.
  func challenge(issuedAt: Timestamp? = nil, validSeconds: Double? = nil) throws -> Challenge {
    let old = own.challenge
    return try Challenge(
      nonce: old.nonce, precisions: old.precisions, size: old.size, steps: old.steps, seconds: old.seconds,
      issuedAt: issuedAt ?? old.issuedAt, validSeconds: validSeconds ?? old.validSeconds, note: old.note)
  }
}
