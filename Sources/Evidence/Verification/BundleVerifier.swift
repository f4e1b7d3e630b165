import Foundation
import Measurement
import Rating
import Report

/// Verifies a bundle from its files alone: neither the machine nor the network is needed.
public struct BundleVerifier {
  typealias Check = Verification.Check
  typealias Failure = Verification.Failure

  private let path: String
  private let trust: TrustFile?
  private let ownData: String?
  private let version: String
  private let now: Date
  private let awaited: AwaitedAnswer?
  private let isCancelled: () -> Bool
  private let progress: (ChallengeProgress) -> Void

  /// - Parameters:
  ///   - folder: the bundle.
  ///   - trust: the signers that count; without it nobody is trusted, and that is said.
  ///   - ownData: the directory of this version's data, to hold the bundle's against; `nil` to leave that out.
  ///   - version: of this tool.
  ///   - awaited: the verifier's own challenge, which the bundle must answer; `nil` where there is none.
  ///   - isCancelled: asked between the steps of a challenge's chains; once true, the verification fails.
  ///   - progress: told of the chains that are checked.
  public init(
    folder: String, trust: TrustFile? = nil, ownData: String? = nil, version: String, now: Date = .now,
    awaited: AwaitedAnswer? = nil, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (ChallengeProgress) -> Void = { _ in }
  ) {
    path = folder
    self.trust = trust
    self.ownData = ownData
    self.version = version
    self.now = now
    self.awaited = awaited
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Does every check in turn; the first that fails ends it.
  public func verification() -> Verification {
    var verification = Verification(bundle: path, verifiedWith: version, verified: now.ISO8601Format())
    do throws(Failure) {
      try verify(&verification)
      verification.isVerified = true
    } catch {
      verification.enter(error.check, .failed, error.message)
      verification.failure = error
    }
    return verification
  }

  private func verify(_ verification: inout Verification) throws(Failure) {
    let folder = try reading(.envelope) { () throws(EvidenceError) in try BundleFolder(path: path) }
    let envelope = try reading(.envelope) { () throws(EvidenceError) in
      try Envelope(json: folder.envelope(), name: BundleName.envelope)
    }
    verification.pass(.envelope)
    let signers = try signers(of: envelope, folder)
    verification.signer = .init(keyID: signers[0].id, standing: .notAsked, name: nil)
    verification.pass(.signature, "Ed25519, key \(signers[0].id)")

    let statement = try statement(envelope)
    verification.statementDigest = Digest.sha256(envelope.payload)
    verification.predicate = statement.predicate
    verification.pass(.statement)
    note(statement.predicate, &verification)

    let (files, answer) = try files(folder, statement)
    verification.pass(.files, "\(statement.subject.count) files")
    let contents = try BundleContents(
      files, kind: statement.predicate.kind, isOlder: isOlder(statement.predicate)
    ).checked()
    verification.pass(.samples, "\(contents.run.extent) worked out again")
    if let problem = contents.run.firstProblem {
      throw Failure(kind: .refuted, check: .run, message: problem.summary, difference: problem)
    }
    verification.pass(.run)
    let rating = RatingDerivation(contents, statement.predicate, isOlder: isOlder(statement.predicate))
    let report = try rating.report(dataRoot: "\(path)/\(BundleName.data)")
    if case .host(let report) = report, report.rules == nil, let rules = contents.run.rules {
      verification.brokenRules = rules.objection
      verification.remarks.append(
        "Made before run rules were held against a run: by those of this version "
          + (verification.brokenRules ?? "all are met") + ".")
    }
    verification.pass(
      .rating, "with \(files.keys.count { $0.hasPrefix("\(BundleName.data)/") }) data files of the bundle")
    try rating.checkHeadline(report, signer: signers[0].id, challenge: answer.map { .init($0) })
    verification.pass(.headline)
    try judge(signers, on: statement.predicate, &verification)
    try verify(answer, contents.run, &verification)
    if let ownData {
      let comparison = DataComparison(files, ownRoot: ownData)
      verification.dataDifferences = comparison.differences
      if !comparison.differences.isEmpty {
        (verification.byOwnData, verification.remarks) = comparison.consequences(
          rating, report, remarks: verification.remarks)
      }
    }
  }

  private func reading<Value>(
    _ check: Check, as kind: Failure.Kind = .unreadable, _ body: () throws(EvidenceError) -> Value
  ) throws(Failure) -> Value {
    do throws(EvidenceError) {
      return try body()
    } catch {
      throw Failure(kind: kind, check: check, message: "\(error)", difference: nil)
    }
  }

  /// The keys by which the envelope is validly signed: that of the bundle first, then the trusted ones.
  private func signers(of envelope: Envelope, _ folder: BundleFolder) throws(Failure) -> [VerificationKey] {
    let text = try reading(.signature) { () throws(EvidenceError) in
      try folder.read(BundleName.signer, limit: 1 << 16)
    }
    guard let own = VerificationKey(pem: String(decoding: text, as: UTF8.self)) else {
      throw Failure(
        kind: .unreadable, check: .signature, message: "\(BundleName.signer): no Ed25519 public key in PEM",
        difference: nil)
    }
    guard !envelope.signatures.isEmpty else {
      throw Failure(
        kind: .refuted, check: .signature, message: "\(BundleName.envelope): carries no signature",
        difference: nil)
    }
    let signers = envelope.signers(among: [own] + (trust?.signers.map(\.key) ?? []).filter { $0 != own })
    guard signers.first == own else {
      throw Failure(
        kind: .refuted, check: .signature,
        message:
          "no signature was made by the key in \(BundleName.signer) over this payload and payload type: one of "
          + "them has been changed or exchanged",
        difference: nil)
    }
    guard envelope.payloadType == Envelope.statementType else {
      throw Failure(
        kind: .unreadable, check: .signature,
        message:
          "payloadType is '\(envelope.payloadType.printable)', which is not in-toto's (\(Envelope.statementType))",
        difference: nil)
    }
    return signers
  }

  private func statement(_ envelope: Envelope) throws(Failure) -> Statement {
    let name = "the statement"
    let statement = try reading(.statement) { () throws(EvidenceError) in
      try Statement(json: envelope.payload, name: name)
    }
    try reading(.statement, as: .refuted) { () throws(EvidenceError) in try statement.checkSubjects(name) }
    let tool = statement.predicate.tool
    let own = RatingReport.schemaVersion
    guard tool.methodVersion == MeasurementResult.currentMethod, let made = SchemaVersion(tool.schemaVersion),
      let read = SchemaVersion(own), made.major == read.major, made.minor <= read.minor
    else {
      throw Failure(
        kind: .unreadable, check: .statement,
        message:
          "made by \(tool.name.printable) \(tool.version.printable) with method \(tool.methodVersion.printable) and "
          + "report schema \(tool.schemaVersion.printable); this version reads method \(MeasurementResult.currentMethod) "
          + "and schemas up to \(own): verify it with the version that made it",
        difference: nil)
    }
    return statement
  }

  /// The bytes of the files and, if a challenge was answered, the answer; the laps' results are only hashed.
  private func files(
    _ folder: BundleFolder, _ statement: Statement
  ) throws(Failure) -> (files: [String: Data], answer: BundleAnswer?) {
    let answersChallenge = statement.predicate.challenge != nil
    let names = try reading(.files, as: .refuted) { () throws(EvidenceError) in
      try folder.names(answersChallenge: answersChallenge)
    }
    let named = Set(statement.subject.map(\.name))
    func refuted(_ message: String) -> Failure {
      Failure(kind: .refuted, check: .files, message: message, difference: nil)
    }
    if let lacking = BundleName.required.first(where: { !named.contains($0) }) {
      throw refuted("the statement does not name \(lacking), which every bundle has")
    }
    if let missing = named.subtracting(names).min() {
      throw refuted("\(missing) is missing, though the statement names it")
    }
    if let stray = names.subtracting(named).min() {
      throw refuted("\(stray.printable) is there, though the statement does not name it")
    }
    func check(_ digest: String, _ subject: Statement.Subject) throws(Failure) {
      guard digest == subject.digest.sha256 else {
        throw refuted(
          "\(subject.name) has been changed: its SHA-256 is \(digest), and \(subject.digest.sha256) was signed"
        )
      }
    }
    var files: [String: Data] = [:]
    for subject in statement.subject where !(answersChallenge && BundleName.isLap(subject.name)) {
      let data = try reading(.files, as: .refuted) { () throws(EvidenceError) in try folder.read(subject.name)
      }
      try check(Digest.sha256(data), subject)
      files[subject.name] = data
    }
    guard answersChallenge else { return (files, nil) }
    let answer = try answer(files, names)
    for subject in statement.subject {
      guard let bytes = answer.laps[subject.name] else { continue }
      let digest = try reading(.files, as: .refuted) { () throws(EvidenceError) in
        try folder.digest(subject.name, bytes: bytes)
      }
      try check(digest, subject)
    }
    return (files, answer)
  }

  private func answer(_ files: [String: Data], _ names: Set<String>) throws(Failure) -> BundleAnswer {
    let answer: BundleAnswer
    do throws(ChallengeError) { answer = try BundleAnswer(files) } catch { throw Failure(error) }
    if let stranger = answer.firstStranger(among: names) {
      throw Failure(kind: .refuted, check: .challenge, message: stranger, difference: nil)
    }
    return answer
  }

  /// Verifies the answer to a challenge, where there is one or should be.
  private func verify(
    _ answer: BundleAnswer?, _ run: BundleRun, _ verification: inout Verification
  ) throws(Failure) {
    guard let answer, let predicate = verification.predicate else {
      if let awaited {
        throw Failure(
          kind: .refuted, check: .challenge,
          message:
            "it answers no challenge, and yours, nonce \(awaited.file.challenge.nonce.prefix(16))…, is to be answered",
          difference: nil)
      }
      return verification.enter(.challenge, .open, "it answers none")
    }
    guard case .host(let measurement, _) = run else {
      throw Failure(
        kind: .refuted, check: .challenge,
        message: "a challenge is answered on a host's processor, and this run was on devices", difference: nil
      )
    }
    let finding = try ChallengeVerification(answer, measurement, predicate, awaited: awaited)
      .finding(in: path, isCancelled: isCancelled, progress: progress)
    verification.challenge = finding
    verification.pass(.challenge, finding.summary)
    verification.remarks += finding.comparisons.compactMap(\.remark)
  }

  /// Whether an earlier version of the same format made the bundle, to which keys have been added since.
  private func isOlder(_ predicate: EvidencePredicate) -> Bool {
    guard let made = SchemaVersion(predicate.tool.schemaVersion),
      let own = SchemaVersion(RatingReport.schemaVersion)
    else { return false }
    return made.minor < own.minor
  }

  private func note(_ predicate: EvidencePredicate, _ verification: inout Verification) {
    if predicate.tool.version != version {
      verification.remarks.append(
        "Made by \(predicate.tool.name.printable) \(predicate.tool.version.printable) and verified by \(version): where "
          + "something differs, verify it with that version too before you call it tampering.")
    }
    if let made = try? Date(predicate.generated, strategy: .iso8601), made > now.addingTimeInterval(86_400) {
      verification.remarks.append(
        "Its time, \(predicate.generated.printable), lies ahead of this machine's clock: one of the two is wrong."
      )
    }
  }

  /// Who signed, by the trust file.
  private func judge(
    _ signers: [VerificationKey], on predicate: EvidencePredicate, _ verification: inout Verification
  ) throws(Failure) {
    guard let trust else {
      verification.enter(.signer, .open, verification.signer?.summary ?? "")
      return
    }
    let known = trust.signers.filter { signers.contains($0.key) }
    let day = CalendarDate(String(predicate.generated.prefix(10)))
    let valid = known.first { signer in
      day.map { (signer.from ?? $0) <= $0 && $0 <= (signer.until ?? $0) } ?? false
    }
    if let chosen = valid ?? known.first {
      verification.signer = .init(
        keyID: chosen.key.id, standing: valid == nil ? .outsideValidity : .trusted, name: chosen.name)
    } else {
      verification.signer?.standing = .unknown
    }
    let summary = verification.signer?.summary ?? ""
    guard valid != nil else {
      throw Failure(kind: .refuted, check: .signer, message: summary, difference: nil)
    }
    verification.pass(.signer, summary)
  }
}

/// The version of a format: a reader of one reads all earlier ones with the same first part.
struct SchemaVersion {
  let major: Int
  let minor: Int

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let major = parts[0], let minor = parts[1], parts[2] != nil else { return nil }
    self.major = major
    self.minor = minor
  }
}
