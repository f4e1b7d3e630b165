import Foundation
import Testing

/// benchmarks/gpu/check on the fake libraries of CUDA, with small products: whether it finds what it should, and tells.
@Suite(.serialized, .enabled(if: hasToolsOfGPUCheck, "python3, clang and bash are needed"))
struct GPUCheckTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the fakes, built once.
  private static let fakes: Result<String, any Error> = Result {
    let folder = NSTemporaryDirectory() + "assay-gpu-check-\(UUID().uuidString)"
    let script = root.appendingPathComponent("Tests/FakeAccelerators/build.sh").path
    let build = try Command([script, folder], of: URL(fileURLWithPath: "/bin/bash"))
    try #require(build.status == 0, "build.sh: \(build.errors)")
    return folder
  }

  /// What the check printed, and the records that it wrote.
  private struct Check {
    let command: Command
    let records: [String]
    let record: [String: Any]

    init(_ behaviour: String) throws {
      let folder = NSTemporaryDirectory() + "assay-gpu-check-\(UUID().uuidString)"
      command = try Command(
        [
          GPUCheckTests.root.appendingPathComponent("benchmarks/gpu/check").path, "--tiny", "--torch-device",
          "cpu:0",
          "--assay", Command.file.path, "--records", folder, "--seconds", "300",
        ], of: URL(fileURLWithPath: "/usr/bin/env"),
        environment: [
          "ASSAY_LIBRARY_PATH": try GPUCheckTests.fakes.get(), "FAKE_CUDA": behaviour,
        ])
      records = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      let own = records.first { $0.hasSuffix("-fakecuda-b200-gpu-check.json") }
      let data = try own.map { try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)) }
      record = try data.flatMap { try JSONSerialization.jsonObject(with: $0) as? [String: Any] } ?? [:]
      try? FileManager.default.removeItem(atPath: folder)
    }

    /// The states of the ways to an accelerator, by name.
    var paths: [String: String] {
      let rows = record["paths"] as? [[String: Any]] ?? []
      return Dictionary(
        rows.compactMap { row in
          (row["path"] as? String).flatMap { path in (row["status"] as? String).map { (path, $0) } }
        }, uniquingKeysWith: { first, _ in first })
    }

    var contest: [String: Any] { record["contest"] as? [String: Any] ?? [:] }
  }

  @Test(
    "on a GPU it tries every way, times a rating, and compares each precision with each peer in every round")
  func everything() throws {
    let check = try Check("memory=256")
    #expect(check.command.status == 0, "\(check.command.errors.suffix(2000))")
    #expect(check.record["complete"] as? Bool == true)
    #expect(check.records.count == 2, "the record and the rating's report: \(check.records)")
    for path in [
      "list of devices", "rating by cuda:0", "cuda:0: dense products", "cuda:0: sparse 2:4 products",
    ] {
      #expect(check.paths[path] == "worked", "\(path): \(check.paths)")
    }
    #expect(check.paths["PyTorch worker: list"] != nil)
    let rating = try #require(check.record["rating"] as? [String: Any])
    #expect(try #require(rating["seconds"] as? Double) > 0)
    #expect(try #require(rating["demonstratedTPP"] as? Double) > 0)
    #expect(rating["chip"] as? String == "NVIDIA B200 SXM")
    #expect((rating["differences"] as? [Any])?.isEmpty == false)
    let words = try #require((check.record["machine"] as? [String: Any])?["words"] as? String)
    for part in ["FakeCUDA B200 (cuda:0)", "cuBLASLt", "power limit", "cores of"] {
      #expect(words.contains(part))
    }
    try compare(check)
  }

  private func compare(_ check: Check) throws {
    let missing = check.contest["missing"] as? [String: String] ?? [:]
    #expect(missing["cuBLASLt loop"] == nil, "\(missing)")
    var names = ["cuBLASLt loop, first algorithm", "cuBLASLt loop, best of 8"]
    if missing["PyTorch"] == nil { names.append("PyTorch, same shape") }
    let rows = try #require(check.contest["rows"] as? [[String: Any]])
    #expect(rows.compactMap { $0["label"] as? String } == ["fp32", "bf16"])
    for row in rows {
      let label = try #require(row["label"] as? String)
      let own = try #require(row["assay"] as? [String: Any], "\(label)")
      let peers = try #require(row["peers"] as? [String: [String: Any]], "\(label)")
      #expect(peers.keys.sorted() == names.sorted(), "\(label)")
      var bests: [Double] = []
      for (name, figure) in peers {
        #expect(figure["rounds"] as? Int == 2, "\(label), \(name)")
        bests.append(try #require(figure["best"] as? Double))
      }
      #expect(own["rounds"] as? Int == 2)
      let ratio = try #require(row["ratio"] as? Double, "\(label)")
      let best = try #require(own["best"] as? Double)
      #expect(abs(ratio - best / (bests.max() ?? .nan)) < 1e-12)
      #expect(row["goalMet"] as? Bool == (ratio >= 1))
      #expect(row["ratioOfMedians"] is Double)
      #expect(check.command.output.contains("| \(label) | 64×96×128 | "))
    }
  }

  @Test("a product that is wrong ends it with 11, the reasons and a record")
  func wrong() throws {
    let check = try Check("memory=256,wrong")
    #expect(check.command.status == 11, "\(check.command.errors.suffix(2000))")
    #expect(check.paths["rating by cuda:0"] == "failed")
    #expect(check.paths["cuda:0: dense products"] == "failed")
    #expect((check.record["failures"] as? [String])?.contains { $0.contains("wrong result") } == true)
    #expect(check.command.output.contains("## Failures"))
  }

  @Test("without an accelerator it says why, writes no record, and ends with 12")
  func none() throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    let command = try Command(
      [
        Self.root.appendingPathComponent("benchmarks/gpu/check").path, "--assay", Command.file.path,
        "--records",
        folder,
      ], of: URL(fileURLWithPath: "/usr/bin/env"),
      environment: ["ASSAY_LIBRARY_PATH": try Self.fakes.get(), "FAKE_CUDA": "no-driver"])
    #expect(command.status == 12, "\(command.errors.suffix(2000))")
    #expect(command.errors.contains("There is no accelerator here"))
    #expect(command.errors.contains("nvidia-smi"), "the driver's own reason: \(command.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder))
  }
}

private let hasToolsOfGPUCheck: Bool =
  (try? Command(shell: "command -v python3 && command -v bash && { command -v clang || command -v cc; }"))?
  .status == 0
