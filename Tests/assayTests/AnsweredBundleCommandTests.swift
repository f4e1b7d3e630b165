import Foundation
import Testing

/// A challenge that is answered in a signed bundle, on the command line, with a real run.
@Suite struct AnsweredBundleCommandTests {
  private static func folder() throws -> String {
    let folder = NSTemporaryDirectory() + "assay-answered-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private static let shortRun = ["rate", "--precision", "fp64", "--size", "128", "--sign", "lab.key"]

  @Test(
    "challenge in, bundle out, verified elsewhere: by the verifier's own file, by none, and by a stranger's")
  func wholeWay() throws {
    let folder = try Self.folder()
    func assay(_ arguments: [String]) throws -> Command { try Command(arguments, directory: folder) }
    _ = try assay(["key", "new", "lab.key"])
    for name in ["own.json", "other.json"] {
      let made = try assay([
        "challenge", "new", "--precision", "fp64", "--size", "128", "--steps", "4", "--seconds", "0",
        "--valid", "1h",
        "--out", name,
      ])
      #expect(made.status == 0, "\(made.errors)")
    }
    let run = try assay(Self.shortRun + ["--challenge", "own.json", "--out", "bundle"])
    // On a busy machine the rating may break a run rule: the bundle is written all the same.
    #expect([0, 16].contains(run.status), "\(run.errors)")
    #expect(run.errors.contains("answered, by this machine's clock: FP64 4 steps, "))
    #expect(run.errors.contains("signed bundle in bundle, key "))
    #expect(try Self.files(folder) == ["bundle", "lab.key", "lab.key.pub", "other.json", "own.json"])
    #expect(
      try Self.files(folder + "/bundle/challenge") == ["challenge.json", "fp64-1.bin", "transcript.json"])
    #expect(
      FileManager.default.contents(atPath: folder + "/bundle/challenge/challenge.json")
        == FileManager.default.contents(atPath: folder + "/own.json"))

    let own = try assay(["verify", "bundle", "--challenge", "own.json", "--format", "json"])
    #expect(own.status == 0, "\(own.errors)")
    let page = try #require(try JSONSerialization.jsonObject(with: Data(own.output.utf8)) as? [String: Any])
    let challenge = try #require(page["challenge"] as? [String: Any])
    #expect(challenge["isVerifiersOwn"] as? Bool == true)
    let chains = try #require((challenge["verdict"] as? [String: Any])?["chains"] as? [[String: Any]])
    #expect(chains.map { $0["status"] as? String } == ["verified"])
    #expect((chains.first?["provenTops"] as? Double ?? 0) > 0)

    let bare = try assay(["verify", "bundle"])
    #expect(bare.status == 0 && bare.output.contains("WITHOUT THE VERIFIER'S OWN FILE NOTHING IS FRESH"))
    let foreign = try assay(["verify", "bundle", "--challenge", "other.json"])
    #expect(foreign.status == 11 && foreign.errors.contains("it answers another challenge"))
    let late = try assay([
      "verify", "bundle", "--challenge", "own.json", "--received", "2099-01-01T00:00:00Z",
    ])
    #expect(late.status == 11 && late.errors.contains("expired: received at 2099-01-01T00:00:00Z"))
    let cited = try assay(["cite", "bundle", "--challenge", "own.json", "--format", "text"])
    #expect(cited.status == 0 && cited.output.contains("answers the verifier's challenge (nonce "))
    // The answer alone is one as `assay challenge run` writes it.
    let alone = try assay(["challenge", "verify", "own.json", "bundle/challenge"])
    #expect(alone.status == 0, "\(alone.errors)")
  }

  @Test(
    "a precision without a chain is told by code 12, by whoever signs and by whoever verifies; the rest stands"
  )
  func missing() throws {
    let folder = try Self.folder()
    _ = try Command(["key", "new", "lab.key"], directory: folder)
    _ = try Command(
      [
        "challenge", "new", "--precision", "fp64", "bf16", "--size", "64", "--seconds", "0", "--out",
        "own.json",
      ],
      directory: folder)
    let run = try Command(
      Self.shortRun + ["--library", "OpenBLAS", "--challenge", "own.json", "--out", "bundle"],
      directory: folder)
    #expect([12, 16].contains(run.status), "\(run.errors)")
    #expect(run.errors.contains("the bundle says so, and holds the others: BF16: ") == (run.status == 12))
    let verified = try Command(["verify", "bundle", "--challenge", "own.json"], directory: folder)
    #expect(
      verified.status == 12 && verified.errors.contains("the signer has no chain at BF16"),
      "\(verified.errors)")
    #expect(verified.output.contains("BF16: there is no chain"))
  }

  @Test(
    "an interruption while the chains run leaves the report, no bundle, nothing half-written, and code 130")
  func interrupted() throws {
    let folder = try Self.folder()
    let command = try Command(
      shell: """
        assay key new lab.key > /dev/null
        assay challenge new --precision fp64 --size 64 --seconds 600 --out own.json > /dev/null
        assay rate --precision fp64 --size 128 --sign lab.key --out bundle --challenge own.json & run=$!
        until ls bundle.*.part/challenge.*.part/fp64-1.bin >/dev/null 2>&1; do sleep 0.1; done
        kill -INT $run; wait $run
        """, directory: folder)
    #expect(command.status == 130, "\(command.errors)")
    #expect(command.output.contains("demonstrated TPP"))
    #expect(
      command.errors.contains(
        "interrupted: no bundle was written, and nothing is left of it; the report stands"))
    #expect(try Self.files(folder) == ["lab.key", "lab.key.pub", "own.json"])
  }

  @Test(
    "an expired challenge, one that ends too soon and one too large are refused before anything is measured")
  func early() throws {
    let folder = try Self.folder()
    _ = try Command(["key", "new", "lab.key"], directory: folder)
    func made(_ arguments: String...) throws -> Command {
      _ = try? FileManager.default.removeItem(atPath: folder + "/own.json")
      _ = try Command(
        ["challenge", "new", "--precision", "fp64", "--out", "own.json"] + arguments, directory: folder)
      return try Command(
        ["rate", "--record", "--sign", "lab.key", "--out", "bundle", "--challenge", "own.json"],
        directory: folder)
    }
    let start = Date.now
    let short = try made("--valid", "2m")
    #expect(
      short.status == 11 && short.errors.contains("ask the verifier for a challenge that is valid longer"))
    let large = try made("--size", "65536")
    #expect([64, 73].contains(large.status), "\(large.errors)")
    let text = try String(contentsOfFile: folder + "/own.json", encoding: .utf8)
    try Data(text.replacing(/"issuedAt" : "[^"]*"/) { _ in "\"issuedAt\" : \"2020-01-01T00:00:00Z\"" }.utf8)
      .write(
        to: URL(fileURLWithPath: folder + "/own.json"))
    let old = try Command(Self.shortRun + ["--out", "bundle", "--challenge", "own.json"], directory: folder)
    #expect(old.status == 11 && old.errors.contains("own.json: expired"), "\(old.errors)")
    try Data(text.dropLast(4).utf8).write(to: URL(fileURLWithPath: folder + "/own.json"))
    let broken = try Command(
      Self.shortRun + ["--out", "bundle", "--challenge", "own.json"], directory: folder)
    #expect(broken.status == 65 && broken.errors.contains("own.json: not JSON"), "\(broken.errors)")
    #expect(Date.now.timeIntervalSince(start) < 60)
    #expect(try Self.files(folder) == ["lab.key", "lab.key.pub", "own.json"])
  }
}
