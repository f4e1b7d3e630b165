import Foundation
import Testing

@testable import Measurement

@Suite struct WorkerCheckCommandTests {
  @Test("a worker that keeps every rule is shown with them, and the command ends with 0")
  func kept() throws {
    let fake = try FakeWorker("honest", precisions: ["int8"])
    let command = try Command(["worker", "check", fake.path, "--device", "fake:0"])
    #expect(command.status == 0, "\(command.output)\(command.errors)")
    #expect(command.output.contains("keeps every rule"))
    #expect(command.output.contains("fake:0, plain Python"))
  }

  @Test("a broken rule is told with its section, what was asked, expected and came, and ends with 11")
  func broken() throws {
    let fake = try FakeWorker("wrong-last-element")
    let text = try Command(["worker", "check", fake.path])
    #expect(text.status == 11)
    #expect(text.output.contains("product, under \"Products\" of docs/worker-protocol.md"))
    #expect(text.output.contains("c of set 0 of 16x16x32, seed 11"))
    let json = try Command(["worker", "check", fake.path, "--format", "json"])
    #expect(json.status == 11)
    let page = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(page["passed"] as? Bool == false)
    let report = try #require(page["report"] as? [String: Any])
    let judgements = try #require(report["judgements"] as? [[String: Any]])
    let fault = try #require(
      judgements.first { $0["rule"] as? String == "product" }?["fault"] as? [String: Any])
    #expect(Set(fault.keys) == ["asked", "expected", "came"])
  }

  @Test("what cannot be started, or has no such device, ends with 12 and the reason")
  func nothing() throws {
    for (arguments, reason) in [
      (["/nonexistent/worker"], "No such file"), (["/etc/passwd"], "chmod +x"), (["/"], "a directory"),
      ([try FakeWorker("no-devices").path], "not in the mood"),
      ([try FakeWorker("honest").path, "--device", "fake:7"], "there are fake:0"),
    ] {
      let command = try Command(["worker", "check"] + arguments)
      #expect(command.status == 12, "\(arguments)")
      #expect(command.errors.contains(reason), "\(command.errors)")
    }
    let text = NSTemporaryDirectory() + UUID().uuidString
    try "no program\n".write(toFile: text, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: text)
    let command = try Command(["worker", "check", text])
    #expect(command.status == 12)
    #expect(command.errors.contains("could not be started"))
  }

  @Test("only the check of a worker is offered to people")
  func help() throws {
    let command = try Command(["worker", "--help"])
    #expect(command.output.contains("check"))
    #expect(!command.output.contains("library") && !command.output.contains("host "))
  }
}
