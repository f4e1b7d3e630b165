import Foundation
import Testing

/// A challenge from its making to the verdict, by the command and this host's own libraries.
@Suite struct ChallengeCommandTests {
  private static func emptyFolder() throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    return path
  }

  private static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test(
    "a challenge is made, run and verified; what was changed since, what is another's and what is late is not"
  )
  func wholeWay() throws {
    let folder = try Self.emptyFolder()
    func assay(_ arguments: String...) throws -> Command {
      try Command(["challenge"] + arguments, directory: folder)
    }
    let made = try assay(
      "new", "--precision", "fp64", "fp32", "--size", "128", "--steps", "4", "--seconds", "0", "--valid",
      "1h", "--note",
      "tender 7", "--out", "challenge.json")
    #expect(made.status == 0, "\(made.errors)")
    let again = try assay("new", "--out", "challenge.json")
    #expect(again.status == 73)
    #expect(again.errors.contains("challenge.json: it is there already: name another file"))
    let run = try assay("run", "challenge.json", "--out", "answer")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("The answer is in answer"))
    #expect(try Self.files(folder + "/answer") == ["fp32-1.bin", "fp64-1.bin", "transcript.json"])
    #expect(try assay("run", "challenge.json", "--out", "answer").status == 64)
    let verified = try assay("verify", "challenge.json", "answer", "--format", "json")
    #expect(verified.status == 0, "\(verified.errors)")
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [String: Any])
    let chains = try #require((page["verdict"] as? [String: Any])?["chains"] as? [[String: Any]])
    #expect(chains.map { $0["status"] as? String } == ["verified", "verified"])
    #expect(chains.allSatisfy { ($0["provenTops"] as? Double ?? 0) > 0 })
    #expect(try assay("verify", "challenge.json", "answer").output.contains("Verified: every chain"))

    let late = try assay("verify", "challenge.json", "answer", "--received", "2099-01-01T00:00:00Z")
    #expect(late.status == 11)
    #expect(late.errors.contains("expired: received at 2099-01-01T00:00:00Z"))
    _ = try assay(
      "new", "--precision", "fp64", "fp32", "--size", "128", "--steps", "4", "--out", "other.json")
    let foreign = try assay("verify", "other.json", "answer")
    #expect(foreign.status == 11)
    #expect(foreign.errors.contains("it answers another challenge"))
    let file = URL(fileURLWithPath: folder + "/answer/fp32-1.bin")
    var bytes = try Data(contentsOf: file)
    bytes[3] ^= 0x80
    try bytes.write(to: file)
    let changed = try assay("verify", "challenge.json", "answer")
    #expect(changed.status == 11)
    #expect(changed.output.contains("FP32: lap 1: fp32-1.bin is not what its commitment tells"))
    try bytes.dropLast().write(to: file)
    #expect(try assay("verify", "challenge.json", "answer").status == 65)
    #expect(try assay("verify", "challenge.json", "nowhere").status == 65)
  }

  @Test(
    "sizes, times and precisions that no challenge can have are refused as they are given",
    arguments: [
      ["--size", "0"], ["--size", "1000000000"], ["--steps", "0"], ["--steps", "1000000000"],
      ["--seconds", "1000000000"],
      ["--seconds", "-1"], ["--valid", "0"], ["--valid", "soon"], ["--valid", "9999d"],
      ["--precision", "fp4"],
      ["--precision", "int8", "int8"],
    ])
  func badValues(arguments: [String]) throws {
    let folder = try Self.emptyFolder()
    let command = try Command(["challenge", "new", "--out", "challenge.json"] + arguments, directory: folder)
    #expect(command.status == 64)
    #expect(!command.errors.isEmpty)
    #expect(try Self.files(folder).isEmpty)
  }

  @Test(
    "a challenge with a hostile size is refused, one too large for the memory before any is taken",
    .enabled(if: ProcessInfo.processInfo.physicalMemory < 128 << 30))
  func hostileSize() throws {
    let folder = try Self.emptyFolder()
    let path = folder + "/challenge.json"
    _ = try Command(["challenge", "new", "--precision", "fp64", "--size", "65536", "--out", path])
    let large = try Command(["challenge", "run", path, "--out", folder + "/answer"])
    #expect(large.status == 64)
    #expect(large.errors.contains("size 65536 at fp64 needs 128.0 GiB"))
    let text = try String(contentsOfFile: path, encoding: .utf8).replacing("65536", with: "1000000000")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let hostile = try Command(["challenge", "run", path, "--out", folder + "/answer"])
    #expect(hostile.status == 65)
    #expect(hostile.errors.contains("challenge.json: size: 1000000000: give a whole number from 64 to 65536"))
    #expect(try Self.files(folder) == ["challenge.json"])
  }

  @Test("an interrupted run ends with code 130 and leaves nothing half-written")
  func interrupted() throws {
    let folder = try Self.emptyFolder()
    let command = try Command(
      shell: """
        assay challenge new --precision fp64 --size 64 --seconds 600 --out challenge.json >/dev/null
        assay challenge run challenge.json --out answer & run=$!
        until ls answer.*.part/fp64-1.bin >/dev/null 2>&1; do sleep 0.1; done
        kill -INT $run; wait $run
        """, directory: folder)
    #expect(command.status == 130)
    #expect(command.errors.contains("interrupted: nothing was written"))
    #expect(try Self.files(folder) == ["challenge.json"])
  }
}
