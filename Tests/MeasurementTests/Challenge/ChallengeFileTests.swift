import Foundation
import Rating
import Testing

@testable import Measurement

@Suite struct ChallengeFileTests {
  private static let text = """
    {
      "schemaVersion": "1.0",
      "nonce": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
      "precisions": ["bf16", "int8"],
      "size": 4096,
      "steps": 16,
      "seconds": 10,
      "issuedAt": "2026-11-28T12:00:00Z",
      "validSeconds": 86400,
      "note": "tender 7"
    }
    """

  private func file(_ text: String) throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test("a challenge is read as it was written, and every one has a nonce of its own")
  func roundTrip() throws {
    let read = try Challenge(path: file(Self.text))
    #expect(read.precisions == [.bf16, .int8])
    #expect(read.expiresAt.description == "2026-11-29T12:00:00Z")
    #expect(try Challenge(path: file(read.text)) == read)
    let made = try (0..<2).map { _ in
      try Challenge(
        precisions: [.fp64], size: 64, steps: 1, seconds: 0.5, issuedAt: Timestamp(.now), validSeconds: 60)
    }
    #expect(made[0].nonce != made[1].nonce)
    #expect(made.allSatisfy { $0.nonce.utf8.count == 64 })
    #expect(try Challenge(path: file(made[0].text)) == made[0])
  }

  @Test(
    "a challenge's file is kept byte for byte, and the seed of a rating follows from its nonce as documented")
  func bytes() throws {
    let kept = try ChallengeFile(path: file(Self.text))
    #expect(kept.data == Data(Self.text.utf8))
    #expect(kept.digest == "875dd62164b83c55bb28d0efcd1436632740884d420456c12bcd98655cb6a57d")
    #expect(try ChallengeFile(path: file(kept.challenge.text)) != kept)
    // By Python's hashlib.
    #expect(kept.challenge.ratingSeed == 12_192_992_121_347_658_362)
    let expiry = kept.challenge.expiresAt
    #expect(throws: ChallengeError.self) { try ChallengeFile(path: file(Self.text), now: expiry.adding(1)) }
  }

  @Test(
    "what is no challenge is refused with file, key and remedy",
    arguments: [
      ("\"size\": 4096", "\"size\": 0", "size: 0: give a whole number from 64 to 65536"),
      ("\"size\": 4096", "\"size\": 1000000000", "size: 1000000000: give a whole number from 64 to 65536"),
      ("\"size\": 4096", "\"size\": 1e300", "size: 1e+300: give a whole number"),
      ("\"size\": 4096", "\"size\": -1", "size: -1"),
      ("\"size\": 4096", "\"size\": 64.5", "size: 64.5: give a whole number"),
      ("\"size\": 4096", "\"size\": \"4096\"", "size: something else than expected"),
      ("\"size\": 4096", "\"size\": 64, \"size\": 65", "the name \"size\" stands twice in one object"),
      ("\"size\": 4096", "\"size\": 64, \"\\u0073ize\": 65", "the name \"size\" stands twice in one object"),
      ("\"size\": 4096,", "", "size: missing"),
      ("\"size\": 4096", "\"sizes\": 1, \"size\": 4096", "sizes: no such key"),
      ("\"steps\": 16", "\"steps\": 1000000000", "steps: 1000000000: give a whole number from 1 to 16"),
      ("\"steps\": 16", "\"steps\": 0", "steps: 0"),
      ("\"seconds\": 10", "\"seconds\": 1000000000", "seconds: 1000000000.0: give a number from 0 to 86400"),
      ("\"seconds\": 10", "\"seconds\": -1", "seconds: -1.0"),
      ("\"validSeconds\": 86400", "\"validSeconds\": 0", "validSeconds: 0.0"),
      (
        "\"bf16\"", "\"bf15\"",
        "precisions: 'bf15' is none; those that have chains are fp64, fp32, bf16, fp16, int8"
      ),
      ("\"bf16\"", "\"fp4\"", "precisions: fp4 has no chain"),
      ("\"bf16\"", "\"int8\"", "precisions: int8 stands there twice"),
      ("[\"bf16\", \"int8\"]", "[]", "precisions: give at least one"),
      ("00112233445566778899aabbccddeeff\"", "\"", "nonce: give 64 hexadecimal digits"),
      ("00112233445566778899aabbccddeeff\"", "00112233445566778899AABBCCDDEEFF\"", "nonce: give 64"),
      ("2026-11-28T12:00:00Z", "2026-11-31T12:00:00Z", "issuedAt: give a time in the form"),
      ("2026-11-28T12:00:00Z", "2026-11-28T12:00:00+01:00", "issuedAt: give a time in the form"),
      ("2026-11-28T12:00:00Z", "yesterday", "issuedAt: give a time in the form"),
      ("\"1.0\"", "\"2.0\"", "schemaVersion: 2.0, and this version of assay reads 1.0"),
      ("\"steps\": 16,", "\"steps\": 16", "not JSON"),
    ])
  func broken(what: String, by: String, message: String) throws {
    #expect(Self.text.contains(what))
    let path = try file(Self.text.replacing(what, with: by))
    let error = #expect(throws: ChallengeError.self) { try Challenge(path: path) }
    let name = URL(fileURLWithPath: path).lastPathComponent
    #expect(error?.kind == .unreadable)
    #expect(error?.description.hasPrefix("\(name): \(message)") == true, "\(error?.description ?? "")")
  }

  @Test(
    "no file, a folder, an empty file, a device and megabytes are refused",
    arguments: ["/nonexistent", "/tmp", "/dev/zero"])
  func noFile(path: String) throws {
    let error = #expect(throws: ChallengeError.self) { try Challenge(path: path) }
    #expect(error?.description.contains("give a file that `assay challenge new` wrote") == true)
    #expect(throws: ChallengeError.self) { try Challenge(path: file("")) }
    #expect(throws: ChallengeError.self) { try Challenge(path: file(String(repeating: " ", count: 1 << 20))) }
  }

  @Test("an expired challenge is refused where it is to be run, and read where a run is to be verified")
  func expired() throws {
    let path = try file(Self.text)
    let late = try #require(Timestamp("2026-11-29T12:00:01Z"))
    let error = #expect(throws: ChallengeError.self) { try Challenge(path: path, now: late) }
    #expect(error?.kind == .refused)
    #expect(error?.description.contains("expired: issuedAt 2026-11-28T12:00:00Z") == true)
    #expect(try Challenge(path: path, now: late.adding(-1)).size == 4096)
  }

  @Test(
    "a transcript that is none is refused with file and key",
    arguments: [
      ("{", "transcript.json: not JSON"), ("{\"nonce\": 1}", "transcript.json: "),
      ("[]", "transcript.json: the whole: something else"),
    ])
  func brokenTranscript(text: String, message: String) throws {
    let fixture = try ChallengeFixture([.int8])
    try text.write(toFile: fixture.folder + "/transcript.json", atomically: true, encoding: .utf8)
    let error = fixture.refusal()
    #expect(error?.kind == .unreadable)
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test("a transcript cannot name files elsewhere, list a precision twice or have no laps")
  func hostileTranscript() throws {
    let elsewhere = try ChallengeFixture([.int8])
    try elsewhere.tamperFirstLap { $0["matrix"] = "../../etc/passwd" }
    #expect(
      elsewhere.refusal()?.description.contains("laps[0].matrix: '../../etc/passwd', not int8-1.bin") == true)
    let twice = try ChallengeFixture([.int8])
    try twice.tamper { content in
      let chains = try #require(content["chains"] as? [Any])
      content["chains"] = chains + chains
    }
    #expect(twice.refusal()?.description.contains("chains[1].precision: int8 stands there twice") == true)
    let empty = try ChallengeFixture([.int8])
    try empty.tamper { content in
      var chains = try #require(content["chains"] as? [[String: Any]])
      chains[0]["laps"] = [Any]()
      content["chains"] = chains
    }
    #expect(empty.refusal()?.description.contains("chains[0].laps: there is none") == true)
  }
}
