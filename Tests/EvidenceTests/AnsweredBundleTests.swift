import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement

/// A bundle that answers a challenge: what its verification shows, and how it comes about.
@Suite struct AnsweredBundleTests {
  @Test(
    "with the verifier's own challenge a bundle proves a rate: the operations over the time from issue to receipt"
  )
  func proven() throws {
    let fake = try FakeAnsweredBundle()
    let received = fake.own.challenge.issuedAt.adding(1000)
    let verification = try fake.bundle.verification(awaited: AwaitedAnswer(fake.own, receivedAt: received))
    #expect(verification.isEvidence, "\(verification.failure?.message ?? "")")
    let finding = try #require(verification.challenge)
    #expect(finding.isVerifiersOwn && finding.sha256 == fake.own.digest)
    #expect(finding.verdict.chains.map(\.status) == [.verified, .missing])
    let operations = 4 * 2 * 64.0 * 64 * 64
    #expect(finding.verdict.chains[0].provenTops == operations / 1000 * 1e-12)
    #expect(finding.verdict.elapsedSeconds == 1000)
    #expect(verification.checks.last?.check == .challenge && verification.checks.last?.outcome == .passed)
    #expect(verification.document.sections.contains { $0.title == "Challenge" })
    let json = try verification.jsonValue
    #expect(json["schemaVersion"]?.string == "1.1.0")
    let seconds = verification.checks.map(\.seconds)
    #expect(seconds.allSatisfy { $0.map { $0 > 0 && $0 < 100 } ?? true } && seconds.last != .some(nil))
    #expect(json["challenge"]?["verdict"]?["chains"]?.array?.count == 2)
  }

  @Test(
    "without the verifier's own challenge the chains are verified all the same, and nothing is called fresh")
  func notOwn() throws {
    let fake = try FakeAnsweredBundle()
    let verification = try fake.bundle.verification()
    #expect(verification.isVerified, "\(verification.failure?.message ?? "")")
    let finding = try #require(verification.challenge)
    #expect(!finding.isVerifiersOwn && finding.verdict.chains[0].status == .verified)
    #expect(finding.verdict.chains.allSatisfy { $0.provenTops == nil } && finding.verdict.receivedAt == nil)
    #expect(finding.summary.contains("nothing is fresh"))
    #expect(verification.provesNot.contains { $0.contains("that anything is fresh") })
    let citation = try #require(Citation(verification))
    #expect(citation.text.contains("that the verifier has not said to be his, so that nothing is fresh"))
  }

  @Test("a citation names the challenge, when the answer came, and what it proved")
  func citation() throws {
    let fake = try FakeAnsweredBundle()
    let citation = try #require(Citation(fake.bundle.verification(awaited: fake.awaited)))
    for text in [citation.text, citation.latex, citation.bibtex] {
      #expect(
        text.contains("answers the verifier's challenge (nonce 1111111111111111")
          && text.contains("FP64 at least"),
        "\(text)")
    }
  }

  @Test(
    "the statement names challenge, transcript and results, and says what the chains did; the challenge is the same file"
  )
  func statement() throws {
    let fake = try FakeAnsweredBundle()
    let statement = try fake.bundle.statement
    #expect(
      statement.subject.map(\.name).filter { $0.hasPrefix("challenge/") } == [
        "challenge/challenge.json", "challenge/fp64-1.bin", "challenge/transcript.json",
      ])
    #expect(Data(try fake.bundle.text(BundleName.challenge).utf8) == fake.own.data)
    let answer = try #require(statement.predicate.challenge)
    #expect(answer.nonce == fake.own.challenge.nonce && answer.sha256 == fake.own.digest)
    #expect(answer.chains.map(\.precision) == [.fp64] && answer.chains[0].steps == 4)
    #expect((answer.chains[0].tops ?? 0) > 0)
    #expect(answer.missing.map(\.precision) == [.fp32])
    #expect(statement.predicate.seed == "\(fake.own.challenge.ratingSeed)")
    // Whoever has no bundle's verifier has the challenge's.
    let verdict = try ChallengeVerifier(
      fake.own.challenge, folder: fake.bundle.folder + "/challenge", receivedAt: Timestamp(.now)
    ).verdict()
    #expect(verdict.count(.verified) == 1)
  }

  @Test("a chain far below the row's best is told, and so is one that is missing though the rating has a row")
  func remarks() throws {
    let fake = try FakeAnsweredBundle()
    let verification = try fake.bundle.verification(awaited: fake.awaited)
    let comparisons = try #require(verification.challenge?.comparisons)
    #expect(comparisons.map(\.precision) == [.fp64, .fp32])
    #expect(comparisons[0].row?.shape == "512x512x512" && (comparisons[0].ofBest ?? 1) < 0.75)
    #expect(
      verification.remarks.contains {
        $0.contains("FP64: the chain ran at") && $0.contains("of the row's best")
      })
    #expect(
      verification.remarks.contains {
        $0.contains("FP32: there is no chain, though the rating has a verified row")
      })
  }

  @Test("a proven rate that the rated machine cannot reach refutes the bundle: another machine did the chain")
  func tooFast() throws {
    // Rows of tiny products, as a machine would have that is slower by far than the one that runs the chain.
    let own = try FakeAnsweredBundle.challenge(steps: 16, ago: 20)
    let fake = try FakeAnsweredBundle(own) { try FakeRun.measurement(.quick, seed: $0) }
    try fake.redo(FakeRun.measurement(.quick, seed: own.challenge.ratingSeed, shape: "4"))
    let late = try fake.bundle.verification(
      awaited: AwaitedAnswer(own, receivedAt: own.challenge.issuedAt.adding(80_000)))
    #expect(late.isVerified, "\(late.failure?.message ?? "")")
    #expect(late.remarks.contains { $0.contains("FP64: by the signer's clock the chain ran at") })
    try fake.bundle.expect(
      fails: .challenge, "FP64: the chain's proven rate, at least", awaited: fake.awaited)
  }

  @Test("a chain beside its row: what is proven must fit under the ceiling, what is told is remarked")
  func comparison() throws {
    let measurement = try FakeRun.measurement()
    func chain(told: Double, proven: Double?) -> ChainComparison {
      ChainComparison(
        .init(
          precision: .fp64, status: .verified, reason: nil, library: nil, kernel: nil, threads: 2, laps: 1,
          steps: 1,
          operations: 1, provenTops: proven, toldTops: told, toldWholeTops: nil, vectors: 8, checks: []),
        size: 64, in: measurement)
    }
    let best = try #require(chain(told: 1, proven: nil).row?.bestTops)
    let ceiling = try #require(chain(told: 1, proven: nil).row?.ceilingTops)
    let fitting = chain(told: best * 0.95, proven: ceiling * 1.05)
    #expect(fitting.remark == nil && fitting.contradiction == nil)
    #expect(chain(told: best, proven: ceiling * 1.15).contradiction?.contains("Another machine") == true)
    #expect(chain(told: ceiling * 1.15, proven: nil).remark?.contains("one of the two is wrong") == true)
    #expect(chain(told: best * 0.7, proven: nil).remark?.contains("70.0 % of the row's best") == true)
  }

  @Test("a wrong chain, an interruption and an expired challenge leave no bundle and nothing half-written")
  func failing() throws {
    let folder = try FakeBundle.temporaryFolder()
    func order(_ own: ChallengeFile) throws -> BundleOrder {
      try BundleOrder(
        keyFile: FakeBundle.keyFile(), target: folder + "/bundle", dataRoot: FakeRun.root, challenge: own)
    }
    let own = try FakeAnsweredBundle.challenge()
    let measurement = try FakeRun.measurement(seed: own.challenge.ratingSeed)
    let wrong = #expect(throws: EvidenceError.self) {
      try FakeAnsweredBundle.write(order(own), measurement, FakeLoops(isWrongAfterTrial: true))
    }
    #expect(wrong?.description.contains("FP64: lap 1: it deviates by") == true, "\(wrong?.description ?? "")")
    #expect(wrong?.description.contains("defect of Assay") == false)
    var asked = 0
    let interrupted = #expect(throws: ChallengeError.self) {
      try FakeAnsweredBundle.write(order(own), measurement, FakeLoops()) {
        asked += 1
        return asked > 4
      }
    }
    #expect(interrupted?.kind == .interrupted)
    let expired = #expect(throws: ChallengeError.self) {
      try FakeAnsweredBundle.write(
        order(FakeAnsweredBundle.challenge(validSeconds: 300)), measurement, FakeLoops())
    }
    #expect(expired?.kind == .refused && expired?.description.contains("challenge.json: expired") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test("a challenge that cannot be answered in time or in memory is refused before anything is measured")
  func early() throws {
    let folder = try FakeBundle.temporaryFolder()
    func refusal(_ own: ChallengeFile, _ plan: SamplingPlan, bytes: Int = 1 << 30) throws -> ChallengeError? {
      let order = try BundleOrder(
        keyFile: FakeBundle.keyFile(), target: folder + "/bundle", dataRoot: FakeRun.root, challenge: own)
      do {
        try order.checkChallenge(path: "c.json", plan: plan, room: MeasurementRoom(availableBytes: bytes))
        return nil
      } catch { return error }
    }
    #expect(try refusal(FakeAnsweredBundle.challenge(), .record) == nil)
    let brief = try FakeAnsweredBundle.challenge(validSeconds: 700)
    #expect(try refusal(brief, .quick) == nil)
    let short = try refusal(brief, .record)
    #expect(
      short?.kind == .refused && short?.description.contains("take 390 at least: ask the verifier") == true)
    let late = try refusal(FakeAnsweredBundle.challenge(validSeconds: 300), .quick)
    #expect(late?.kind == .refused && late?.description.contains("c.json: expired") == true)
    let narrow = try refusal(FakeAnsweredBundle.challenge(size: 4096), .quick, bytes: 1 << 20)
    #expect(
      narrow?.kind == .usage && narrow?.description.contains("ask the verifier for a smaller size") == true)
    let large = try refusal(FakeAnsweredBundle.challenge(size: 65_536), .quick, bytes: .max >> 8)
    #expect([.cannotWrite, .usage].contains(large?.kind), "\(large?.description ?? "")")
  }
}
