import Foundation
import Testing

/// Whole commands on the vendors' fake libraries of Tests/FakeAccelerators, which multiply for real.
@Suite(.serialized) struct FakeAcceleratorTests {
  /// The libraries, built once.
  private static let libraries: Result<String, any Error> = Result {
    let folder = NSTemporaryDirectory() + "assay-fakes-\(UUID().uuidString)"
    let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("FakeAccelerators")
    for script in ["build.sh", "build-hip.sh"] {
      let build = try Command(
        [scripts.appendingPathComponent(script).path, folder], of: URL(fileURLWithPath: "/bin/bash"))
      guard build.status == 0 else { throw BuildFailure(description: "\(script): \(build.errors)") }
    }
    return folder
  }

  private struct BuildFailure: Error, CustomStringConvertible { let description: String }

  private func assay(_ arguments: [String], cuda: String = "", hip: String = "") throws -> Command {
    try Command(
      arguments,
      environment: [
        "ASSAY_LIBRARY_PATH": try Self.libraries.get(), "FAKE_CUDA": cuda, "FAKE_HIP": hip,
      ])
  }

  /// Measures a small product and reads the report.
  private func measure(
    _ device: String, _ precisions: [String], cuda: String = "", hip: String = "", _ more: [String] = []
  ) throws -> (command: Command, devices: [[String: Any]]) {
    let command = try assay(
      ["measure", "--device", device, "--precision"] + precisions + ["--shape", "128", "--format", "json"]
        + more,
      cuda: cuda, hip: hip)
    let report = try? JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
    return (command, report?["devices"] as? [[String: Any]] ?? [])
  }

  private func rows(_ device: [String: Any]?) -> [[String: Any]] {
    device?["measurements"] as? [[String: Any]] ?? []
  }

  @Test("devices lists the accelerators of both interfaces, and the chips that they are")
  func devices() throws {
    let command = try assay(["devices"], cuda: "devices=2")
    #expect(command.status == 0)
    for words in ["cuda:0", "cuda:1", "hip:0", "NVIDIA B200 SXM", "AMD Instinct MI300X"] {
      #expect(command.output.contains(words), "\(words)")
    }
  }

  @Test(
    "every precision that a device has is verified, on either interface",
    arguments: [
      ("cuda:0", ["fp64", "fp32", "tf32", "fp16", "bf16", "fp8e4m3", "int8", "fp4"]),
      ("hip:0", ["fp64", "fp32", "tf32", "fp16", "bf16", "fp8e4m3", "int8"]),
    ])
  func everyPrecision(device: String, precisions: [String]) throws {
    let (command, devices) = try measure(device, precisions)
    #expect(command.status == 0, "\(command.errors.suffix(600))")
    let rows = rows(devices.first)
    for precision in precisions {
      let dense = rows.filter { row in
        row["precision"] as? String == precision && (row["variant"] as? [String: Any])?["sparsity"] == nil
      }
      #expect(!dense.isEmpty, "\(precision)")
      for row in dense {
        // A fake is as slow at one precision as at another, so a narrow one may pass for a conversion.
        let status = try #require(row["status"] as? String)
        #expect(["verified", "emulated"].contains(status), "\(precision): \(row["reason"] ?? "")")
        #expect(row["topsBest"] as? Double ?? 0 > 0, "\(precision)")
        #expect((row["check"] as? [String: Any])?["passed"] as? Bool == true, "\(precision)")
      }
    }
  }

  @Test("a sparse product has a row of its own and earns no TPP")
  func sparse() throws {
    let command = try assay([
      "rate", "--device", "cuda:0", "--precision", "fp16", "--shape", "128", "--format", "json",
    ])
    // On a busy machine the fake's visits may not agree, which breaks a run rule: the rows stand all the same.
    #expect([0, 16].contains(command.status), "\(command.errors.suffix(600))")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let device = try #require((report["devices"] as? [[String: Any]])?.first)
    let rows = rows(device)
    let sparse = rows.filter { ($0["variant"] as? [String: Any])?["sparsity"] as? String == "2:4" }
    #expect(!sparse.isEmpty)
    let dense = rows.filter { row in
      (row["variant"] as? [String: Any])?["sparsity"] as? String == nil
        && row["status"] as? String == "verified"
    }
    let best = try #require(dense.compactMap { $0["topsBest"] as? Double }.max())
    let rating = try #require(device["rating"] as? [String: Any])
    let demonstrated = try #require(rating["demonstrated"] as? [String: Any])
    let row = try #require((demonstrated["rows"] as? [[String: Any]])?.first)
    #expect(abs(try #require(row["tpp"] as? Double) - 16 * best) < 1e-9 * best)
    #expect((demonstrated["tpp"] as? Double) == (command.status == 0 ? row["tpp"] as? Double : nil))
  }

  @Test("a signed run on two known chips is verified, with the links between them and what is declared")
  func signed() throws {
    let folder = NSTemporaryDirectory() + "assay-signed-\(UUID().uuidString)"
    #expect(try Command(["key", "new", folder + ".key"]).status == 0)
    let run = try assay(
      [
        "rate", "--device", "cuda", "--precision", "fp16", "--shape", "128", "--claim", "fp16=0.000001",
        "--sign", folder + ".key", "--out", folder,
      ], cuda: "devices=2")
    // On a busy machine the visits may not agree, which breaks a run rule.
    #expect([0, 16].contains(run.status), "\(run.errors.suffix(600))")
    let verified = try Command(["verify", folder, "--format", "json"], directory: "/")
    #expect(verified.status == 0, "\(verified.errors)")
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [String: Any])
    let predicate = try #require(answer["predicate"] as? [String: Any])
    let devices = try #require(
      (predicate["measured"] as? [String: Any])?["devices"] as? [[String: Any]])
    #expect(devices.map { $0["id"] as? String } == ["cuda:0", "cuda:1"])
    #expect(devices.allSatisfy { $0["chip"] as? String != nil })
    let headline = try #require(predicate["headline"] as? [String: Any])
    let parts = try #require(headline["parts"] as? [[String: Any]])
    #expect(parts.allSatisfy { $0["declaredTPP"] as? Double ?? 0 > 1000 })
    // What is declared of the chips is far above what their fakes do.
    #expect(headline["verdict"] as? String == "inconclusive")
    let measurement = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: folder + "/measurement.json"))) as? [String: Any])
    #expect((measurement["links"] as? [[String: Any]])?.count == 2)
  }

  @Test(
    "a library that computes something else has no rate, and the command ends with 11",
    arguments: ["wrong", "nan", "half", "skip"])
  func wrong(behaviour: String) throws {
    for (device, cuda, hip) in [("cuda:0", behaviour, ""), ("hip:0", "", behaviour)] {
      // What FakeHIP takes with fewer bits keeps those of BF16.
      let (command, devices) = try measure(
        device, [device == "hip:0" ? "fp32" : "bf16"], cuda: cuda, hip: hip)
      #expect(command.status == 11, "\(device): \(command.errors.suffix(300))")
      let failed = rows(devices.first).filter { $0["status"] as? String == "failed" }
      #expect(!failed.isEmpty, "\(device)")
      #expect(failed.allSatisfy { $0["topsBest"] is NSNull }, "\(device)")
      #expect(command.errors.contains("wrong result"), "\(device): \(command.errors.suffix(300))")
    }
  }

  @Test("a device that vanishes keeps the rows that were done, and the command ends with 11")
  func vanish() throws {
    let (command, devices) = try measure("cuda:0", ["fp32"], cuda: "vanish=3000")
    #expect(command.status == 11)
    #expect(devices.first?["failure"] is [String: Any])
    #expect(rows(devices.first).contains { $0["status"] as? String == "verified" })
    #expect(command.errors.contains("given up"))
  }

  @Test("a device without memory left says so, and is no failure of the device")
  func outOfMemory() throws {
    let command = try assay(
      ["measure", "--device", "cuda:0", "--precision", "fp32", "--shape", "4096", "--format", "json"],
      cuda: "oom")
    #expect(command.status == 12)
    #expect(command.output.contains("OUT_OF_MEMORY"))
  }

  @Test(
    "a driver, a device or a library that cannot be used is said, with what to do, and the command ends with 12",
    arguments: [
      ("old", "install"), ("no-driver", "nvidia-smi"), ("busy", "busy"),
    ])
  func unusable(behaviour: String, words: String) throws {
    let command = try assay(["measure", "--device", "cuda", "--precision", "fp32"], cuda: behaviour)
    #expect(command.status == 12)
    #expect(command.errors.contains(words), "\(command.errors)")
  }

  @Test("a library without a symbol is named, with the symbol")
  func missingSymbol() throws {
    let folder = try Self.libraries.get()
    let command = try Command(
      ["measure", "--device", "cuda", "--precision", "fp32"],
      environment: ["ASSAY_LIBRARY_PATH": "\(folder)/missing-symbol:\(folder)"])
    #expect(command.status == 12)
    #expect(command.errors.contains("cublasLt"), "\(command.errors)")
  }

  @Test("a library that hangs is given up within its time-out")
  func hang() throws {
    let start = Date()
    let (command, devices) = try measure("cuda:0", ["fp32"], cuda: "hang")
    #expect(command.status == 11)
    #expect(command.errors.contains("hung"))
    #expect(devices.first?["failure"] is [String: Any])
    #expect(Date().timeIntervalSince(start) < 60)
  }

  @Test("a device that is throttled says for what")
  func throttled() throws {
    let (command, devices) = try measure("cuda:0", ["fp32"], cuda: "throttle")
    #expect(command.status == 0)
    let telemetry = String(describing: try #require(devices.first?["telemetry"]))
    #expect(telemetry.contains("power limit"))
  }

  @Test("a MIG instance is held against its known share of the declared figures, a vGPU against none")
  func partitions() throws {
    for (behaviour, words) in [("mig", "of 16 processors"), ("vgpu", "unknown size")] {
      let command = try assay(
        ["rate", "--device", "cuda:0", "--precision", "fp32", "--shape", "128"], cuda: behaviour)
      // On a busy machine the visits may not agree, which breaks a run rule.
      #expect([0, 16].contains(command.status), "\(command.errors.suffix(300))")
      #expect(command.output.contains(words), "\(behaviour)")
    }
  }

  @Test(
    "several devices are measured at once: the slowest is named, the sum stands apart, links between them are measured"
  )
  func several() throws {
    let (command, devices) = try measure("cuda", ["fp32"], cuda: "devices=2", ["--memory"])
    #expect(command.status == 0, "\(command.errors.suffix(300))")
    #expect(devices.count == 2)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let spread = try #require((report["spreads"] as? [[String: Any]])?.first)
    #expect((spread["rates"] as? [Any])?.count == 2)
    #expect((report["links"] as? [Any])?.count == 2)
  }

  @Test("the dies of a package stand each for itself and as one")
  func dies() throws {
    let command = try assay(
      ["measure", "--device", "hip", "--precision", "fp64", "--shape", "128"], hip: "dual-die,devices=2")
    #expect(command.status == 0, "\(command.errors.suffix(300))")
    #expect(command.output.contains("package"))
  }
}
