import Foundation
import Testing

/// Keys, bundles, verification and citation on the command line, with a real run.
@Suite struct EvidenceCommandTests {
  private func folder() throws -> String {
    let folder = NSTemporaryDirectory() + "assay-evidence-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static let shortRun = ["rate", "--precision", "fp32", "--size", "64"]

  @Test("a run is signed, verified from its files alone, told to be no evidence by its tier, and cited")
  func wholeWay() throws {
    let folder = try folder()
    let key = try Command(["key", "new", "lab.key"], directory: folder)
    #expect(key.status == 0, "\(key.errors)")
    let run = try Command(
      Self.shortRun + ["--claim", "fp32=100000", "--sign", "lab.key", "--out", "bundle/"], directory: folder)
    // A refuted claim is what a bundle is for: it is written all the same, and so is a run that broke a run rule because the
    // machine was busy.
    #expect([10, 16].contains(run.status), "\(run.errors)")
    let verdict = run.status == 10 ? "refuted" : "inconclusive"
    #expect(run.errors.contains("signed bundle in bundle/, key "))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "bundle", "lab.key", "lab.key.pub",
      ])

    let moved = try self.folder() + "/elsewhere"
    try FileManager.default.moveItem(atPath: folder + "/bundle", toPath: moved)
    let line = try Command(
      ["key", "show", "lab.key.pub", "--name", "Example Lab", "--format", "json"], directory: folder)
    let page = try #require(try JSONSerialization.jsonObject(with: Data(line.output.utf8)) as? [String: Any])
    try Data((page["trustLine"] as? String ?? "").utf8).write(to: URL(fileURLWithPath: folder + "/trust"))

    let verified = try Command(
      ["verify", moved, "--trust", folder + "/trust"], environment: ["ASSAY_DATA": "/nonexistent"],
      directory: "/")
    #expect(verified.status == 0, "\(verified.errors)")
    for words in [
      "verified: of the quick tier: signed, but no evidence",
      "Example Lab, key \(page["keyID"] as? String ?? "?")",
      "What a signature does not prove", verdict,
    ] {
      #expect(verified.output.contains(words), "\(words): \(verified.output)")
    }
    let cited = try Command(["cite", moved, "--format", "latex"])
    #expect(cited.status == 0 && cited.output.hasPrefix("\\footnote{Rating of "))
    #expect(cited.output.contains("quick tier, no evidence"))

    let report = try String(contentsOfFile: moved + "/report.json", encoding: .utf8)
    try Data(report.replacing(verdict, with: "proven").utf8).write(
      to: URL(fileURLWithPath: moved + "/report.json"))
    let tampered = try Command(["verify", moved, "--format", "json"])
    #expect(tampered.status == 11)
    #expect(tampered.errors.contains("not verified: report.json has been changed"))
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(tampered.output.utf8)) as? [String: Any])
    #expect(answer["isVerified"] as? Bool == false)
    #expect((answer["failure"] as? [String: Any])?["check"] as? String == "files")
    let uncited = try Command(["cite", moved])
    #expect(uncited.status == 11 && uncited.output.isEmpty)
  }

  @Test(
    "a run on a device is signed, verified and cited in the same way, and what no longer follows is named")
  func devices() throws {
    let folder = try folder()
    #expect(try Command(["key", "new", "lab.key"], directory: folder).status == 0)
    let run = try Command(
      [
        "rate", "--worker", DeviceCommandTests.fake, "--device", "fake", "--precision", "fp32", "--size",
        "16",
        "--sign", "lab.key", "--out", "bundle/", "--json", "report.json",
      ], environment: ["ASSAY_LIBRARY_PATH": "/nonexistent"], directory: folder)
    // On a busy machine the visits may not agree, which breaks a run rule.
    #expect([0, 16].contains(run.status), "\(run.errors)")
    #expect(run.errors.contains("signed bundle in bundle/, key "), "\(run.errors)")
    #expect(
      FileManager.default.contents(atPath: folder + "/report.json")
        == FileManager.default.contents(atPath: folder + "/bundle/report.json"))
    let verified = try Command(["verify", folder + "/bundle"], directory: "/")
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.output.contains("plain Python (fake:0)"), "\(verified.output)")
    #expect(verified.output.contains("verified: of the quick tier: signed, but no evidence"))
    let cited = try Command(["cite", folder + "/bundle", "--format", "text"])
    #expect(cited.output.hasPrefix("Rating of plain Python (fake:0), "), "\(cited.output)")

    let path = folder + "/bundle/measurement.json"
    let measurement = try String(contentsOfFile: path, encoding: .utf8)
    try Data(measurement.replacing("\"passed\":true", with: "\"passed\":false").utf8).write(
      to: URL(fileURLWithPath: path))
    let tampered = try Command(["verify", folder + "/bundle"])
    #expect(tampered.status == 11)
    #expect(tampered.errors.contains("not verified: measurement.json has been changed"))
  }

  @Test("a run that is ended early leaves no bundle and nothing half, and says so")
  func interrupted() throws {
    let folder = try folder()
    let command = try Command(
      shell: """
        assay key new lab.key > /dev/null
        assay rate --precision fp32 --sign lab.key --out bundle > out 2> err &
        sleep 4
        kill -TERM $!
        wait $!
        code=$?
        ls
        cat err
        exit $code
        """, directory: folder)
    #expect(command.status == 130, "\(command.output)")
    #expect(command.output.hasPrefix("err\nlab.key\nlab.key.pub\nout\n"), "\(command.output)")
  }

  @Test(
    "each mistake has its code and a remedy, before anything is measured",
    arguments: [
      (["rate", "--sign", "k"], 64, "--sign needs --out"),
      (["rate", "--out", "b"], 64, "--out needs --sign"),
      (["rate", "--sign", "", "--out", "b"], 64, "give the file of a private key"),
      (["rate", "--sign", "/nonexistent", "--out", "b"], 65, "/nonexistent: No such file"),
      (["rate", "--sign", "/dev/zero", "--out", "b"], 65, "not a regular file"),
      (["rate", "--sign", "k", "--out", "b", "--rule", "r.yaml"], 64, "leave --rule or --sign out"),
      (["rate", "--sign", "k", "--out", "b", "--chipdb", "c"], 64, "give that by --data"),
      (["rate", "--sign", "k", "--out", "b", "--json", "b/report.json"], 64, "name a place outside of b"),
      (["rate", "--sign", "k", "--out", "./b/", "--html", "x/../b"], 64, "name a place outside of ./b/"),
      (["rate", "--quick", "--tier", "record"], 64, "two tiers"),
      (["rate", "--tier", "gold"], 64, "gold"),
      (["measure", "--record", "--tier", "quick"], 64, "two tiers"),
      (["rate", "--challenge", "c"], 64, "--challenge needs --sign KEY and --out FOLDER"),
      (["rate", "--challenge", "c"], 64, "`assay challenge run c --out FOLDER`"),
      (["rate", "--challenge", ""], 64, "give the verifier's file"),
      (["rate", "--sign", "k", "--out", "b", "--challenge", "c", "--device", "all"], 64, "unsupported: "),
      (
        ["rate", "--sign", "k", "--out", "b", "--challenge", "c", "--seed", "1"], 64, "the seed follows from"
      ),
      (
        ["rate", "--sign", "k", "--out", "b", "--challenge", "/nonexistent"], 65, "/nonexistent: No such file"
      ),
      (["rate", "--sign", "k", "--out", "b", "--challenge", "/dev/zero"], 65, "not a file"),
      (["verify", "/", "--challenge", "/nonexistent"], 65, "/nonexistent: No such file"),
      (["verify", "/", "--challenge", ""], 64, "give the challenge that you kept"),
      (["verify", "/", "--received", "2026-11-28T19:02:43Z"], 64, "--received needs --challenge"),
      (["verify", "/", "--challenge", "c", "--received", "yesterday"], 64, "yesterday"),
      (["verify", "/nonexistent"], 65, "give the folder of a bundle"),
      (["verify", "/etc/hostname"], 65, "not a folder"),
      (["verify", "/"], 65, "bundle.dsse.json: No such file"),
      (["verify"], 64, "folder"), (["verify", "/", "--trust", "/nonexistent"], 65, "/nonexistent"),
      (["verify", "/", "--chipdb", "/"], 64, "the data that it holds"),
      (["cite", "/nonexistent"], 65, "give the folder of a bundle"),
      (["key", "new", "/nonexistent/key"], 73, "No such file"), (["key", "new", "/tmp/"], 64, "name a file"),
      (["key", "show", "/nonexistent"], 65, "No such file"),
    ])
  func mistakes(arguments: [String], status: Int, words: String) throws {
    let command = try Command(arguments, directory: try folder())
    #expect(command.status == Int32(status), "\(command.output)\n\(command.errors)")
    #expect((command.errors + command.output).contains(words), "\(command.errors)")
  }

  @Test("a key is checked before its run: one that is public, and a folder that is full, end it at once")
  func early() throws {
    let folder = try folder()
    _ = try Command(["key", "new", "lab.key"], directory: folder)
    let start = Date.now
    let published = try Command(Self.shortRun + ["--sign", "lab.key.pub", "--out", "b"], directory: folder)
    #expect(published.status == 65 && published.errors.contains("a public key, which cannot sign"))
    let full = try Command(Self.shortRun + ["--sign", "lab.key", "--out", "."], directory: folder)
    #expect(full.status == 64 && full.errors.contains("name a folder that does not exist yet"))
    let parent = try Command(Self.shortRun + ["--sign", "lab.key", "--out", folder], directory: "/tmp")
    #expect(parent.status == 65, "the key is looked for first: \(parent.errors)")
    let occupied = try Command(
      Self.shortRun + ["--sign", folder + "/lab.key", "--out", folder], directory: "/tmp")
    #expect(occupied.status == 73 && occupied.errors.contains("not empty"))
    #expect(!published.errors.contains("memory bandwidth") && !occupied.errors.contains("memory bandwidth"))
    #expect(Date.now.timeIntervalSince(start) < 60)
  }
}
