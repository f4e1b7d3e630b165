import Foundation
import Testing

/// What `--device` and `--worker` do on a machine without accelerators.
@Suite struct DeviceCommandTests {
  /// Whether this machine has accelerators, so that what is told of one without them cannot be tested.
  static let hasAccelerator =
    FileManager.default.fileExists(atPath: "/dev/nvidia0")
    || FileManager.default.fileExists(atPath: "/dev/kfd")

  /// Runs the command without the fake libraries that other tests of this process may have put in its way.
  static func command(_ arguments: [String]) throws -> Command {
    try Command(arguments, environment: ["ASSAY_LIBRARY_PATH": "/nonexistent"])
  }

  @Test(
    "each way to name accelerators wrongly has its own code and a message with a remedy",
    arguments: [
      (["measure", "--device", "cpu", "cuda"], 64, "measure them in two runs"),
      (["measure", "--device", ""], 64, "--device '': give cpu, all"),
      (["measure", "--device", "nonsense"], 64, "--device nonsense: no such device; there"),
      (["measure", "--worker", "x.py"], 64, "say which to measure, e.g. --device all"),
      (["measure", "--worker", "", "--device", "all"], 64, "--worker '': give the file"),
      (["measure", "--device", "all", "--threads", "2"], 64, "--threads is about this host's processor"),
      (["rate", "--device", "cuda", "--library", "BLIS"], 64, "--library is about this host's processor"),
      (["rate", "--device", "cuda", "--blas", "x.so"], 64, "--blas is about this host's processor"),
      (["measure", "--device", "all", "--worker", "/nonexistent.py"], 12, "/nonexistent.py: No such file"),
      (["devices", "--worker", "/nonexistent.py"], 12, "docs/worker-protocol.md"),
      (["devices", "--worker", "/etc"], 12, "/etc: a directory, not a regular file"),
      (["check", "h100", "--claim", "fp16=1", "--device", "cuda:0"], 64, "give that too"),
      (["classify", "H20", "--device", "cuda:0"], 64, "give that too"),
    ])
  func failures(arguments: [String], status: Int, message: String) throws {
    let command = try Self.command(arguments)
    #expect(command.status == Int32(status), "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  @Test(
    "without accelerators every way to ask for some ends with code 12 and the reason of each interface",
    .disabled(if: hasAccelerator), arguments: [["measure"], ["rate"], ["measure", "--memory"]],
    ["all", "cuda", "hip:1"])
  func none(command: [String], name: String) throws {
    let command = try Self.command(command + ["--device", name])
    #expect(command.status == 12, "\(command.errors)")
    #expect(command.output.isEmpty)
    #expect(command.errors.contains("--device \(name): no such device; there is none"), "\(command.errors)")
    #expect(command.errors.contains(name == "hip:1" ? "hip: " : "cuda: "), "\(command.errors)")
    #expect(name != "all" || command.errors.contains("install hipblaslt or rocblas"), "\(command.errors)")
  }

  @Test("cpu is the host's processor, as it is when nothing is named")
  func host() throws {
    let command = try Command([
      "measure", "--device", "cpu", "--precision", "fp32", "--size", "64", "--threads", "1",
    ])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("GEMM throughput of this host"))
  }

  @Test(
    "the devices say in a line each which interfaces reach none, and a program of the user's with its reason")
  func devices() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".py"
    try """
    reason = 'no NPU here, and ' + 'much to say of it, ' * 20 + 'so install the driver'
    print('{"assay-worker":1,"name":"fake","version":"1","devices":[],"reason":"' + reason + '"}')
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let start = ContinuousClock.now
    let command = try Self.command(["devices", "--worker", path, "--format", "json"])
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(command.status == 0, "\(command.errors)")
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let absent = try #require(page["absentPrograms"] as? [[String: Any]])
    let own = try #require(absent.first { $0["path"] as? String == path })
    #expect((own["reason"] as? String)?.hasSuffix("so install the driver") == true)
    #expect(Self.hasAccelerator || absent.compactMap { $0["name"] as? String }.prefix(2) == ["cuda", "hip"])
    #expect(absent.allSatisfy { ($0["reason"] as? String)?.contains("\n") == false })
    #expect(page["accelerators"] != nil)
  }

  @Test("a device of a program of the user's is listed with the chip that it is, and can be named by kind")
  func found() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".py"
    try """
    print('{"assay-worker":1,"name":"fake","version":"1","devices":['
          '{"id":"npu:0","name":"Ascend910B2","vendor":"Huawei","memoryBytes":65464696832}]}', flush=True)
    import sys
    for line in sys.stdin: sys.exit(0)
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let command = try Self.command(["devices", "--worker", path])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("npu:0"))
    #expect(command.output.contains("Huawei Ascend 910B2"), "\(command.output)")
    #expect(command.output.contains("fake 1"))
    let unknown = try Self.command(["measure", "--worker", path, "--device", "npu:5"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("there are npu:0"), "\(unknown.errors)")
  }

  /// A worker that multiplies in plain Python, and can do so wrongly.
  static let fake = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("FakeDevices/worker.py").path

  @Test("a device is measured and rated, a line repeats it, and its reports are read again")
  func measured() throws {
    let file = NSTemporaryDirectory() + UUID().uuidString + ".json"
    let question = ["--worker", Self.fake, "--precision", "fp32", "--size", "32"]
    let measured = try Command(["measure", "--device", "fake:0", "--json", file] + question)
    #expect(measured.status == 0, "\(measured.errors)")
    #expect(measured.output.contains("fake:0: dense products"))
    #expect(measured.output.contains("fake:0: sparse products, which earn no TPP"))
    #expect(measured.output.contains("--device 'fake:0' --precision fp32 --shape 32x32x32"))
    #expect(measured.errors.contains("fake:0: FP32: looking for the best kernel and shape"))
    let rated = try Self.command(["rate", "--device", "fake", "--claim", "fp32=0.000000001"] + question)
    // On a busy machine the visits may not agree, which breaks a run rule.
    #expect([0, 16].contains(rated.status), "\(rated.errors)")
    #expect(
      rated.output.contains(rated.status == 0 ? "proven-above" : "no headline figure"), "\(rated.output)")
    #expect(rated.output.contains("of this device = one LPP allowance") == (rated.status == 0))
    #expect(try Command(["compare", file, file]).output.contains("fp32, sparse 2:4"))
    #expect(try Command(["check", "--measured", file]).status == 65)
    let keptRules = try !String(contentsOfFile: file, encoding: .utf8).contains("\"broken\"")
    let checked = try Command(["check", "h100", "--measured", file, "--device", "fake:0"])
    #expect(checked.status == (keptRules ? 0 : 65), "\(checked.errors)")
    #expect(keptRules || checked.errors.contains("no headline figure"))
    let classified = try Command(["classify", "--measured", file])
    #expect(classified.output.contains("what fake:0 in \(file) measured") == keptRules)
  }

  @Test("a wrong product ends with code 11 and its reason, after the report")
  func wrong() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".py"
    try
      "import runpy, sys\nsys.argv = ['worker.py', 'leaves-last-term']\nrunpy.run_path('\(Self.fake)', run_name='__main__')\n"
      .write(toFile: path, atomically: true, encoding: .utf8)
    let command = try Self.command([
      "measure", "--worker", path, "--device", "fake", "--precision", "fp32", "--size", "32",
    ])
    #expect(command.status == 11, "\(command.errors)")
    #expect(command.errors.contains("a measurement failed: fake:0, FP32: "), "\(command.errors)")
    #expect(command.errors.contains("wrong result"), "\(command.errors)")
    #expect(command.output.contains("failed"))
  }

  @Test("a device whose worker dies is left out with its reason once, and the code is 11")
  func dies() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".py"
    try """
    import sys
    print('{"assay-worker":1,"name":"fake","devices":[{"id":"x:0","name":"X"}]}', flush=True)
    sys.stdin.readline()
    sys.exit('out of luck')
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let command = try Command(["measure", "--worker", path, "--device", "x"])
    #expect(command.status == 11, "\(command.errors)")
    #expect(command.errors.contains("nothing could be measured: x:0: "), "\(command.errors)")
    #expect(command.errors.contains("out of luck"))
    #expect(command.output.contains("LEFT OUT: x:0: "))
    #expect(!command.output.contains("x:0: dense products"))
  }
}
