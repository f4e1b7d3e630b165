import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement

/// Ways to pass off what answers no challenge, or another, each caught by name, with the key and without.
@Suite struct TamperedAnswerTests {
  @Test("replay: an old bundle under a new challenge")
  func replay() throws {
    let fake = try FakeAnsweredBundle()
    let fresh = try FakeAnsweredBundle.challenge(digit: "2")
    try fake.bundle.expect(
      fails: .challenge, "it answers another challenge: nonce 1111111111111111",
      awaited: AwaitedAnswer(fresh, receivedAt: Timestamp(.now)))
  }

  @Test("replay: an old bundle into which the new challenge was put, signed again")
  func replayWithNewFile() throws {
    let fake = try FakeAnsweredBundle()
    let fresh = try FakeAnsweredBundle.challenge(digit: "2")
    try fake.exchange(fresh.challenge)
    try fake.resign()
    try fake.bundle.expect(
      fails: .challenge, "the rating was made for another challenge", path: "$.seed",
      awaited: AwaitedAnswer(fresh, receivedAt: Timestamp(.now)))
    // With the seed that follows, the chains are still another nonce's.
    try fake.redo(FakeRun.measurement(seed: fresh.challenge.ratingSeed))
    try fake.bundle.expect(
      fails: .challenge, "it answers another challenge: nonce 1111111111111111",
      awaited: AwaitedAnswer(fresh, receivedAt: Timestamp(.now)))
  }

  @Test("a rating that was made before, with chains for the challenge: its operands are another seed's")
  func oldRating() throws {
    let fake = try FakeAnsweredBundle()
    try fake.redo(FakeRun.measurement())
    try fake.bundle.expect(
      fails: .challenge, "the rating was made for another challenge, or for none", path: "$.seed")
  }

  @Test(
    "a bundle without an answer where one is awaited, and one whose statement does not tell of its answer")
  func none() throws {
    let awaited = try FakeAnsweredBundle().awaited
    let plain = try FakeBundle()
    #expect(try plain.verification().checks.last?.outcome == .open)
    try plain.expect(fails: .challenge, "it answers no challenge, and yours, nonce 1111", awaited: awaited)
    let fake = try FakeAnsweredBundle()
    try fake.bundle.resign { text in
      text.replacing(/"challenge":{"began":.*?"sha256":"[0-9a-f]{64}"},/) { _ in "" }
    }
    #expect(try fake.bundle.statement.predicate.challenge == nil)
    try fake.bundle.expect(fails: .challenge, "it answers no challenge", awaited: awaited)
  }

  @Test("the challenge is altered and all is signed again: more time, another form of the same values")
  func alteredChallenge() throws {
    let fake = try FakeAnsweredBundle()
    try fake.exchange(fake.challenge(validSeconds: 31_000_000))
    try fake.bundle.expect(fails: .files, "challenge/challenge.json has been changed")
    try fake.bundle.resign()
    try fake.bundle.expect(fails: .headline, "what follows", path: "$.challenge.sha256")
    try fake.resign()
    try fake.bundle.expect(
      fails: .challenge, "has your challenge's nonce and is another file than yours: it has been altered",
      awaited: fake.awaited)
    let spaced = try FakeAnsweredBundle()
    try spaced.bundle.replace("{", with: "{ ", in: BundleName.challenge)
    try spaced.resign()
    #expect(try spaced.bundle.verification().isVerified)
    try spaced.bundle.expect(fails: .challenge, "it has been altered", awaited: spaced.awaited)
  }

  @Test("a bundle that comes too late, or before the issue")
  func untimely() throws {
    let fake = try FakeAnsweredBundle()
    let challenge = fake.own.challenge
    let late = AwaitedAnswer(fake.own, receivedAt: challenge.expiresAt.adding(1))
    try fake.bundle.expect(fails: .challenge, "expired: received at", awaited: late)
    let early = AwaitedAnswer(fake.own, receivedAt: challenge.issuedAt.adding(-1))
    try fake.bundle.expect(fails: .challenge, "before the challenge was issued", awaited: early)
  }

  @Test(
    "by the signer's own clock the rating began before the issue, the chains before the rating, or all ended too late"
  )
  func times() throws {
    let early = try FakeAnsweredBundle()
    try early.exchange(early.challenge(issuedAt: Timestamp(.now).adding(-100)))
    try early.resign()
    try early.bundle.expect(fails: .challenge, "the rating began before the challenge was issued")
    let late = try FakeAnsweredBundle()
    try late.exchange(late.challenge(validSeconds: 200))
    try late.resign()
    try late.bundle.expect(fails: .challenge, "after the challenge had expired")
    let turned = try FakeAnsweredBundle()
    try turned.redo(turned.bundle.measurement, generated: Timestamp(.now).adding(300).description)
    try turned.bundle.expect(fails: .challenge, "before the rating had ended")
  }

  @Test("the transcript is exchanged for another challenge's")
  func exchangedTranscript() throws {
    let fake = try FakeAnsweredBundle()
    let other = try FakeAnsweredBundle(FakeAnsweredBundle.challenge(digit: "3")) {
      try FakeRun.measurement(seed: $0)
    }
    try fake.bundle.write(other.bundle.text(BundleName.transcript), to: BundleName.transcript)
    try fake.bundle.expect(fails: .files, "challenge/transcript.json has been changed")
    try fake.resign()
    try fake.bundle.expect(fails: .challenge, "it answers another challenge: nonce 3333333333333333")
    // With the nonce exchanged too, the results are not those that it commits to.
    let text = try other.bundle.text(BundleName.transcript)
    try fake.bundle.write(
      text.replacing(String(repeating: "3", count: 64), with: String(repeating: "1", count: 64)),
      to: BundleName.transcript)
    try fake.resign()
    try fake.bundle.expect(fails: .challenge, "is not what its commitment tells")
  }

  @Test("a lap's result is missing, a strange one is there, or one is changed")
  func results() throws {
    let lap = "challenge/fp64-1.bin"
    let missing = try FakeAnsweredBundle()
    try FileManager.default.removeItem(atPath: "\(missing.bundle.folder)/\(lap)")
    try missing.bundle.expect(fails: .files, "\(lap) is missing, though the statement names it")
    try missing.resign()
    try missing.bundle.expect(fails: .challenge, "\(lap) is missing, though the transcript names it")

    for name in ["challenge/fp64-2.bin", "challenge/notes.txt"] {
      let more = try FakeAnsweredBundle()
      try more.bundle.write("x", to: name)
      try more.resign()
      try more.bundle.expect(fails: .challenge, "\(name) is there, though the transcript does not name it")
    }

    let changed = try FakeAnsweredBundle()
    let file = URL(fileURLWithPath: "\(changed.bundle.folder)/\(lap)")
    var bytes = try Data(contentsOf: file)
    bytes[6] ^= 0x10
    try bytes.write(to: file)
    try changed.bundle.expect(fails: .files, "\(lap) has been changed")
    try changed.resign()
    try changed.bundle.expect(fails: .challenge, "lap 1: fp64-1.bin is not what its commitment tells")
    let old = try #require(try changed.bundle.statement.predicate.challenge)
    #expect(old.chains.count == 1)
    let transcript = try ChallengeTranscript(folder: changed.bundle.folder + "/challenge")
    try changed.bundle.replace(
      transcript.chains[0].laps[0].commitment, with: Digest.sha256(bytes), in: BundleName.transcript)
    try changed.resign()
    try changed.bundle.expect(fails: .challenge, "FP64: lap 1: it deviates by")
  }

  @Test(
    "a result of another size, and a sparse one of a terabyte or more, are errors at once")
  func hugeResult() throws {
    let lap = "challenge/fp64-1.bin"
    let short = try FakeAnsweredBundle()
    #expect(truncate("\(short.bundle.folder)/\(lap)", 32_760) == 0)
    try short.bundle.expect(fails: .files, "32760 bytes, where 32768 are expected")
    let start = Date.now
    for (name, words) in [
      (lap, "results of a challenge, or 32 GiB of them"), ("challenge/transcript.json", "512 MiB: no bundle"),
    ] {
      for bytes in [1 << 40, .max] {
        let fake = try FakeAnsweredBundle()
        // Not every file system has files so large.
        guard truncate("\(fake.bundle.folder)/\(name)", bytes) == 0 else { continue }
        try fake.bundle.expect(fails: .files, words)
        #expect(truncate("\(fake.bundle.folder)/\(name)", 0) == 0)
      }
    }
    #expect(Date.now.timeIntervalSince(start) < 60)
  }

  @Test("what the statement says of the chains is changed")
  func statement() throws {
    let fake = try FakeAnsweredBundle()
    try fake.bundle.resign { $0.replacing("\"steps\":4", with: "\"steps\":400") }
    try fake.bundle.expect(fails: .headline, "what follows is 4", path: "$.challenge.chains[0].steps")
    let other = try FakeAnsweredBundle()
    try other.bundle.resign { $0.replacing(/"tops":[0-9.e-]+/) { _ in "\"tops\":1000" } }
    try other.bundle.expect(fails: .headline, "the file has 1000", path: "$.challenge.chains[0].tops")
  }

  @Test("broken challenges and transcripts are refused with file and key, and never by a crash")
  func broken() throws {
    for name in [BundleName.challenge, BundleName.transcript] {
      for text in [
        "", "{}", "[]", "{\"nonce\":", String(repeating: "[", count: 100_000), "{\"nonce\":1,\"nonce\":2}",
      ] {
        let fake = try FakeAnsweredBundle()
        let predicate = try fake.bundle.statement.predicate
        try fake.bundle.write(text, to: name)
        try fake.bundle.resign(predicate: predicate)
        try fake.bundle.expect(
          fails: .challenge, URL(fileURLWithPath: name).lastPathComponent, kind: .unreadable)
      }
      let fake = try FakeAnsweredBundle()
      let predicate = try fake.bundle.statement.predicate
      try FileManager.default.removeItem(atPath: "\(fake.bundle.folder)/\(name)")
      try fake.bundle.resign(predicate: predicate)
      try fake.bundle.expect(fails: .challenge, "\(name) is missing")
    }
    let empty = try FakeAnsweredBundle()
    try empty.bundle.write(
      empty.bundle.text(BundleName.transcript).replacing(/"chains" : \[(.|\n)*?\],\n  "ended"/) { _ in
        "\"chains\" : [],\n  \"ended\""
      }, to: BundleName.transcript)
    try FileManager.default.removeItem(atPath: empty.bundle.folder + "/challenge/fp64-1.bin")
    try empty.resign()
    try empty.bundle.expect(fails: .challenge, "there is no chain at all")
  }
}
