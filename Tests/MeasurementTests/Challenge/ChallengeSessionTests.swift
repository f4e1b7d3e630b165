import Foundation
import Rating
import Synchronization
import Testing

@testable import Measurement

@Suite struct ChallengeSessionTests {
  @Test(
    "memory is settled before any is taken: slices where a lap does not fit, a refusal where a step does not")
  func memory() throws {
    let challenge = try ChallengeFixture.challenge([.fp64], size: 4096, steps: 16)
    let matrix = 4096.0 * 4096 * 8
    #expect(try ChainMemory(.fp64, challenge, availableBytes: 64 << 30).slice == 16)
    #expect(try ChainMemory(.fp64, challenge, availableBytes: 64 << 30).bytes == 34 * matrix)
    let narrow = try ChainMemory(.fp64, challenge, availableBytes: Int(11 * matrix))
    #expect(narrow.slice == 3)
    let error = #expect(throws: ChallengeError.self) {
      try ChainMemory(
        .fp64, try ChallengeFixture.challenge([.fp64], size: 65_536), availableBytes: 16 << 30)
    }
    #expect(error?.kind == .usage)
    #expect(
      error?.description.contains("size 65536 at fp64 needs 128.0 GiB") == true, "\(error?.description ?? "")"
    )
  }

  @Test("results that are too many together are refused, and nothing is left of them")
  func limit() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    let folder = try ChallengeFolder(path: path, largest: 64 * 64 * 8 + 1)
    let challenge = try ChallengeFixture.challenge([.fp64, .fp32])
    let error = #expect(throws: ChallengeError.self) {
      try ChallengeFixture.session(challenge, FakeChainProvider()).run(into: folder)
    }
    #expect(
      error?.kind == .usage && error?.description.contains("ask the verifier for a larger size") == true)
    #expect(!FileManager.default.fileExists(atPath: path))
    let room = MeasurementRoom(availableBytes: 1 << 30)
    try ChallengeSession.check(challenge, room: room, place: NSTemporaryDirectory())
    let large = #expect(throws: ChallengeError.self) {
      try ChallengeSession.check(challenge, room: room, place: NSTemporaryDirectory(), largest: 1 << 10)
    }
    #expect(
      large?.kind == .usage && large?.description.contains("a smaller size or fewer precisions") == true)
  }

  @Test("a chain in slices is that of one slice")
  func slices() throws {
    let challenge = try ChallengeFixture.challenge([.int8], steps: 5)
    let results = try [1.0, 8].map { slices in
      let path = NSTemporaryDirectory() + UUID().uuidString
      // X, C, and per step M twice.
      let available = Int(64 * 64 * (5 + 2 * slices) / 0.8) + 1
      let folder = try ChallengeFolder(path: path)
      let runner = ChainRunner(
        challenge: challenge, precision: .int8, provider: FakeChainProvider(), threads: 1,
        memory: try ChainMemory(.int8, challenge, availableBytes: available), watch: Stopwatch(),
        isCancelled: { false }, progress: { _ in })
      return (runner.memory.slice, try runner.run(into: folder).laps[0].commitment)
    }
    #expect(results.map(\.0) == [1, 5])
    #expect(results[0].1 == results[1].1)
  }

  @Test("an interrupted run leaves nothing behind", arguments: [2, 5, 9])
  func interrupted(asked: Int) throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let count = Atomic(0)
    let session = ChallengeFixture.session(
      try ChallengeFixture.challenge([.fp64, .int8], steps: 2), FakeChainProvider(),
      isCancelled: { count.wrappingAdd(1, ordering: .relaxed).newValue > asked })
    let folder = try ChallengeFolder(path: path + "/run")
    let error = #expect(throws: ChallengeError.self) { try session.run(into: folder) }
    #expect(error?.kind == .interrupted)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test("a precision that no library has is named with the reason, and verified as missing")
  func missing() throws {
    let fixture = try ChallengeFixture(ChallengeFixture.challenge([.bf16, .fp16]), FakeProvider())
    let transcript = try ChallengeTranscript(folder: fixture.folder)
    #expect(transcript.chains.map(\.precision) == [.bf16])
    #expect(transcript.missing == [.init(precision: .fp16, reason: "no library has such a product")])
    let verdict = try fixture.verdict()
    #expect(verdict.chains.map(\.status) == [.verified, .missing])
  }

  @Test(
    "a library that fails in the middle makes no chain, and none at all is an error that leaves nothing behind"
  )
  func failing() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    let folder = try ChallengeFolder(path: path)
    let session = ChallengeFixture.session(
      try ChallengeFixture.challenge([.fp64]), FakeChainProvider(.throwsError))
    let error = #expect(throws: ChallengeError.self) { try session.run(into: folder) }
    #expect(error == ChallengeError(.unsupported, "no chain could be run: FP64: the fake refuses"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(
    "nothing is overwritten: a folder with something in it and a file are refused, an empty folder is taken")
  func takenFolder() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let session = ChallengeFixture.session(try ChallengeFixture.challenge([.int8]), FakeChainProvider())
    _ = try session.run(into: ChallengeFolder(path: path))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["int8-1.bin", "transcript.json"])
    let taken = #expect(throws: ChallengeError.self) { try ChallengeFolder(path: path) }
    #expect(taken?.description.contains("there is something in it already") == true)
    let file = #expect(throws: ChallengeError.self) { try ChallengeFolder(path: path + "/int8-1.bin") }
    #expect(file?.description.contains("a file of that name already") == true)
    let nowhere = #expect(throws: ChallengeError.self) { try ChallengeFolder(path: "/nonexistent/run") }
    #expect(nowhere?.kind == .cannotWrite)
  }
}
