import Report

/// What `assay key` tells of a key.
public struct KeyPage: Encodable, Sendable {
  /// SHA-256 of the public key's DER encoding.
  public let keyID: String
  public let publicKey: String
  /// The files that were made, if any: the private key and the public one.
  public let files: [String]
  /// The line for a trust file.
  public let trustLine: String?

  /// - Parameter name: whose key it is, for a trust file.
  public init(_ key: VerificationKey, files: [String] = [], name: String? = nil) {
    keyID = key.id
    publicKey = key.pem
    self.files = files
    trustLine = name.map { TrustFile.line(name: $0, key: key) }
  }

  public var document: Document {
    var fields = [(label: "key id", value: keyID)]
    if files.count == 2 {
      fields += [("private key", "\(files[0]), to be kept from others"), ("public key", files[1])]
    }
    var sections: [Document.Section] = [
      .init("Key", [.fields(fields)]),
      .init("Public key", [.commands(publicKey.split(separator: "\n").map(String.init))]),
    ]
    if let trustLine { sections.append(.init("Line for a trust file", [.commands([trustLine])])) }
    return Document(title: "Assay: an Ed25519 key", sections: sections)
  }
}
