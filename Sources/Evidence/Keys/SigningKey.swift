import Crypto
import Foundation

/// An Ed25519 private key.
public struct SigningKey {
  private let key: Curve25519.Signing.PrivateKey

  static let label = "PRIVATE KEY"
  /// SEQUENCE { INTEGER 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING (32 bytes) } }: PKCS #8 as OpenSSL
  /// writes it (RFC 8410, section 7).
  private static let header = Data([
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ])
  private static let ed25519 = Data([0x06, 0x03, 0x2b, 0x65, 0x70])

  /// Makes a new key from the system's random numbers.
  public init() { key = Curve25519.Signing.PrivateKey() }

  /// Reads a key in PKCS #8 PEM, as `assay key new` and `openssl genpkey -algorithm ed25519` write it.
  /// - Parameter name: of the file, for messages.
  /// - Throws: `EvidenceError.unreadable` with what it is instead and a remedy.
  init(pem: String, name: String) throws(EvidenceError) {
    guard let block = PEM.block(pem) else {
      throw .unreadable("\(name): holds no PEM block; `assay key new FILE` makes a key")
    }
    switch block.label {
    case Self.label: break
    case VerificationKey.label:
      throw .unreadable("\(name): a public key, which cannot sign; give the file that it was made with")
    case "ENCRYPTED PRIVATE KEY":
      throw .unreadable(
        "\(name): encrypted, which Assay cannot read; decrypt it by `openssl pkey -in \(name)` into a file of mode 600"
      )
    default:
      throw .unreadable(
        "\(name): a PEM block '\(block.label.printable)', no PKCS #8 key; convert it by `openssl pkey`")
    }
    guard let seed = Self.seed(block.der),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else {
      throw .unreadable("\(name): no Ed25519 key; `assay key new FILE` makes one")
    }
    self.key = key
  }

  /// The 32 secret bytes. Attributes and the public key, which version 2 of the format may add, do not count.
  private static func seed(_ der: Data) -> Data? {
    var outer = DER(der)
    guard let sequence = outer.next(DER.sequence), outer.isAtEnd else { return nil }
    var fields = DER(sequence)
    guard let version = fields.next(DER.integer), version == Data([0]) || version == Data([1]),
      fields.next(DER.sequence) == ed25519, let wrapped = fields.next(DER.octetString)
    else { return nil }
    var inner = DER(wrapped)
    guard let seed = inner.next(DER.octetString), inner.isAtEnd, seed.count == 32 else { return nil }
    return seed
  }

  var pem: String { PEM.text(Self.header + key.rawRepresentation, label: Self.label) }

  public var verificationKey: VerificationKey { VerificationKey(raw: key.publicKey.rawRepresentation) }

  /// - Throws: `EvidenceError.cannotWrite` when the library refuses.
  func signature(of bytes: Data) throws(EvidenceError) -> Data {
    do {
      return try key.signature(for: bytes)
    } catch {
      throw .cannotWrite("the signature could not be made: \(error)")
    }
  }
}
