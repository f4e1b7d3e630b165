import Foundation
import Testing

@testable import Evidence

/// The signers that a verifier trusts.
@Suite struct TrustFileTests {
  private func file(_ lines: String) throws -> TrustFile {
    let path = try FakeBundle.temporaryFolder() + "/trust"
    try Data(lines.utf8).write(to: URL(fileURLWithPath: path))
    return try TrustFile(path: path)
  }

  private let key = SigningKey().verificationKey

  @Test("names, keys and days are read; empty lines and remarks do not count")
  func read() throws {
    let other = SigningKey().verificationKey
    let trust = try file(
      """
      # who we trust

      \(TrustFile.line(name: "Example \"Lab\" Ä", key: key))
        {"key":"\(other.der.base64EncodedString())","name":"Other","from":"2026-01-01","until":"2026-12-31"}

      """)
    #expect(trust.signers.map(\.name) == ["Example \"Lab\" Ä", "Other"])
    #expect(trust.signers.map(\.key) == [key, other])
    #expect(trust.signers[1].from?.description == "2026-01-01")
    #expect(trust.signers[1].until?.description == "2026-12-31")
  }

  @Test("a broken line is named with what to write")
  func broken() throws {
    let text = key.der.base64EncodedString()
    let whole = "{\"name\":\"A\",\"key\":\"\(text)\"}"
    let cases = [
      ("", "names no signer"), ("# nobody", "names no signer"), ("A \(text)", ":1:1:1:"),
      ("[]", ":1: no JSON object"),
      ("\n{\"name\":\"A\"}", ":2: no Ed25519 key"), ("{\"key\":\"\(text)\"}", "name the signer"),
      ("{\"name\":\"\",\"key\":\"\(text)\"}", "name the signer"),
      ("{\"name\":\"a\\u001b[31m\",\"key\":\"\(text)\"}", "name the signer"),
      ("{\"name\":\"A\",\"key\":\"MCow\"}", "no Ed25519 key"),
      ("{\"name\":\"A\",\"key\":1}", "'key' is no text"),
      ("{\"name\":\"A\",\"key\":\"\(text)\",\"valid\":\"x\"}", "unknown member 'valid'"),
      ("{\"name\":\"A\",\"name\":\"B\",\"key\":\"\(text)\"}", "stands twice"),
      ("{\"name\":\"A\",\"key\":\"\(text)\",\"keyid\":\"00\"}", "is not that of the key"),
      ("{\"name\":\"A\",\"key\":\"\(text)\",\"from\":\"2026-02-30\"}", "is no day"),
      (
        "{\"name\":\"A\",\"key\":\"\(text)\",\"from\":\"2026-02-02\",\"until\":\"2026-02-01\"}", "lies before"
      ),
      (whole + "\n" + whole, ":2: the key of A is already that of A"),
    ]
    for (lines, words) in cases {
      let error = #expect(throws: EvidenceError.self) { try file(lines) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    #expect(throws: EvidenceError.self) { try TrustFile(path: "/no/such/file") }
    #expect(throws: EvidenceError.self) { try TrustFile(path: "/dev/zero") }
  }
}
