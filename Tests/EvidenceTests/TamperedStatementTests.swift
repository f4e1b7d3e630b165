import Foundation
import Rating
import Report
import Testing

@testable import Evidence
@testable import Measurement

/// Ways to tamper with the statement, its signature and its signer, each caught by name.
@Suite struct TamperedStatementTests {
  @Test("TPP is changed in the statement alone")
  func headline() throws {
    let bundle = try FakeBundle()
    let tpp = try #require(try bundle.statement.predicate.headline.demonstratedTPP)
    try bundle.resign { $0.replacing("\"demonstratedTPP\":\(tpp)", with: "\"demonstratedTPP\":4800") }
    try bundle.expect(fails: .headline, "4800", path: "$.headline.demonstratedTPP")
  }

  @Test(
    "the statement names a way out of the bundle",
    arguments: [
      "../../../etc/passwd", "/etc/passwd", "data/../../x", "data//x", "./x", "data/./x", "", "a\\\\b",
      "a\\u0000b",
      "a b", "-rf", "x/", "bundle.dsse.json",
    ])
  func traversal(name: String) throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing("\"name\":\"report.json\"", with: "\"name\":\"\(name)\"") }
    try bundle.expect(fails: .statement, "no name of a file inside a bundle")
  }

  @Test("the statement names a file twice, or without a digest")
  func subjects() throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing("\"name\":\"report.json\"", with: "\"name\":\"signer.pub\"") }
    try bundle.expect(fails: .statement, "names signer.pub twice")
    try bundle.resign { text in
      text.replacing(/"digest":{"sha256":"[0-9a-f]{64}"},"name":"report.json"/) { _ in
        "\"digest\":{\"sha256\":\"\"},\"name\":\"report.json\""
      }
    }
    try bundle.expect(fails: .statement, "no SHA-256 stands by report.json")
  }

  @Test("the signature is another key's, under the first one's id")
  func otherKey() throws {
    let bundle = try FakeBundle()
    let envelope = try bundle.envelope
    let bytes = Envelope.preAuthenticationEncoding(type: envelope.payloadType, body: envelope.payload)
    let other = Envelope(
      payload: envelope.payload, payloadType: envelope.payloadType,
      signatures: [.init(keyID: envelope.signatures[0].keyID, bytes: try SigningKey().signature(of: bytes))])
    try bundle.write(String(decoding: other.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.expect(fails: .signature, "no signature was made by the key in signer.pub")
  }

  @Test("the signature is one over another payload")
  func otherPayload() throws {
    let bundle = try FakeBundle()
    let envelope = try bundle.envelope
    let changed = Data(
      String(decoding: envelope.payload, as: UTF8.self).replacing("record", with: "RECORD").utf8)
    let other = Envelope(payload: changed, payloadType: envelope.payloadType, signatures: envelope.signatures)
    try bundle.write(String(decoding: other.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.expect(fails: .signature, "no signature was made")
  }

  @Test(
    "the payload type is changed: it is signed too; one signed under another type is not taken for a statement"
  )
  func payloadType() throws {
    let bundle = try FakeBundle()
    try bundle.replace("application/vnd.in-toto+json", with: "application/json", in: BundleName.envelope)
    try bundle.expect(fails: .signature, "no signature was made")
    let envelope = try bundle.envelope
    let signed = try Envelope(signing: envelope.payload, as: "application/json", by: try FakeBundle.key)
    try bundle.write(String(decoding: signed.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.expect(fails: .signature, "payloadType is 'application/json'", kind: .unreadable)
  }

  @Test("the signature is stripped, or none is left")
  func stripped() throws {
    let bundle = try FakeBundle()
    let envelope = try bundle.envelope
    let bare = Envelope(payload: envelope.payload, payloadType: envelope.payloadType, signatures: [])
    try bundle.write(String(decoding: bare.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.expect(fails: .signature, "carries no signature")
    try FileManager.default.removeItem(atPath: bundle.folder + "/bundle.dsse.json")
    try bundle.expect(fails: .envelope, "No such file", kind: .unreadable)
  }

  @Test("the tier is raised from quick to record in the statement")
  func tierInStatement() throws {
    let bundle = try FakeBundle(.quick)
    #expect(try bundle.verification().isVerified)
    #expect(try !bundle.verification().isEvidence)
    let raised = { (text: String) in
      text.replacing("\"tier\":\"quick\"", with: "\"tier\":\"record\"")
        .replacing("\"isEvidence\":false", with: "\"isEvidence\":true")
    }
    let envelope = try bundle.envelope
    let changed = Envelope(
      payload: Data(raised(String(decoding: envelope.payload, as: UTF8.self)).utf8),
      payloadType: envelope.payloadType, signatures: envelope.signatures)
    try bundle.write(String(decoding: changed.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.expect(fails: .signature, "no signature was made")
    try bundle.write(String(decoding: envelope.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.resign(payload: raised)
    try bundle.expect(fails: .headline, "what follows is false", path: "$.isEvidence")
  }

  @Test(
    "choices that the command would not have taken are refused",
    arguments: [
      ("\"fp32\":0.05", "\"fp32\":-1"), ("\"fp32\":0.05", "\"fp33\":1"),
      ("\"utilisation\":0.4", "\"utilisation\":0"),
      ("\"days\":30", "\"days\":-30"), ("\"date\":\"2026-11-28\"", "\"date\":\"yesterday\""),
      ("\"equivalence\":\"tpp-diffusion\"", "\"equivalence\":\"h100e\""),
    ])
  func choices(old: String, new: String) throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing(old, with: new) }
    let failure = try #require(try bundle.verification().failure)
    #expect(failure.check == .rating && failure.kind == .unreadable, "\(failure.message)")
  }

  @Test("the statement's time is altered: it is signed, and signed again it is not the report's")
  func time() throws {
    let bundle = try FakeBundle()
    let later = { (text: String) in text.replacing("2026-11-28T12:00:00Z", with: "2025-01-01T12:00:00Z") }
    let envelope = try bundle.envelope
    let changed = Envelope(
      payload: Data(later(String(decoding: envelope.payload, as: UTF8.self)).utf8),
      payloadType: envelope.payloadType, signatures: envelope.signatures)
    try bundle.write(String(decoding: changed.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.expect(fails: .signature, "no signature was made")
    try bundle.write(String(decoding: envelope.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.resign(payload: later)
    try bundle.expect(fails: .rating, "2025-01-01", path: "$.generated")
  }

  @Test(
    "a bundle of another version of the tool says so; one of a version whose figures come about otherwise is not judged"
  )
  func versions() throws {
    let bundle = try FakeBundle()
    let other = BundleVerifier(folder: bundle.folder, version: "9.9.9").verification()
    #expect(other.isVerified)
    #expect(other.remarks.contains { $0.contains("Made by assay 0.5.0-test and verified by 9.9.9") })
    try bundle.resign { $0.replacing("\"version\":\"0.5.0-test\"", with: "\"version\":\"0.4.0\"") }
    try bundle.expect(fails: .rating, "\"0.5.0-test\"", path: "$.tool.version")
    for change in [
      ("\"methodVersion\":\"3\"", "\"methodVersion\":\"2\""),
      ("\"schemaVersion\":\"2.", "\"schemaVersion\":\"1."),
      ("\"schemaVersion\":\"2.", "\"schemaVersion\":\"2.9"),
    ] {
      let bundle = try FakeBundle()
      try bundle.resign { $0.replacing(change.0, with: change.1) }
      try bundle.expect(fails: .statement, "verify it with the version that made it", kind: .unreadable)
    }
  }

  @Test(
    "a bundle of an earlier version of the report's schema verifies, without the keys that were added since")
  func earlierSchema() throws {
    let bundle = try FakeBundle()
    let own = try #require(SchemaVersion(RatingReport.schemaVersion))
    let earlier = "\(own.major).\(own.minor - 1).0"
    let name = "\"schemaVersion\""
    try bundle.replace(
      "\(name) : \"\(RatingReport.schemaVersion)\"", with: "\(name) : \"\(earlier)\"", in: BundleName.report)
    try bundle.replace("  \"partial\" : false,\n", with: "", in: BundleName.report)
    try bundle.resign {
      $0.replacing("\(name):\"\(RatingReport.schemaVersion)\"", with: "\(name):\"\(earlier)\"")
    }
    let verification = try bundle.verification()
    #expect(verification.isEvidence, "\(verification.failure?.message ?? "")")
    // What it does have must still follow.
    try bundle.replace(
      "\"verdict\" : \"proven-above\"", with: "\"verdict\" : \"refuted\"", in: BundleName.report)
    try bundle.resign {
      $0.replacing("\(name):\"\(RatingReport.schemaVersion)\"", with: "\(name):\"\(earlier)\"")
    }
    try bundle.expect(fails: .rating, "\"refuted\"")
  }

  @Test("the key is outside the days on which it may sign; inside them its owner is named")
  func validity() throws {
    let bundle = try FakeBundle()
    let key = try FakeBundle.key.verificationKey.der.base64EncodedString()
    func line(_ days: String) -> String { "{\"name\":\"Example Lab\",\"key\":\"\(key)\"\(days)}" }
    for days in [",\"until\":\"2026-11-27\"", ",\"from\":\"2026-11-29\""] {
      try bundle.expect(fails: .signer, "on a day on which the key was not to sign", trust: [line(days)])
    }
    for days in ["", ",\"from\":\"2026-11-28\",\"until\":\"2026-11-28\""] {
      let verification = try bundle.verification(trust: [line(days)])
      #expect(verification.isEvidence)
      #expect(verification.signer?.standing == .trusted && verification.signer?.name == "Example Lab")
    }
  }

  @Test("somebody else signs the same files with a key of his own: sound, but not by whom you trust")
  func untrusted() throws {
    let bundle = try FakeBundle()
    let cheat = SigningKey()
    try bundle.redo(bundle.measurement, by: cheat)
    let verification = try bundle.verification()
    #expect(verification.isVerified)
    #expect(verification.signer?.standing == .notAsked)
    #expect(verification.signer?.summary.contains("you have not said you trust") == true)
    let trusted = TrustFile.line(name: "Example Lab", key: try FakeBundle.key.verificationKey)
    try bundle.expect(fails: .signer, "that the trust file does not name", trust: [trusted])
  }

  @Test(
    "somebody else changes a figure and signs with a key of his own: the signature is valid, the figure does not follow"
  )
  func untrustedChange() throws {
    let bundle = try FakeBundle()
    let cheat = SigningKey()
    try bundle.redo(bundle.measurement, by: cheat)
    try bundle.changeRows { $0[0].topsMedian = 1 }
    try bundle.resign(by: cheat)
    let verification = try bundle.verification()
    #expect(verification.checks.first { $0.check == .signature }?.outcome == .passed)
    try bundle.expect(fails: .samples, "the file has 1;", path: "$.rows[0].topsMedian")
  }

  @Test("the public key is exchanged, or the statement names another signer")
  func exchangedKey() throws {
    let bundle = try FakeBundle()
    let other = SigningKey().verificationKey
    try bundle.write(other.pem, to: BundleName.signer)
    try bundle.expect(fails: .signature, "no signature was made by the key in signer.pub")
    try bundle.write("no key", to: BundleName.signer)
    try bundle.expect(fails: .signature, "no Ed25519 public key", kind: .unreadable)
    try bundle.write(try FakeBundle.key.verificationKey.pem, to: BundleName.signer)
    let id = try FakeBundle.key.verificationKey.id
    try bundle.resign { $0.replacing(id, with: other.id) }
    try bundle.expect(fails: .headline, other.id, path: "$.signer")
  }

  @Test(
    "a name stands twice in an object, so that two readers see two things: in envelope, statement and files")
  func duplicates() throws {
    let envelope = try FakeBundle()
    try envelope.replace("{\"payload\":", with: "{\"payload\":\"e30=\",\"payload\":", in: BundleName.envelope)
    try envelope.expect(fails: .envelope, "\"payload\" stands twice", kind: .unreadable)
    let statement = try FakeBundle()
    try statement.resign { $0.replacing("\"tier\":", with: "\"tier\":\"quick\",\"t\\u0069er\":") }
    try statement.expect(fails: .statement, "\"tier\" stands twice", kind: .unreadable)
    for name in [BundleName.measurement, BundleName.environment, BundleName.report] {
      let bundle = try FakeBundle()
      let text = try bundle.text(name)
      try bundle.write("{\"twice\":1,\"twice\":1," + text.dropFirst(), to: name)
      try bundle.resign()
      try bundle.expect(
        fails: name == BundleName.report ? .rating : .samples, "\"twice\" stands twice",
        kind: .unreadable)
    }
  }

  @Test("what no derivation gives is added: to the statement, or to a file")
  func stray() throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing("\"tier\":", with: "\"endorsed\":\"by everybody\",\"tier\":") }
    try bundle.expect(fails: .statement, "$.predicate.endorsed", kind: .unreadable)
    for name in [BundleName.measurement, BundleName.environment, BundleName.report] {
      let bundle = try FakeBundle()
      let text = try bundle.text(name)
      try bundle.write("{\"endorsed\":true," + text.dropFirst(), to: name)
      try bundle.resign()
      try bundle.expect(fails: name == BundleName.report ? .rating : .samples, "nothing", path: "$.endorsed")
    }
  }
}
