import Foundation
import Testing

/// Runs the built command as a user would.
struct Command {
  let status: Int32
  let output: String
  let errors: String

  /// The command that was built beside these tests.
  static let file = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("assay")

  /// Runs lines of a shell that finds the command as `assay`.
  init(shell script: String, directory: String? = nil) throws {
    let folder = Self.file.deletingLastPathComponent().path
    try self.init(
      ["-c", "PATH=\"\(folder):$PATH\"\n" + script], of: URL(fileURLWithPath: "/bin/sh"), directory: directory
    )
  }

  init(
    _ arguments: [String], of executable: URL = Self.file, environment: [String: String] = [:],
    directory: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let files = (0..<2).map { _ in URL(fileURLWithPath: NSTemporaryDirectory() + UUID().uuidString) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOf: files[0], encoding: .utf8)
    errors = try String(contentsOf: files[1], encoding: .utf8)
    for file in files { try FileManager.default.removeItem(at: file) }
  }
}

@Suite struct CommandLineTests {
  @Test("a chip is classified on a date, with paragraph, numbers and citation")
  func classify() throws {
    let command = try Command(["classify", "A100", "--on", "2022-11-01"])
    #expect(command.status == 0)
    #expect(command.output.contains("Met: 3A090.a, 4A090."))
    #expect(command.output.contains("87 FR 62186"))
    #expect(command.output.contains("4,992"))
    let json = try Command([
      "classify", "--tpp", "4736", "--data-centre", "yes", "--on", "2024-01-01", "--format", "json",
    ])
    #expect(json.status == 0)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    let outcomes = Dictionary(
      uniqueKeysWithValues: findings.map {
        ($0["paragraph"] as? String ?? "", $0["outcome"] as? String ?? "")
      })
    #expect(outcomes["3A090.a.1"] == "no")
    #expect(outcomes["3A090.a.2"] == "unknown")
  }

  @Test("a chip's page names every source")
  func show() throws {
    let command = try Command(["chips", "show", "h100"])
    #expect(command.status == 0)
    #expect(command.output.contains("15,832"))
    #expect(command.output.contains("https://epoch.ai/data/machine-learning-hardware"))
  }

  @Test("lint of the shipped tables ends well, and a measurement above a peak ends with code 65")
  func lint() throws {
    let good = try Command(["chips", "lint", "--format", "json"])
    #expect(good.status == 0)
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(good.output.utf8)) as? [String: Any])
    #expect((page["counts"] as? [String: Int])?["error"] == 0)
    let own = NSTemporaryDirectory() + "assay-own-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: own) }
    try Data(
      """
      chip,precision,unit,tops,quantity,conditions,source,grade,as_of,note
      h100-sxm,bf16,matrix,1500,gemm,,general-knowledge,unverified,,

      """.utf8
    ).write(to: URL(fileURLWithPath: own + "/measurements.csv"))
    let bad = try Command(["chips", "lint", "--chipdb", own])
    #expect(bad.status == 65)
    #expect(bad.output.contains("measured 1,500 TOP/s"))
    #expect(bad.output.contains("1 error,"))
  }

  @Test("the list as JSON is an array of chips with ISO countries")
  func list() throws {
    let command = try Command(["chips", "list", "--country", "CN", "--format", "json"])
    let chips = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [[String: Any]])
    #expect(chips.count >= 40)
    #expect(chips.allSatisfy { $0["country"] as? String == "CN" })
  }

  @Test("this host is measured and the row verified, with the library's name")
  func measure() throws {
    let command = try Command(["measure", "--precision", "fp32", "--size", "64", "--format", "json"])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("\"status\" : \"verified\""))
  }

  @Test(
    "each kind of failure has its own exit code and a message with a remedy",
    arguments: [
      (["chips", "show", "H1000"], 13, "nearest are"),
      (["classify", "no such thing at all 42"], 13, "no chip is called"),
      (["measure", "--size", "0"], 64, "whole number from 1"),
      (["measure", "--size", "-5"], 64, "whole number from 1"),
      (["measure", "--size", "1000000000"], 64, "smaller --size"),
      (["measure", "--size", "12abc"], 64, "2048"),
      (["measure", "--shape", "1x2"], 64, "m x n x k"),
      (["measure", "--precision", "fp7"], 64, "fp64"),
      (["measure", "--threads", "0"], 64, "at least 1"),
      (["measure", "--threads", "100000"], 64, "may use"),
      (["measure", "--precision", "fp4"], 12, "nothing could be measured"),
      (["rate", "--equivalence", "h100e"], 64, "tpp-diffusion"),
      (["rate", "--mfu", "1.5"], 64, "up to 1"), (["rate", "--mfu", "0.4"], 64, "go together"),
      (["rate", "--claim", "fp32"], 64, "claim"),
      (["classify"], 64, "give a chip"),
      (["classify", "H20", "--tpp", "5"], 64, "not both"),
      (["classify", "--tpp", "-5"], 64, "above 0"),
      (["classify", "H20", "--on", "2024-02-30"], 64, "on"),
      (["classify", "H20", "--on", "1999-01-01"], 64, "starts on"),
      (["chips", "list", "--data", "/nonexistent"], 65, "chipdb"),
      (["chips", "show", "h20", "--json", "/nonexistent/directory/file.json"], 73, "cannot write"),
      (["measure", "--precision", "fp32", "fp32"], 64, "twice"),
      (["measure", "--operands", "trig", "trig"], 64, "twice"),
      (["measure", "--operands", "random"], 64, "normal"),
      (["measure", "--library", "NoSuchBLAS"], 64, "no such library"),
      (["classify", "--tops", "fp16=1", "fp16=2"], 64, "twice"),
      (["chips", "list", "--json", "/tmp/x", "--html", "/tmp/x"], 64, "same file"),
      (["nonsense"], 64, "nonsense"),
      (["measure", "--blas", ""], 64, "--blas '': give the path"),
      (["check"], 64, "give --claim"),
      (["check", "--claim", "fp16=1"], 64, "needs the chip"),
      (["check", "h100", "--claim", "fp16=nan"], 64, "fp16=nan"),
      (["check", "h100", "--claim", "fp16=1", "fp16=2"], 64, "twice"),
      (["check", "h100", "--claim", "fp16=1", "--share", "0.5"], 64, "--measured"),
      (["check", "h100", "--measured", "/nonexistent.json"], 65, "no such file"),
      (["check", "h1000", "--claim", "fp16=1"], 13, "nearest are"),
      (["check", "h100", "--claim", "fp16=1979"], 10, "sparse"),
      (["check", "rtx-4090", "--claim", "tpp=10570"], 10, "factor 2"),
      (["chips", "show", "h20", "--chipdb", "/nonexistent"], 65, "not there"),
    ])
  func failures(arguments: [String], status: Int, message: String) throws {
    let command = try Command(arguments)
    #expect(command.status == Int32(status), "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  @Test("a refuted claim, or a machine too busy for a run rule, ends with its own code, after the report")
  func refuted() throws {
    let command = try Command(["rate", "--precision", "fp32", "--size", "64", "--claim", "fp32=100000"])
    #expect([10, 16].contains(command.status), "\(command.errors)")
    #expect(command.output.contains(command.status == 10 ? "refuted" : "No headline figure"))
    #expect(command.errors.contains(command.status == 10 ? "a claim is refuted" : "the run broke"))
  }

  @Test(
    "an answer that was printed stays printed when a file cannot be written, and the other files are written")
  func nothingLost() throws {
    let good = NSTemporaryDirectory() + UUID().uuidString + ".md"
    let command = try Command(["chips", "show", "h20", "--json", "/proc/none.json", "--markdown", good])
    #expect(command.status == 73)
    #expect(command.output.contains("H20"))
    #expect(FileManager.default.fileExists(atPath: good))
  }

  @Test("without a home directory and from anywhere the data is found")
  func anywhere() throws {
    #expect(
      try Command(["chips", "list"], environment: ["HOME": "/nonexistent"], directory: "/").status == 0)
  }

  @Test(
    "a named library that crashes, ends the process or lies is named with its code, and the rest goes on",
    arguments: [
      ("__attribute__((constructor)) static void f(void) { *(volatile int *)0 = 1; }", 12, "crashed"),
      (
        "#include <stdlib.h>\n__attribute__((constructor)) static void f(void) { _Exit(0); }",
        12, "ended its process"
      ),
      ("", 11, "wrong result"),
    ])
  func hostileLibrary(constructor: String, status: Int32, message: String) throws {
    let base = NSTemporaryDirectory() + UUID().uuidString
    try (constructor + "\nvoid cblas_sgemm(void) {}\nvoid openblas_set_num_threads(int n) { (void)n; }\n")
      .write(
        toFile: base + ".c", atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-o", base + ".so", base + ".c"]
    try compiler.run()
    compiler.waitUntilExit()
    #expect(compiler.terminationStatus == 0)
    let command = try Command(["measure", "--precision", "fp32", "--size", "64", "--blas", base + ".so"])
    #expect(command.status == status, "\(command.errors)")
    #expect(command.output.contains("verified"))
    #expect(command.errors.contains(base + ".so: "))
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  @Test("a sweep has rows for every distribution, a line that repeats each, and two reports compare")
  func sweepAndCompare() throws {
    let file = NSTemporaryDirectory() + UUID().uuidString + ".json"
    let command = try Command([
      "measure", "--precision", "fp32", "--size", "96", "--threads", "1", "--operands", "normal", "trig",
      "--library", "OpenBLAS", "--json", file,
    ])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("operands change the rate by"))
    #expect(command.output.contains("--shape 96x96x96 --library 'OpenBLAS"))
    #expect(command.errors.contains("memory: at most"))
    let comparison = try Command(["compare", file, file])
    #expect(comparison.status == 0)
    #expect(comparison.output.contains("fp32 on 1 thread, trig operands"))
    let broken = try Command(["compare", file, "/etc/hostname"])
    #expect(broken.status == 65)
    #expect(broken.errors.contains("/etc/hostname: not JSON"))
  }

  @Test(
    "a library that the user names and that cannot be opened is refused by name",
    arguments: ["/etc/passwd", "/nonexistent.so"])
  func extraLibrary(path: String) throws {
    let command = try Command(["measure", "--precision", "fp32", "--size", "64", "--blas", path])
    #expect(command.status == 12)
    #expect(command.errors.contains(path))
  }

  @Test("devices, pipes and links are written in place and never replaced")
  func specialFiles() throws {
    let directory = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: "target")
    #expect(try Command(["chips", "show", "h20", "--json", directory + "/link"]).status == 0)
    #expect(FileManager.default.fileExists(atPath: directory + "/target"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory + "/link") == "target")
    #expect(try Command(["chips", "show", "h20", "--json", "/dev/null"]).status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
    let full = try Command(["chips", "show", "h20", "--json", "/dev/full"])
    #expect(full.status == 73)
    #expect(full.errors.contains("No space left"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["link", "target"])
  }
}
