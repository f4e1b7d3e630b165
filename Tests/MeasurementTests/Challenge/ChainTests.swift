import Crypto
import Foundation
import Rating
import Testing

@testable import Measurement

@Suite struct ChainTests {
  @Test(
    "an honest run is verified at every precision, one step or sixteen", arguments: Challenge.precisions,
    [1, 4, 16])
  func honest(precision: Precision, steps: Int) throws {
    let chain = try ChallengeFixture([precision], steps: steps).chain()
    #expect(chain.status == .verified, "\(chain)")
    #expect(chain.steps == steps)
    #expect(chain.operations == Double(steps) * 2 * 64 * 64 * 64)
    #expect((chain.provenTops ?? 0) > 0)
    #expect(chain.checks.map(\.rows) == [64])
  }

  @Test("laps follow until the least time has passed; integers go on in one")
  func laps() throws {
    let fixture = try ChallengeFixture([.fp64, .int8], steps: 1, seconds: 0.5)
    let verdict = try fixture.verdict()
    #expect(verdict.count(.verified) == 2)
    #expect(verdict.chains[0].laps == verdict.chains[0].steps)
    #expect(verdict.chains[0].laps > 1)
    #expect(verdict.chains[1].laps == 1)
    #expect(verdict.chains[1].steps > 1)
    let transcript = try ChallengeTranscript(folder: fixture.folder)
    #expect(transcript.chains.allSatisfy { $0.seconds >= 0.5 })
    #expect(Set(transcript.chains[0].laps.map(\.commitment)).count == verdict.chains[0].laps)
  }

  @Test(
    "the deviation of an honest chain is what its rounding explains, neither more nor less",
    arguments: [Precision.fp32, .bf16, .fp16])
  func deviation(precision: Precision) throws {
    let check = try #require(try ChallengeFixture([precision], size: 128, steps: 8).chain().checks.first)
    let deviation = try #require(check.deviation)
    // The fake sums in FP64, so that only the rounding to FP32 is left, and of the sum's bound little is used.
    #expect(precision == .fp32 ? deviation < 0.5 : (0.85...1.15).contains(deviation), "\(deviation)")
    #expect(try #require(check.worstRow) < 3)
    #expect(try #require(check.relative) <= 1.25 * #require(check.expected))
  }

  @Test(
    "matrices are those that another implementation draws",
    arguments: [
      // By Python's hashlib and numpy, from the words of docs/challenge.md.
      (
        Precision.fp64, "758bec3bea3158e3e015436cf3ec2700931d138ddcb7a16ae577423717d8c74b",
        "5ac9bddc60b251675281c1b87979a025d27f7c9d60bcd0f212eb2bd4c23cc86a"
      ),
      (
        .fp32, "ebdbec3b1e0a7088c706d245cacd26d81349a64614dc3812b8c4639d6f8dc1b8",
        "4511e044a42352d2dbcb2b72ab7c180e522ed3293947ce6eed0ef1a2e42006c9"
      ),
      (
        .bf16, "4dab16fd20e8229dda7a16fb6505088359bd9d28439bd134631b180e1d250a7f",
        "8215c8c1366e4323a6febb649d92786eb4a394e6f1cf67d450df9af3a94199ad"
      ),
      (
        .fp16, "413a33534551127b772808161e2f94bbeb577d653a653053351dc1b12d3b83ac",
        "f72db2ed80627fa847f5828e5c1766bf1a851d58f5ca5adfd81fa7318cc52d9d"
      ),
      (
        .int8, "e8c164dcbb3c8796ef5a9f507e6ec3f63db1725ff020b41f0fd2a6a033079b21",
        "0e13a89edece728942b959ecacc05efc7207e401350edae15258c95af58c7e60"
      ),
    ])
  func drawing(precision: Precision, start: String, factor: String) throws {
    let nonce = String(repeating: "0123456789abcdef", count: 4)
    let input = try #require(precision.chainInput)
    #expect(
      try digest(
        input, ChainSeed(.start, nonce: nonce, precision: precision, size: 67, lap: 1, commitment: "ab"))
        == start)
    #expect(
      try digestOfFactor(
        input, ChainSeed(.factor, nonce: nonce, precision: precision, size: 67, lap: 1, step: 2))
        == factor)
  }

  private func digest<Input: ChainInput>(_: Input.Type, _ seed: ChainSeed) throws -> String {
    try digest(ChainMatrix<Input>.start(67, seed))
  }

  private func digestOfFactor<Input: ChainInput>(_: Input.Type, _ seed: ChainSeed) throws -> String {
    try digest(ChainMatrix<Input.Factor>.factor(67, seed))
  }

  private func digest<Element>(_ matrix: ChainMatrix<Element>) throws -> String {
    let bytes = 67 * 67 * MemoryLayout<Element>.stride
    let buffer = try SharedBuffer(byteCount: bytes)
    matrix.fill(buffer)
    return SHA256.hash(data: UnsafeRawBufferPointer(start: buffer.pointer, count: bytes)).hexadecimal
  }

  @Test("X keeps its size from step to step, whatever the matrices are")
  func size() throws {
    let fixture = try ChallengeFixture([.fp64], size: 128, steps: 16)
    let data = try Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/fp64-1.bin"))
    let meanSquare = data.withUnsafeBytes { bytes in
      bytes.bindMemory(to: Double.self).reduce(0) { $0 + $1 * $1 } / (128 * 128)
    }
    #expect((0.85 / 3...1.15 / 3).contains(meanSquare), "\(meanSquare)")
  }

  @Test("each seed is drawn from all that it depends on")
  func seeds() {
    let nonce = String(repeating: "0", count: 64)
    let seeds = [
      ChainSeed(.factor, nonce: nonce, precision: .fp64, size: 64, lap: 0),
      ChainSeed(.start, nonce: nonce, precision: .fp64, size: 64, lap: 0),
      ChainSeed(.factor, nonce: String(repeating: "1", count: 64), precision: .fp64, size: 64, lap: 0),
      ChainSeed(.factor, nonce: nonce, precision: .fp32, size: 64, lap: 0),
      ChainSeed(.factor, nonce: nonce, precision: .fp64, size: 65, lap: 0),
      ChainSeed(.factor, nonce: nonce, precision: .fp64, size: 64, lap: 1),
      ChainSeed(.factor, nonce: nonce, precision: .fp64, size: 64, lap: 0, step: 1),
      ChainSeed(.factor, nonce: nonce, precision: .fp64, size: 64, lap: 0, commitment: "a"),
    ]
    #expect(Set(seeds.map(\.value)).count == seeds.count)
  }
}
