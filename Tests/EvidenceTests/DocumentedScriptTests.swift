import Foundation
import Testing

@testable import Evidence

/// The script in docs/bundle.md, as it stands there, on a bundle as it is written.
@Suite struct DocumentedScriptTests {
  /// Whether there is a Python with the library that the script imports; without one the test is skipped.
  private static let hasPython =
    (try? Program.run("python3", ["-c", "import cryptography"], in: "/").status) == 0

  private func script() throws -> String {
    let page = try String(contentsOfFile: FakeRun.root + "/docs/bundle.md", encoding: .utf8)
    let block = try #require(page.split(separator: "```python\n").dropFirst().first)
    return String(try #require(block.split(separator: "\n```").first))
  }

  @Test(
    "a few lines of Python verify envelope and digests, and refuse what was changed", .enabled(if: hasPython))
  func python() throws {
    let bundle = try FakeBundle()
    let tpp = try #require(try bundle.statement.predicate.headline.demonstratedTPP)
    let sound = try Program.run("python3", ["-c", script(), bundle.folder], in: "/")
    #expect(sound.status == 0, "\(sound.output)")
    #expect(sound.output == "record \(tpp)\n")
    try bundle.replace("\"seconds\":", with: "\"seconds\": ", in: BundleName.measurement)
    let changed = try Program.run("python3", ["-c", script(), bundle.folder], in: "/")
    #expect(changed.status == 1 && changed.output.contains("AssertionError: measurement.json"))
    let other = try FakeBundle()
    try other.write(SigningKey().verificationKey.pem, to: BundleName.signer)
    let refused = try Program.run("python3", ["-c", script(), other.folder], in: "/")
    #expect(refused.status == 1 && refused.output.contains("InvalidSignature"))
  }

  /// Whether the libraries that in-toto publishes are there; without them the test is skipped.
  private static let hasInToto =
    (try? Program.run("python3", ["-c", "import securesystemslib, in_toto_attestation"], in: "/").status) == 0

  @Test("in-toto's own libraries accept envelope and statement", .enabled(if: hasInToto))
  func inToto() throws {
    let bundle = try FakeBundle()
    let script = """
      import json, sys
      from cryptography.hazmat.primitives.serialization import load_pem_public_key
      from google.protobuf.json_format import Parse
      from in_toto_attestation.v1 import statement_pb2
      from in_toto_attestation.v1.statement import Statement
      from securesystemslib.dsse import Envelope
      from securesystemslib.signer import SSlibKey
      envelope = Envelope.from_dict(json.load(open(sys.argv[1] + "/bundle.dsse.json")))
      public = load_pem_public_key(open(sys.argv[1] + "/signer.pub", "rb").read())
      key = SSlibKey.from_crypto(public, keyid=sys.argv[2])
      assert len(envelope.verify([key], 1)) == 1
      statement = statement_pb2.Statement()
      Parse(envelope.payload, statement)
      Statement.copy_from_pb(statement).validate()
      """
    let outcome = try Program.run(
      "python3", ["-c", script, bundle.folder, FakeBundle.key.verificationKey.id], in: "/")
    #expect(outcome.status == 0, "\(outcome.output)")
  }
}
