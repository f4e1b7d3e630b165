import Crypto
import Foundation

/// An Ed25519 public key.
public struct VerificationKey: Equatable, Sendable {
  /// As X.509 has public keys: SubjectPublicKeyInfo in DER (RFC 8410, section 4).
  public let der: Data
  private let raw: Data

  /// The header of every Ed25519 key: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING }.
  private static let header = Data([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00])
  static let label = "PUBLIC KEY"

  /// - Parameter raw: the 32 bytes of the key (RFC 8032, section 5.1.5).
  init(raw: Data) {
    self.raw = raw
    der = Self.header + raw
  }

  /// - Returns: `nil` for what is no Ed25519 key.
  public init?(der: Data) {
    guard der.count == Self.header.count + 32, der.prefix(Self.header.count) == Self.header else {
      return nil
    }
    self.init(raw: Data(der.suffix(32)))
  }

  /// - Returns: `nil` for what is no Ed25519 key in PEM.
  public init?(pem: String) {
    guard let block = PEM.block(pem), block.label == Self.label else { return nil }
    self.init(der: block.der)
  }

  /// SHA-256 of the DER encoding, in hexadecimal.
  public var id: String { Digest.sha256(der) }

  public var pem: String { PEM.text(der, label: Self.label) }

  /// Whether a signature of these bytes was made with the private key that belongs to this one.
  func isSignature(_ signature: Data, of bytes: Data) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else { return false }
    return key.isValidSignature(signature, for: bytes)
  }
}
