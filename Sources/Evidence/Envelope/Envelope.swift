import Foundation

/// A signed message as DSSE has it, the Dead Simple Signing Envelope (secure-systems-lab/dsse, protocol 1.0.0).
struct Envelope: Equatable, Sendable {
  /// The bytes that were signed.
  let payload: Data
  let payloadType: String
  let signatures: [Signature]

  struct Signature: Equatable, Sendable {
    /// A hint which key to try; nothing vouches for it.
    let keyID: String?
    let bytes: Data
  }

  /// The type of in-toto's statements (in-toto/attestation, spec/v1/envelope.md).
  static let statementType = "application/vnd.in-toto+json"

  /// More signatures than anybody would check.
  private static let mostSignatures = 64

  init(payload: Data, payloadType: String, signatures: [Signature]) {
    self.payload = payload
    self.payloadType = payloadType
    self.signatures = signatures
  }

  /// Signs a payload.
  init(signing payload: Data, as type: String = statementType, by key: SigningKey) throws(EvidenceError) {
    let bytes = Self.preAuthenticationEncoding(type: type, body: payload)
    self.init(
      payload: payload, payloadType: type,
      signatures: [.init(keyID: key.verificationKey.id, bytes: try key.signature(of: bytes))])
  }

  /// PAE(type, body) = "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, lengths in bytes and decimal.
  static func preAuthenticationEncoding(type: String, body: Data) -> Data {
    Data("DSSEv1 \(type.utf8.count) \(type) \(body.count) ".utf8) + body
  }

  /// The keys, of some, by which a signature was made.
  func signers(among keys: [VerificationKey]) -> [VerificationKey] {
    let bytes = Self.preAuthenticationEncoding(type: payloadType, body: payload)
    return keys.filter { key in signatures.contains { key.isSignature($0.bytes, of: bytes) } }
  }

  var json: Data {
    struct Form: Encodable {
      struct Signature: Encodable {
        let keyid: String?
        let sig: String
      }
      let payload: String
      let payloadType: String
      let signatures: [Signature]
    }
    let form = Form(
      payload: Base64.text(payload), payloadType: payloadType,
      signatures: signatures.map { .init(keyid: $0.keyID, sig: Base64.text($0.bytes)) })
    return form.canonicalJSON
  }

  /// Reads an envelope.
  /// - Throws: `EvidenceError.unreadable` with what is wrong.
  init(json data: Data, name: String) throws(EvidenceError) {
    let value = try JSONText(data, name: name).value()
    guard let text = value["payload"]?.string, let payload = Base64.data(text) else {
      throw .unreadable("\(name): no base64 under \"payload\": no DSSE envelope")
    }
    guard let type = value["payloadType"]?.string else {
      throw .unreadable("\(name): no text under \"payloadType\": no DSSE envelope")
    }
    guard let list = value["signatures"]?.array, list.count <= Self.mostSignatures else {
      throw .unreadable(
        "\(name): no list of at most \(Self.mostSignatures) under \"signatures\": no DSSE envelope")
    }
    var signatures: [Signature] = []
    for (index, entry) in list.enumerated() {
      guard let bytes = entry["sig"]?.string.flatMap(Base64.data) else {
        throw .unreadable("\(name): no base64 under \"signatures\"[\(index)].\"sig\"")
      }
      signatures.append(.init(keyID: entry["keyid"]?.string, bytes: bytes))
    }
    self.init(payload: payload, payloadType: type, signatures: signatures)
  }
}
