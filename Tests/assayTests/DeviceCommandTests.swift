import Foundation
import Testing

/// What `--device` and `--worker` do on a machine without accelerators.
@Suite struct DeviceCommandTests {
  /// Whether this machine has accelerators, so that what is told of one without them cannot be tested.
  static let hasAccelerator =
    FileManager.default.fileExists(atPath: "/dev/nvidia0")
    || FileManager.default.fileExists(atPath: "/dev/kfd")

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
    let command = try Command(arguments)
    #expect(command.status == Int32(status), "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  @Test(
    "without accelerators every way to ask for some ends with code 12 and the reason of each interface",
    .disabled(if: hasAccelerator), arguments: [["measure"], ["rate"], ["measure", "--memory"]],
    ["all", "cuda", "hip:1"])
  func none(command: [String], name: String) throws {
    let command = try Command(command + ["--device", name])
    #expect(command.status == 12, "\(command.errors)")
    #expect(command.output.isEmpty)
    #expect(command.errors.contains("--device \(name): no such device; there is none"), "\(command.errors)")
    #expect(command.errors.contains(name == "hip:1" ? "hip: " : "cuda: "), "\(command.errors)")
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
    print('{"assay-worker":1,"name":"fake","version":"1","devices":[],"reason":"no NPU here: install the driver"}')
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let start = ContinuousClock.now
    let command = try Command(["devices", "--worker", path, "--format", "json"])
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(command.status == 0, "\(command.errors)")
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let absent = try #require(page["absentPrograms"] as? [[String: Any]])
    let own = try #require(absent.first { $0["path"] as? String == path })
    #expect(own["reason"] as? String == "no NPU here: install the driver")
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
    let command = try Command(["devices", "--worker", path])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("npu:0"))
    #expect(command.output.contains("Huawei Ascend 910B2"), "\(command.output)")
    #expect(command.output.contains("fake 1"))
    let unknown = try Command(["measure", "--worker", path, "--device", "npu:5"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("there are npu:0"), "\(unknown.errors)")
  }
}
