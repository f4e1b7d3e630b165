import Foundation
import Testing

@testable import Evidence

/// Keys: as RFC 8032 and RFC 8410 have them, as OpenSSL reads them, and never where others can read them.
@Suite struct KeyTests {
  /// Test 1 of RFC 8032, section 7.1.
  private static let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
  private static let published = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
  private static let signature =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"

  private static func bytes(_ hexadecimal: String) -> Data {
    let digits = Array(hexadecimal)
    return Data(
      stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
  }

  private static func pem(_ der: [UInt8]) -> String { PEM.text(Data(der), label: "PRIVATE KEY") }

  private static let seed = Array(bytes(secret))
  private static let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]

  @Test("a key signs as RFC 8032 has it, and its public part is that of the RFC")
  func vector() throws {
    let key = try SigningKey(
      pem: Self.pem([0x30, 0x2e, 0x02, 0x01, 0x00] + Self.algorithm + [0x04, 0x22, 0x04, 0x20] + Self.seed),
      name: "RFC 8032")
    #expect(key.verificationKey.der.suffix(32) == Self.bytes(Self.published))
    let signature = try key.signature(of: Data())
    #expect(signature == Self.bytes(Self.signature))
    #expect(key.verificationKey.isSignature(signature, of: Data()))
    #expect(!key.verificationKey.isSignature(signature, of: Data([0])))
    #expect(!key.verificationKey.isSignature(signature.dropLast(), of: Data()))
    #expect(!key.verificationKey.isSignature(Data(), of: Data()))
  }

  @Test("a key of version 2 of PKCS #8, with attributes and the public key behind it, is the same key")
  func versionTwo() throws {
    let attributes: [UInt8] = [0xa0, 0x02, 0x31, 0x00]
    let published: [UInt8] = [0x81, 0x21, 0x00] + Array(Self.bytes(Self.published))
    let body =
      [0x02, 0x01, 0x01] + Self.algorithm + [0x04, 0x22, 0x04, 0x20] + Self.seed + attributes + published
    let key = try SigningKey(pem: Self.pem([0x30, UInt8(body.count)] + body), name: "version 2")
    #expect(try key.signature(of: Data()) == Self.bytes(Self.signature))
    let long = try SigningKey(pem: Self.pem([0x30, 0x81, UInt8(body.count)] + body), name: "a longer length")
    #expect(long.verificationKey == key.verificationKey)
  }

  @Test("what is no Ed25519 key is refused by what it is")
  func refused() throws {
    let x25519: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e]
    let header: [UInt8] = [0x30, 0x2e, 0x02, 0x01, 0x00]
    let cases: [(pem: String, words: String)] = [
      ("", "holds no PEM block"), ("-----BEGIN PRIVATE KEY-----\n", "holds no PEM block"),
      ("-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n", "holds no PEM block"),
      (SigningKey().verificationKey.pem, "a public key, which cannot sign"),
      (
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "openssl pkey -in"
      ),
      ("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "'RSA PRIVATE KEY'"),
      (Self.pem([]), "no Ed25519 key"), (Self.pem([0x30]), "no Ed25519 key"),
      (Self.pem([0x30, 0xff, 0xff, 0xff]), "no Ed25519 key"),
      (Self.pem(header + x25519 + [0x04, 0x22, 0x04, 0x20] + Self.seed), "no Ed25519 key"),
      (Self.pem(header + Self.algorithm + [0x04, 0x22, 0x04, 0x21] + Self.seed), "no Ed25519 key"),
      (Self.pem(header + Self.algorithm + [0x04, 0x22, 0x04, 0x20] + Self.seed + [0]), "no Ed25519 key"),
    ]
    for (pem, words) in cases {
      let error = #expect(throws: EvidenceError.self) { try SigningKey(pem: pem, name: "FILE") }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    #expect(VerificationKey(pem: SigningKey().pem) == nil)
    #expect(VerificationKey(der: Data(count: 44)) == nil)
  }

  @Test("a new private key is its owner's alone from the first byte, and nothing is overwritten")
  func files() throws {
    let folder = try FakeBundle.temporaryFolder()
    let file = KeyFile(folder + "/lab.key")
    let key = try file.create()
    func mode(_ path: String) throws -> Int {
      try #require(
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
      ).intValue
    }
    #expect(try mode(folder + "/lab.key") == 0o600)
    let (signing, remark) = try file.signingKey()
    #expect(signing.verificationKey == key && remark == nil)
    #expect(try file.verificationKey() == key)
    #expect(try KeyFile(file.publicPath).verificationKey() == key)
    let error = #expect(throws: EvidenceError.self) { try file.create() }
    #expect(error?.description.contains("never overwritten") == true)
    #expect(try file.signingKey().key.verificationKey == key)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/lab.key")
    #expect(try file.signingKey().remark?.contains("chmod 600") == true)
  }

  @Test(
    "a folder, a link, a public file that is there, and a name without a file are refused, and nothing is left"
  )
  func refusedFiles() throws {
    let folder = try FakeBundle.temporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/link", withDestinationPath: folder + "/target")
    try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
    try Data().write(to: URL(fileURLWithPath: folder + "/other.pub"))
    for name in ["link", "folder", "other", "folder/", "no/such/folder"] {
      #expect(throws: EvidenceError.self) { try KeyFile("\(folder)/\(name)").create() }
    }
    #expect(throws: EvidenceError.self) { try KeyFile("").create() }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["folder", "link", "other.pub"])
    for path in ["/dev/zero", folder, folder + "/none"] {
      #expect(throws: EvidenceError.self) { try KeyFile(path).signingKey() }
    }
  }

  @Test(
    "OpenSSL reads the keys, verifies the signatures, and its own keys are read",
    .enabled(if: OpenSSL.isThere))
  func openSSL() throws {
    let folder = try FakeBundle.temporaryFolder()
    let key = try KeyFile(folder + "/own").create()
    let message = Data("DSSEv1 4 type 4 body".utf8)
    try message.write(to: URL(fileURLWithPath: folder + "/message"))
    try KeyFile(folder + "/own").signingKey().key.signature(of: message)
      .write(to: URL(fileURLWithPath: folder + "/signature"))
    let verify = [
      "pkeyutl", "-verify", "-pubin", "-rawin", "-in", "message", "-sigfile", "signature", "-inkey",
    ]
    #expect(try OpenSSL.run(verify + ["own.pub"], in: folder).status == 0)
    #expect(try OpenSSL.run(["pkey", "-in", "own", "-pubout", "-out", "again.pub"], in: folder).status == 0)
    #expect(try KeyFile(folder + "/again.pub").verificationKey() == key)

    #expect(try OpenSSL.run(["genpkey", "-algorithm", "ed25519", "-out", "theirs"], in: folder).status == 0)
    #expect(
      try OpenSSL.run(["pkey", "-in", "theirs", "-pubout", "-out", "theirs.pub"], in: folder).status == 0)
    let theirs = try KeyFile(folder + "/theirs").signingKey().key
    #expect(try KeyFile(folder + "/theirs.pub").verificationKey() == theirs.verificationKey)
    let sign = ["pkeyutl", "-sign", "-rawin", "-in", "message", "-inkey", "theirs", "-out", "signature"]
    #expect(try OpenSSL.run(sign, in: folder).status == 0)
    let signature = try Data(contentsOf: URL(fileURLWithPath: folder + "/signature"))
    #expect(theirs.verificationKey.isSignature(signature, of: message))

    #expect(
      try OpenSSL.run(["pkey", "-pubin", "-in", "own.pub", "-outform", "DER", "-out", "own.der"], in: folder)
        .status
        == 0)
    let digest = try OpenSSL.run(["dgst", "-sha256", "-r", "own.der"], in: folder)
    #expect(digest.output.hasPrefix(key.id))
  }
}

/// The `openssl` command of this system.
enum OpenSSL {
  /// Whether there is one that knows Ed25519.
  static let isThere = (try? run(["genpkey", "-algorithm", "ed25519"], in: "/").status) == 0

  static func run(_ arguments: [String], in folder: String) throws -> (status: Int32, output: String) {
    try Program.run("openssl", arguments, in: folder)
  }
}

/// Programs of this system.
enum Program {
  static func run(_ name: String, _ arguments: [String], in folder: String) throws -> (
    status: Int32, output: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
