import Foundation

@testable import Evidence

extension FuzzTarget {
  /// What is accepted reads the same once it is written again, and Foundation's reader sees no other thing in it.
  static let json = FuzzTarget("json", "strict JSON, as in bundles") { bytes in
    guard let value = accepted({ try JSONText(Data(bytes)).value() }) else { return }
    let text = value.text
    try promise(accepted { try JSONText(Data(text.utf8)).value() } == value, "not read again: \(text)")
    if let other = accepted({ try JSONDecoder().decode(FoundationJSON.self, from: Data(bytes)) }) {
      try promise(other == FoundationJSON(value), "two readers see two things")
    }
  }

  static let envelope = FuzzTarget("envelope", "a DSSE envelope") { bytes in
    guard let envelope = accepted({ try Envelope(json: Data(bytes), name: "x") }) else { return }
    let again = accepted { try Envelope(json: envelope.json, name: "x") }
    try promise(again == envelope, "an envelope is not read again")
    _ = envelope.signers(among: [signer])
  }

  private static let signer = SigningKey().verificationKey

  /// The names that are accepted lie within the bundle.
  static let statement = FuzzTarget("statement", "an in-toto statement with Assay's predicate", longest: 8192)
  {
    bytes in
    guard let statement = accepted({ try Statement(json: Data(bytes), name: "x") }) else { return }
    let again = accepted { try Statement(json: statement.canonicalJSON, name: "x") }
    try promise(again == statement, "a statement is not read again")
    _ = statement.predicate.measured.summary
    _ = accepted { try statement.predicate.choices.assembling() }
    guard accepted({ try statement.checkSubjects("x") }) != nil else { return }
    for subject in statement.subject {
      let path = URL(fileURLWithPath: "/bundle/\(subject.name)").standardized.path
      try promise(
        path == "/bundle/\(subject.name)", "'\(subject.name)' leads out of the bundle or to another file")
    }
  }

  static let keys = FuzzTarget("keys", "keys in PEM and DER", longest: 1024) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    if let key = VerificationKey(pem: text) {
      try promise(VerificationKey(pem: key.pem) == key, "a public key is not read again")
    }
    if let key = VerificationKey(der: Data(bytes)) {
      try promise(key.der == Data(bytes), "a key has two encodings")
    }
    if let key = accepted({ try SigningKey(pem: text, name: "x") }) {
      let again = try SigningKey(pem: key.pem, name: "x")
      try promise(again.verificationKey == key.verificationKey, "a private key is not read again")
    }
    let file = keyFolder.file("key", bytes)
    _ = accepted { try KeyFile(file).verificationKey() }
  }

  private static let keyFolder = ScratchFolder("keys")

  static let trust = FuzzTarget("trust", "a file of trusted signers") { bytes in
    guard let file = accepted({ try TrustFile(path: trustFolder.file("trust", bytes)) }) else { return }
    try promise(!file.signers.isEmpty, "a trust file without signers")
    for signer in file.signers {
      let line = TrustFile.line(name: signer.name, key: signer.key)
      let again = try TrustFile(path: trustFolder.file("line", Data(line.utf8)))
      try promise(again.signers.map(\.key) == [signer.key], "a signer's line is not read again")
    }
  }

  private static let trustFolder = ScratchFolder("trust")
}
