import Foundation
import Testing

/// What the command does where its surroundings give it less than usual.
@Suite struct ResourceTests {
  static let measure = "assay measure --precision fp32 --size 64 --threads 1 --library OpenBLAS"

  @Test(
    "too few file descriptors are named as such, never as too little memory, and end with a code of their own"
  )
  func fewDescriptors() throws {
    var refusals = 0
    for limit in 8...16 {
      let command = try Command(shell: "ulimit -n \(limit); exec \(Self.measure)")
      #expect([0, 11, 12].contains(command.status), "\(limit): \(command.errors)")
      if command.status == 0 { continue }
      #expect(command.errors.contains("Too many open files"), "\(limit): \(command.errors)")
      #expect(!command.errors.contains("smaller --size"), "\(limit): \(command.errors)")
      if command.errors.contains("bytes of shared memory (Too many open files): raise") { refusals += 1 }
    }
    #expect(refusals > 0)
  }

  @Test("a closed standard stream is never taken for a file that is opened later")
  func closedStreams() throws {
    let file = NSTemporaryDirectory() + UUID().uuidString + ".json"
    for redirection in ["<&-", "2>&-", "<&- 2>&-"] {
      let command = try Command(shell: "\(Self.measure) --json \(file) \(redirection)")
      #expect(command.status == 0, "\(redirection): \(command.errors)")
      #expect(command.output.contains("verified"))
      #expect(command.errors.isEmpty == redirection.contains("2"))
      #expect(
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file))) is [String: Any])
      try FileManager.default.removeItem(atPath: file)
    }
    let command = try Command(shell: "\(Self.measure) --json \(file) >&-")
    #expect(command.status == 73)
    #expect(command.errors.contains("cannot write to standard output: Bad file descriptor"))
    #expect(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file))) is [String: Any])
  }

  @Test("the digests of the libraries need no other program")
  func digests() throws {
    let command = try Command(
      ["measure", "--precision", "fp32", "--size", "64", "--threads", "1", "--format", "json"],
      environment: ["PATH": "/nonexistent"])
    #expect(command.status == 0, "\(command.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let digests = try #require((report["run"] as? [String: Any])?["digests"] as? [[String: Any]])
    #expect(!digests.isEmpty)
    #expect(digests.allSatisfy { ($0["sha256"] as? String)?.count == 64 })
    let libraries = try #require(report["libraries"] as? [[String: Any]])
    #expect(
      libraries.allSatisfy { Set($0.keys).isSuperset(of: ["name", "version", "path", "abi", "kernel"]) })
  }
}
