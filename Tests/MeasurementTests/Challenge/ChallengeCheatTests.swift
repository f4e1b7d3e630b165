import Foundation
import Rating
import Testing

@testable import Measurement

/// The ways to answer a challenge without the work, or with less of it, or not at all: each is caught.
@Suite struct ChallengeCheatTests {
  static let precisions = Challenge.precisions

  private func fault(_ fixture: ChallengeFixture) throws -> String {
    let chain = try fixture.chain()
    #expect(chain.status == .failed)
    #expect(chain.provenTops == nil)
    return try #require(chain.reason)
  }

  @Test("a step that is skipped is caught", arguments: precisions)
  func skippedStep(precision: Precision) throws {
    #expect(try fault(ChallengeFixture([precision], .skipsAStep)).contains("lap 1"))
  }

  @Test("one matrix used for every step is caught", arguments: precisions)
  func repeatedFactor(precision: Precision) throws {
    #expect(try fault(ChallengeFixture([precision], .repeatsOneFactor)).contains("lap 1"))
  }

  @Test("a product left as the last one was is caught", arguments: precisions)
  func staleResult(precision: Precision) throws {
    #expect(try fault(ChallengeFixture([precision], .leavesAStaleResult)).contains("lap 1"))
  }

  @Test("a chain of another nonce's matrices, computed beforehand, is caught", arguments: precisions)
  func precomputed(precision: Precision) throws {
    var fixture = try ChallengeFixture([precision])
    fixture.challenge = try ChallengeFixture.challenge([precision], digit: "2")
    try fixture.tamper { $0["nonce"] = fixture.challenge.nonce }
    #expect(try fault(fixture).contains("lap 1"))
  }

  @Test(
    "a precision below the one that is claimed is caught",
    arguments: [
      // FP64 by FP32; FP32 by two BF16, by TF32, by BF16; FP16 by BF16; BF16 by one bit less, by FP8 E4M3.
      (Precision.fp64, 24), (.fp32, 16), (.fp32, 11), (.fp32, 8), (.fp16, 8), (.bf16, 7), (.bf16, 4),
    ])
  func lowerPrecision(precision: Precision, bits: Int) throws {
    #expect(try fault(ChallengeFixture([precision], .roundsInputs(bits: bits))).contains("deviates by"))
  }

  @Test("BF16 by products of scaled 8-bit integers is caught, also with the diagonal done apart")
  func scaledIntegers() throws {
    for steps in [1, 4, 16] {
      #expect(try fault(ChallengeFixture([.bf16], .scalesToIntegers, steps: steps)).contains("deviates by"))
    }
  }

  @Test("8-bit integers of which the large ones lose a bit are caught")
  func sevenBits() throws {
    #expect(try fault(ChallengeFixture([.int8], .roundsInputs(bits: 7))).contains("not those of the product"))
  }

  @Test("a row that no product computes is caught", arguments: precisions)
  func skippedRow(precision: Precision) throws {
    #expect(try fault(ChallengeFixture([precision], .skipsARow)).contains("lap 1"))
  }

  @Test("sums that leave out their last two terms are caught", arguments: precisions)
  func skippedTerms(precision: Precision) throws {
    #expect(try fault(ChallengeFixture([precision], .skipsTerms(2))).contains("lap 1"))
  }

  @Test("a chain that goes on with an approximation of half the rank is caught")
  func halfRank() throws {
    #expect(try fault(ChallengeFixture([.bf16], .continuesOnHalfTheRank, steps: 16)).contains("deviates by"))
  }

  @Test("one wrong element is caught: of integers any, of floating point one that stands out from rounding")
  func wrongElement() throws {
    // An error of 128 is even seven times over: only odd factors show it.
    for error in [1, 2, 128] as [UInt8] {
      let exact = try ChallengeFixture([.int8])
      try exact.forgeResult(UInt8.self) { $0[64 * 7 + 5] &+= error }
      #expect(try fault(exact).hasPrefix("lap 1: 1 of 64 rows are not"))
    }
    let single = try ChallengeFixture([.fp32])
    try single.forgeResult(Float.self) { $0[64 * 7 + 5] += 0.001 }
    #expect(try fault(single).contains("1 of 64 rows are off"))
    let brain = try ChallengeFixture([.bf16])
    try brain.forgeResult(BFloat16.self) { $0[64 * 7 + 5] = BFloat16(nearest: $0[64 * 7 + 5].exact + 1) }
    #expect(try fault(brain).contains("1 of 64 rows are off"))
  }

  @Test("a row of another lap's result is caught")
  func wrongRow() throws {
    let fixture = try ChallengeFixture([.fp64])
    try fixture.forgeResult(Double.self) { ($0 + 64 * 3).update(from: $0 + 64 * 4, count: 64) }
    #expect(try fault(fixture).contains("1 of 64 rows are off"))
  }

  @Test("a result made to satisfy vectors that were guessed is caught: the vectors follow from the result")
  func guessedVectors() throws {
    let fixture = try ChallengeFixture([.fp64], .skipsAStep)
    // The right image of the vectors that the honest guess would give is put into the wrong result's first columns.
    let guess = ChainSeed(
      .vectors, nonce: fixture.challenge.nonce, precision: .fp64, size: 64, lap: 0, step: 4, commitment: "")
    let vectors = (0..<64).map { SIMD8<Double>.draw(component: $0, seed: guess.value) }
    let images = try fixture.images(of: vectors)
    try fixture.forgeResult(Double.self) { x in
      for row in 0..<64 {
        // Eight columns, eight vectors: a system that has a solution wherever the signs are independent.
        let rest = (8..<64).reduce(SIMD8<Double>.zero) { $0 + x[64 * row + $1] * vectors[$1] }
        let solution = Self.solve((0..<8).map { vectors[$0] }, images[row] - rest)
        for column in 0..<8 { x[64 * row + column] = solution[column] }
      }
      // It does satisfy them.
      let told = (0..<64).reduce(SIMD8<Double>.zero) { $0 + x[64 * 9 + $1] * vectors[$1] }
      #expect(((told - images[9]) * (told - images[9])).sum() < 1e-20)
    }
    #expect(try fault(fixture).contains("deviates by"))
  }

  /// Solves Σ x_k·column_k = value by Gauss and Jordan with pivots.
  private static func solve(_ columns: [SIMD8<Double>], _ value: SIMD8<Double>) -> [Double] {
    var rows = (0..<8).map { row in columns.map { $0[row] } + [value[row]] }
    for column in 0..<8 {
      let pivot = (column..<8).max { rows[$0][column].magnitude < rows[$1][column].magnitude } ?? column
      rows.swapAt(column, pivot)
      for row in 0..<8 where row != column {
        let share = rows[row][column] / rows[column][column]
        for place in 0...8 { rows[row][place] -= share * rows[column][place] }
      }
    }
    return (0..<8).map { rows[$0][8] / rows[$0][$0] }
  }

  @Test("more steps told than were done are caught", arguments: precisions)
  func untoldSteps(precision: Precision) throws {
    let fixture = try ChallengeFixture([precision])
    try fixture.tamperSteps { steps in
      let last = steps[steps.count - 1]
      let start = (last["start"] as? Double ?? 0) + (last["seconds"] as? Double ?? 0)
      for number in 0..<4 {
        var step = last
        step["start"] = start + Double(number) * 2e-9
        step["seconds"] = 1e-9
        step["product"] = 1e-9
        steps.append(step)
      }
    }
    try fixture.tamper { content in
      var chains = try #require(content["chains"] as? [[String: Any]])
      chains[0]["ended"] = (chains[0]["ended"] as? Double ?? 0) + 1e-6
      content["chains"] = chains
    }
    let fault = try fault(fixture)
    #expect(fault.contains(precision == .int8 ? "64 of 64 rows are not" : "lap 1 has 8 steps"))
  }

  @Test("a lap's result shown again as the next one's is caught")
  func repeatedLap() throws {
    let fixture = try ChallengeFixture([.fp64], steps: 1, seconds: 1)
    let laps = try fixture.chain().laps
    #expect(laps > 1)
    let files = (1...2).map { URL(fileURLWithPath: fixture.folder + "/fp64-\($0).bin") }
    try Data(contentsOf: files[0]).write(to: files[1])
    try fixture.tamper { content in
      var chains = try #require(content["chains"] as? [[String: Any]])
      var laps = try #require(chains[0]["laps"] as? [[String: Any]])
      laps[1]["commitment"] = laps[0]["commitment"]
      chains[0]["laps"] = laps
      content["chains"] = chains
    }
    #expect(try fault(fixture).hasPrefix("lap 2: it deviates"))
  }

  @Test("a result changed after it was committed is caught")
  func changedResult() throws {
    let fixture = try ChallengeFixture([.int8])
    let url = URL(fileURLWithPath: fixture.folder + "/int8-1.bin")
    var data = try Data(contentsOf: url)
    data[100] ^= 1
    try data.write(to: url)
    #expect(try fault(fixture).contains("its SHA-256 is another"))
  }

  @Test("values that are not finite are caught", arguments: [Float.nan, .infinity])
  func notFinite(value: Float) throws {
    let fixture = try ChallengeFixture([.fp32])
    try fixture.forgeResult(Float.self) { $0[64 * 63 + 63] = value }
    #expect(try fault(fixture) == "lap 1: it holds values that are not finite")
  }

  @Test("times that run backwards, overlap, or are too short are caught")
  func times() throws {
    let backwards = try ChallengeFixture([.fp64])
    try backwards.tamperSteps { $0.swapAt(1, 2) }
    #expect(try fault(backwards) == "lap 1, step 3 starts before the last one has ended")
    let overlapping = try ChallengeFixture([.fp64])
    try overlapping.tamperSteps { $0[0]["seconds"] = ($0[0]["seconds"] as? Double ?? 0) * 50 }
    #expect(try fault(overlapping) == "lap 1, step 2 starts before the last one has ended")
    let instant = try ChallengeFixture([.fp64])
    try instant.tamperSteps { $0[0]["seconds"] = 0 }
    #expect(try fault(instant) == "lap 1, step 1 took no time")
    var short = try ChallengeFixture([.fp64])
    short.challenge = try ChallengeFixture.challenge([.fp64], seconds: 10, issuedAt: short.challenge.issuedAt)
    #expect(try fault(short).contains("where the challenge asks for 10.0"))
    let together = try ChallengeFixture([.fp64, .fp32])
    try together.tamper { content in
      var chains = try #require(content["chains"] as? [[String: Any]])
      chains[1]["began"] = chains[0]["began"]
      content["chains"] = chains
    }
    #expect(together.refusal()?.description.contains("fp32 began before the last one had ended") == true)
  }

  @Test("more seconds than can have passed are refused")
  func impossibleSeconds() throws {
    let fixture = try ChallengeFixture([.fp64])
    try fixture.tamper { $0["seconds"] = 1e6 }
    #expect(fixture.refusal()?.description.contains("contradict") == true)
    try fixture.tamper { $0["ended"] = Timestamp(.now).adding(1e6).description }
    #expect(fixture.refusal()?.description.contains("after it was received") == true)
  }

  @Test("an old run under a new challenge is refused")
  func replay() throws {
    var fixture = try ChallengeFixture([.int8])
    fixture.challenge = try ChallengeFixture.challenge([.int8], digit: "2")
    let refusal = fixture.refusal()
    #expect(refusal?.kind == .refused)
    #expect(refusal?.description.contains("it answers another challenge") == true)
  }

  @Test("a run that comes too late, that began before the issue, or came before it, is refused")
  func untimely() throws {
    let fixture = try ChallengeFixture([.int8])
    let issued = fixture.challenge.issuedAt
    #expect(
      fixture.refusal(receivedAt: issued.adding(3601))?.description.contains("expired: received at") == true)
    #expect(
      fixture.refusal(receivedAt: issued.adding(-1))?.description.contains("before the challenge was") == true
    )
    #expect(try fixture.verdict(receivedAt: issued.adding(3600)).count(.verified) == 1)
    try fixture.tamper {
      $0["began"] = issued.adding(-121).description
      $0["seconds"] = 121.0
    }
    #expect(fixture.refusal()?.description.contains("before the challenge was issued") == true)
  }

  @Test("a run of another size, or with a chain for which nobody asked, is refused")
  func otherSize() throws {
    var fixture = try ChallengeFixture([.int8])
    fixture.challenge = try ChallengeFixture.challenge([.int8], size: 128)
    #expect(fixture.refusal()?.description.contains("it ran size 64") == true)
    fixture.challenge = try ChallengeFixture.challenge([.fp64])
    #expect(fixture.refusal()?.description.contains("a chain at int8") == true)
  }

  @Test("a result that is cut short, or gone, cannot be read")
  func truncated() throws {
    let fixture = try ChallengeFixture([.bf16])
    let url = URL(fileURLWithPath: fixture.folder + "/bf16-1.bin")
    try Data(contentsOf: url).dropLast(2).write(to: url)
    #expect(fixture.refusal()?.kind == .unreadable)
    #expect(fixture.refusal()?.description.contains("8190 bytes, where 8192 are expected") == true)
    try FileManager.default.removeItem(at: url)
    #expect(fixture.refusal()?.kind == .unreadable)
  }
}

extension ChallengeFixture {
  /// What the first lap's matrices make of some vectors.
  fileprivate func images(of vectors: [SIMD8<Double>]) throws -> [SIMD8<Double>] {
    let size = challenge.size
    func applied(_ matrix: ChainMatrix<Double>, _ vectors: [SIMD8<Double>]) -> [SIMD8<Double>] {
      (0..<size).map { row in
        var elements = [Double](repeating: 0, count: size)
        elements.withUnsafeMutableBufferPointer {
          if let start = $0.baseAddress { matrix.draw(row: row, into: start) }
        }
        return zip(elements, vectors).reduce(.zero) { $0 + $1.0 * $1.1 }
      }
    }
    var vectors = vectors
    for step in (0..<challenge.steps).reversed() {
      vectors = applied(
        .factor(
          size, ChainSeed(.factor, nonce: challenge.nonce, precision: .fp64, size: size, lap: 0, step: step)),
        vectors)
    }
    return applied(
      .start(size, ChainSeed(.start, nonce: challenge.nonce, precision: .fp64, size: size, lap: 0)), vectors)
  }
}
