import Foundation
import Testing

@testable import Measurement

/// The plug-in of Tests/FakeDevices/plugin.c, compiled with some of its ways to be.
struct FakePlugIn {
  let path: String

  init(_ definitions: String...) throws {
    path = NSTemporaryDirectory() + UUID().uuidString + ".so"
    let include = FakeWorker.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/CGEMM/include").path
    let command = try Command(
      [
        "clang", "-std=c11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-I",
        include, "-o",
        path,
      ] + definitions.map { "-D" + $0 } + [FakeWorker.folder.appendingPathComponent("plugin.c").path, "-lm"],
      of: URL(fileURLWithPath: "/usr/bin/env"))
    #expect(command.status == 0, "\(command.errors)")
  }

  func worker(answer: Double = 30) throws -> DeviceWorker {
    var patience = DeviceWorker.Patience()
    patience.answer = answer
    return try DeviceWorker(try DeviceProgram(path: path), assay: Command.file, patience: patience)
  }

  /// Lines to the host, and what it says to them.
  func answers(to lines: [String], environment: [String: String] = [:]) throws -> [[String: Any]] {
    let file = NSTemporaryDirectory() + UUID().uuidString
    try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let variables = environment.map { "\($0)='\($1)' " }.joined()
    let command = try Command(shell: "\(variables)assay worker host \(path) <\(file)")
    #expect(command.status == 0)
    return try command.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }
}

@Suite struct PlugInHostTests {
  static let variant = ProductVariant(precision: .int8, output: .int32)

  static func prepare(m: Int = 4, sets: Int = 2) -> PrepareRequest {
    PrepareRequest(
      variant: variant, m: m, n: 6, k: 8, distribution: .uniform, seed: Seed(5), sets: sets, kernels: 5)
  }

  @Test(
    "a plug-in's products, drawn by itself or by the host, keep every rule of the protocol",
    arguments: [
      ["ONLY=ASSAY_INT8"], ["ONLY=ASSAY_FP32", "ON_HOST"], ["ONLY=ASSAY_FP4"], ["ONLY=ASSAY_FP64", "PRINTS"],
    ])
  func conformance(definitions: [String]) throws {
    let plugIn =
      try definitions.count == 1 ? FakePlugIn(definitions[0]) : FakePlugIn(definitions[0], definitions[1])
    let report = try ConformanceSuite.check(
      try DeviceProgram(path: plugIn.path), assay: Command.file, effort: FakeWorker.effort)
    #expect(report.broken.isEmpty)
    #expect(report.worker == "Fake 1.2.3")
    let drawn = report.judgements.first { $0.rule == .prepare }?.note ?? ""
    let isDrawnThere = !definitions.contains("ON_HOST") && !definitions[0].contains("FP4")
    #expect(drawn.contains(isDrawnThere ? "device" : "host"))
    let check = try #require(report.judgements.first { $0.rule == .check })
    #expect(check.verdict == (definitions.contains("ON_HOST") ? .notApplicable : .passed))
    let open = try #require(report.judgements.first { $0.rule == .open })
    #expect(open.note?.hasPrefix("2 variants") == true)
  }

  @Test("a plug-in that multiplies wrongly is caught")
  func wrong() throws {
    let report = try ConformanceSuite.check(
      try DeviceProgram(path: try FakePlugIn("ONLY=ASSAY_FP32", "SKIPS_LAST").path), assay: Command.file,
      effort: FakeWorker.effort)
    #expect(Set(report.broken.keys).isSuperset(of: [.product, .exactProduct, .largeProduct, .kernels]))
    #expect(report.broken[.operands] == nil && report.broken[.flip] == nil)
  }

  @Test("what a device is reaches the description, and what it does the telemetry")
  func description() throws {
    let worker = try FakePlugIn().worker()
    let device = try #require(worker.greeting.devices.first)
    #expect(device.id == "fake:0")
    #expect(device.name == String(repeating: "F", count: 128))
    #expect(device.pci?.identifier == "01de:2330")
    #expect(device.pci?.address == "0000:17:00.0")
    #expect(device.partition?.share == 14.0 / 114)
    #expect((device.memoryBytes, device.freeBytes, device.cacheBytes) == (1 << 30, 1 << 29, 1 << 16))
    #expect(device.ecc == false && device.telemetry == true && device.uuid == nil && device.driver == nil)
    // The second one cannot be described: it is told of all the same, and cannot be opened.
    #expect(worker.greeting.devices.map(\.id) == ["fake:0", "fake:1"])
    #expect(worker.greeting.devices[1].name.contains("fallen off the bus"))
    let telemetry = try worker.ask(TelemetryRequest(device: "fake:0"))
    #expect(telemetry.watts == 250 && telemetry.clockMHz == 1755 && telemetry.processes == 2)
    #expect(telemetry.celsius == nil && telemetry.joules == nil)
    #expect(telemetry.throttle == ["power limit", "temperature"])
    let error = #expect(throws: DeviceError.self) { try worker.ask(OpenRequest(device: "fake:1")) }
    #expect(error == DeviceError(.gone, "it has fallen off the bus"))
  }

  @Test("every variant is asked for, and what is missing has the library's reason")
  func variants() throws {
    let worker = try FakePlugIn().worker()
    let offer = try worker.ask(OpenRequest(device: "fake:0"))
    #expect(Set(offer.variants.map(\.precision)) == [.fp64, .fp32, .fp4, .int8])
    #expect(offer.variants.count == 16)
    let missing = Dictionary(uniqueKeysWithValues: (offer.missing ?? []).map { ($0.precision, $0.reason) })
    #expect(
      missing["tf32"] == "no TF32 unit" && missing["fp8e4m3"] == "no such unit" && missing["fp64"] == nil)
    let error = #expect(throws: DeviceError.self) {
      try worker.ask(
        MultiplyRequest(
          variant: ProductVariant(precision: .tf32, output: .fp32), m: 1, n: 1, k: 1, a: Data(count: 4),
          b: Data(count: 4)))
    }
    #expect(error?.kind == .unsupported)
  }

  @Test(
    "a library that is no plug-in of this assay is refused with the reason",
    arguments: [
      ("WRONG_ABI", "version 2 of the plug-in interface, this assay 1"), ("WRONG_SIZE", "build it against"),
      ("NO_ENTRY", "no function 'assay_plugin'"), ("NO_RUN", "no function 'run'"),
      ("NO_LIBRARY", "install fake-runtime"), ("NOTHING", "Fake sees no device"),
    ])
  func refusals(definition: String, reason: String) throws {
    let worker = try FakePlugIn(definition).worker()
    #expect(worker.greeting.devices.isEmpty)
    #expect(worker.greeting.reason?.contains(reason) == true, "\(worker.greeting.reason ?? "")")
    // It still answers, and ends in order.
    #expect(throws: DeviceError.self) { try worker.ask(OpenRequest(device: "fake:0")) }
    #expect(try worker.endInOrder(within: 10).cause == "ended its process (exit code 0)")
  }

  @Test("a file that is no library, and a name that means none, are refused with the reason")
  func noLibrary() throws {
    let text = NSTemporaryDirectory() + UUID().uuidString + ".so"
    try "no library".write(toFile: text, atomically: true, encoding: .utf8)
    let worker = try DeviceWorker(try DeviceProgram(path: text), assay: Command.file)
    #expect(worker.greeting.reason?.contains("cannot be loaded") == true)
    let other = try DeviceWorker(.builtIn("abacus"), assay: Command.file)
    #expect(other.greeting.reason?.contains("'abacus' is no plug-in that this assay has") == true)
  }

  @Test("memory and products that are released, or never came to be, are given back, and all at the end")
  func givenBack() throws {
    let ledger = NSTemporaryDirectory() + UUID().uuidString
    let prepare =
      "\"do\":\"prepare\",\"variant\":{\"precision\":\"int8\",\"output\":\"int32\",\"accumulate\":\"full\",\"transposed\":true},"
      + "\"n\":6,\"k\":8,\"distribution\":\"uniform\",\"seed\":\"5\",\"sets\":3,\"kernels\":2"
    let answers = try FakePlugIn().answers(
      to: [
        "{\"id\":1,\"do\":\"open\",\"device\":\"fake:0\"}", "{\"id\":2,\(prepare),\"m\":4}",
        "{\"id\":3,\"do\":\"release\",\"product\":1}", "{\"id\":4,\(prepare),\"m\":13}",
        "{\"id\":5,\(prepare),\"m\":2000000000}",
        "{\"id\":6,\(prepare),\"m\":5}", "{\"id\":7,\"do\":\"end\"}",
      ], environment: ["FAKE_LEDGER": ledger])
    #expect(answers.dropFirst().map { $0["ok"] != nil } == [true, true, true, false, false, true, true])
    let message = try #require((answers[4]["error"] as? [String: Any])?["message"] as? String)
    #expect(message.count > 100 && message.count < 1024 && message.allSatisfy { $0 == "x" })
    #expect((answers[5]["error"] as? [String: Any])?["kind"] as? String == "memory")
    #expect(try String(contentsOfFile: ledger, encoding: .utf8) == "0 blocks, 0 products\n")
  }

  @Test("a plug-in's kernels have names, and what it tells of time and deviation is not taken on trust")
  func answers() throws {
    let worker = try FakePlugIn("NAN_DEVIATION", "NO_SECONDS").worker()
    _ = try worker.ask(OpenRequest(device: "fake:0"))
    let product = try worker.ask(Self.prepare())
    #expect(product.kernels == ["rows first", "kernel 1"])
    #expect(product.drawn == "device")
    let error = #expect(throws: DeviceError.self) {
      try worker.ask(RunRequest(product: product.product, kernel: 0, count: 1))
    }
    #expect(error?.kind == .failed && error?.message.contains("nan seconds") == true)
    let check = try worker.ask(CheckRequest(product: product.product, set: 0, seed: Seed(1)))
    #expect(check.largest.value.isNaN)
    let read = #expect(throws: DeviceError.self) {
      try worker.ask(BandwidthRequest(kind: .read, bytes: 4096, count: 1))
    }
    #expect(read == DeviceError(.unsupported, "only copies are measured"))
  }

  @Test("a crash within a plug-in is told as such, and a plug-in that hangs is ended")
  func crash() throws {
    // Where the runtime is told to, it writes a long account of a crash first.
    for (definition, message, answer) in [("CRASHES", "crashed (signal 11)", 60), ("HANGS", "hung", 1.0)] {
      let worker = try FakePlugIn(definition).worker(answer: answer)
      _ = try worker.ask(OpenRequest(device: "fake:0"))
      let product = try worker.ask(Self.prepare()).product
      let error = #expect(throws: DeviceError.self) {
        try worker.ask(RunRequest(product: product, kernel: 0, count: 1))
      }
      #expect(error?.kind == .gone && error?.message.contains(message) == true, "\(error?.message ?? "")")
      #expect(!worker.isAlive)
    }
  }

  @Test("lines that are no request are answered, however long, and the next one is answered as ever")
  func garbage() throws {
    let worker = try FakePlugIn().worker()
    for line in [
      Data("garbage".utf8), Data(), Data([0xff, 0xfe, 0]), Data(repeating: 65, count: 65 << 20),
      Data((String(repeating: "[", count: 100_000)).utf8), Data("{\"id\":1e99,\"do\":\"open\"}".utf8),
      Data("{\"id\":\"1\",\"do\":\"end\"}".utf8),
    ] {
      let reply = try worker.exchange(line: line)
      let object = try #require(try JSONSerialization.jsonObject(with: reply) as? [String: Any])
      #expect(object["id"] is NSNull)
      #expect((object["error"] as? [String: Any])?["kind"] as? String == "failed")
    }
    #expect(try worker.ask(OpenRequest(device: "fake:0")).variants.count == 16)
    let again = #expect(throws: DeviceError.self) { try worker.ask(OpenRequest(device: "fake:0")) }
    #expect(again?.kind == .failed)
  }

  @Test("the host ends with what started it, whatever the plug-in is doing")
  func endsWithParent() throws {
    let path = try FakePlugIn("HANGS").path
    let parent = try ChildProcess(
      [
        "/bin/sh", "-c", "exec 3<&0; \"$0\" worker host \"$1\" <&3 & echo $!; exec >&-; wait",
        Command.file.path, path,
      ], environment: ProcessInfo.processInfo.environment)
    let host = try #require(Int32(String(decoding: try parent.channel.line(within: 30), as: UTF8.self)))
    _ = try parent.channel.line(within: 30)
    for line in [
      "{\"id\":1,\"do\":\"open\",\"device\":\"fake:0\"}",
      "{\"id\":2,\"do\":\"prepare\",\"variant\":{\"precision\":\"int8\",\"output\":\"int32\",\"accumulate\":\"full\",\"transposed\":true},"
        + "\"m\":4,\"n\":6,\"k\":8,\"distribution\":\"uniform\",\"seed\":\"5\",\"sets\":1,\"kernels\":1}",
    ] {
      parent.channel.send(line: Data(line.utf8))
      _ = try parent.channel.line(within: 30)
    }
    parent.channel.send(line: Data("{\"id\":3,\"do\":\"run\",\"product\":1,\"kernel\":0,\"count\":1}".utf8))
    usleep(200_000)
    #expect(ProcessState(host).isRunning)
    // A polite request is none of its business, as long as its parent lives.
    kill(host, SIGTERM)
    kill(host, SIGINT)
    usleep(200_000)
    #expect(ProcessState(host).isRunning)
    parent.end()
    parent.closeInput()
    for _ in 0..<500 where ProcessState(host).isRunning { usleep(20_000) }
    #expect(!ProcessState(host).isRunning)
  }
}
