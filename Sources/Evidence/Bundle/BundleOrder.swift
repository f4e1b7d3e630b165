import ChipDB
import Foundation
import Measurement
import Report
import Rulebook

/// An order to write a signed bundle of a rating. Everything that can be wrong with it is found before the measurement.
public struct BundleOrder {
  private let key: SigningKey
  public let draft: BundleDraft
  private let data: DataSnapshot
  private let target: String
  /// The verifier's challenge that the run answers; `nil` where it answers none.
  public let challenge: ChallengeFile?
  /// What to know of the key's file; `nil` where there is nothing.
  public let remark: String?

  /// - Parameters:
  ///   - keyFile: of the private key.
  ///   - target: the bundle's folder, which does not exist or is empty.
  ///   - dataRoot: the directory of `chipdb/` and `rulebook/` that the rating uses.
  ///   - challenge: of a verifier, to be answered in the bundle.
  /// - Throws: `EvidenceError` with a remedy.
  public init(
    keyFile: String, target: String, dataRoot: String, challenge: ChallengeFile? = nil
  ) throws(EvidenceError) {
    self.challenge = challenge
    (key, remark) = try KeyFile(keyFile).signingKey()
    draft = try BundleDraft(target: target)
    data = try DataSnapshot(root: dataRoot)
    self.target = target
  }

  /// A bundle that was written.
  public struct Written: Sendable {
    public let keyID: String
    /// Of the statement, by which the bundle can be named.
    public let statementDigest: String
  }

  /// Writes the bundle of a run on the host's processor, verifies what was written, and only then gives it its name.
  /// - Parameters:
  ///   - report: of this measurement, under these circumstances and choices.
  ///   - version: of this tool.
  ///   - answer: to the challenge, as `answer` gave it; `nil` where there is no challenge.
  ///   - progress: told of the verification of the answer.
  /// - Throws: `EvidenceError.cannotWrite`; nothing is left behind.
  public func write(
    _ report: RatingReport, measurement: MeasurementResult, circumstances: RunCircumstances,
    choices: RatingAssembler.Choices, version: String, answer: ChallengeAnswer? = nil,
    isCancelled: @escaping () -> Bool = { false }, progress: @escaping (ChallengeProgress) -> Void = { _ in }
  ) throws(EvidenceError) -> Written {
    try write(
      .host(report), of: .host(measurement, circumstances), choices: choices, version: version,
      answer: answer,
      isCancelled: isCancelled, progress: progress)
  }

  /// Writes the bundle of a run on devices in the same way.
  /// - Parameters:
  ///   - report: of this measurement, under these circumstances and choices.
  ///   - version: of this tool.
  /// - Throws: `EvidenceError.cannotWrite`; nothing is left behind.
  public func write(
    _ report: DeviceRatingReport, measurement: DevicesResult, circumstances: DevicesCircumstances,
    choices: RatingAssembler.Choices, version: String
  ) throws(EvidenceError) -> Written {
    try write(
      .devices(report), of: .devices(measurement, circumstances), choices: choices, version: version,
      answer: nil,
      isCancelled: { false }, progress: { _ in })
  }

  private func write(
    _ report: BundleReport, of run: BundleRun, choices: RatingAssembler.Choices, version: String,
    answer: ChallengeAnswer?, isCancelled: @escaping () -> Bool,
    progress: @escaping (ChallengeProgress) -> Void
  ) throws(EvidenceError) -> Written {
    let signer = key.verificationKey
    var files = data.files
    files[BundleName.measurement] = run.measurementJSON
    files[BundleName.environment] = run.circumstancesJSON
    files[BundleName.report] = report.json
    files[BundleName.signer] = Data(signer.pem.utf8)
    if let answer { files[BundleName.challenge] = answer.content.file.data }
    let predicate = report.predicate(
      .init(choices), signer: signer.id, kind: nil, challenge: answer.map { .init($0.content) })
    let payload = Statement(files: files, digests: answer?.digests ?? [:], predicate: predicate).canonicalJSON
    files[BundleName.envelope] = try Envelope(signing: payload, by: key).json
    do throws(EvidenceError) {
      try draft.write(files)
      let verification = BundleVerifier(
        folder: draft.path, version: version,
        awaited: answer.map { AwaitedAnswer($0.content.file, receivedAt: Timestamp(.now)) },
        isCancelled: isCancelled, progress: progress
      ).verification()
      if let failure = verification.failure {
        let cause = failure.check == .challenge ? "" : ", which is a defect of Assay or of a worker"
        throw .cannotWrite("\(target): it would not verify\(cause): \(failure.message)")
      }
      try draft.finish()
    } catch {
      draft.abandon()
      let reason = error.description.replacing(draft.path, with: target)
      throw .cannotWrite("no bundle was written, and nothing is left of it; the report stands: \(reason)")
    }
    return Written(keyID: signer.id, statementDigest: Digest.sha256(payload))
  }
}
