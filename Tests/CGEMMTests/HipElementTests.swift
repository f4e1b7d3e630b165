import CGEMM
import Testing

@Suite("HIP: elements and the check on the device")
struct HipElementTests {
  @Test("What the device draws is, bit by bit, what the protocol defines", arguments: HipFormat.drawn)
  func draws(_ format: HipFormat) throws {
    let session = try HipSession()
    defer { session.close() }
    // Odd, so that the last byte of FP4 is half full; more than a block of threads.
    let count = 1_001
    let memory = try session.allocate(format.bytes(count))
    defer { session.release(memory) }
    for seed: UInt64 in [0, 0x0123_4567_89ab_cdef, .max] {
      try session.draw(format, to: memory, count: count, seed: seed)
      let expected = (0..<count).map { format.drawn(HipStream.unit(seed, $0)) }
      #expect(try session.download(format.bytes(count), from: memory) == format.packed(expected))
    }
  }

  @Test("The protocol's own numbers are SplitMix64's")
  func reference() {
    // The first outputs of SplitMix64 for seed 1234567, as its author's implementation gives them.
    #expect(HipStream.number(1_234_567, 0) == 6_457_827_717_110_365_317)
    #expect(HipStream.number(1_234_567, 1) == 3_203_168_211_198_807_973)
  }

  @Test(
    "Flipping gives each element the sign of its row and column, anew from the original",
    arguments: HipFormat.drawn)
  func flips(_ format: HipFormat) throws {
    let session = try HipSession()
    defer { session.close() }
    let (rows, columns) = (23, 18)
    let count = rows * columns
    let from = try session.allocate(format.bytes(count))
    let to = try session.allocate(format.bytes(count))
    defer { session.release(from) }
    defer { session.release(to) }
    try session.draw(format, to: from, count: count, seed: 5)
    let original = format.unpacked(try session.download(format.bytes(count), from: from), count: count)
    for seed: UInt64 in [9, 10] {
      try session.flip(format, to: to, from: from, rows: rows, columns: columns, seed: seed)
      let flipped = format.unpacked(try session.download(format.bytes(count), from: to), count: count)
      for index in 0..<count {
        let negative =
          HipStream.sign(seed, index / columns) != HipStream.sign(~seed, index % columns)
        let expected = negative ? negated(original[index], format) : original[index]
        #expect(flipped[index] == expected)
      }
    }
  }

  private func negated(_ code: UInt64, _ format: HipFormat) -> UInt64 {
    format == .int8 ? format.code(-format.value(code)) : code ^ 1 << UInt64(format.bits - 1)
  }

  static let checked = HipVariant.all.filter { $0.behaviour != "old-hipblaslt" && $0.behaviour != "no-graph" }

  @Test("The check finds nothing in a right product and the row of a wrong element", arguments: checked)
  func checks(_ variant: HipVariant) throws {
    let session = try HipSession(behaviour: variant.behaviour)
    defer { session.close() }
    let operands = try HipOperands(session, variant, transposed: true)
    defer { operands.release(session) }
    try operands.fillWithIntegers(session, set: 0)
    let prepared = try session.prepare(operands.product)
    defer { session.discard(prepared) }
    try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 1)
    let seed: UInt64 = 99
    func check() throws -> (largest: Double, row: UInt64) {
      try session.check(operands.product, a: operands.a[0], b: operands.b[0], c: operands.c[0], seed: seed)
    }
    #expect(try check().largest == 0)
    let output = variant.output
    let bytes = output.bytes(operands.m * operands.n)
    var codes = output.unpacked(
      try session.download(bytes, from: operands.c[0]), count: operands.m * operands.n)
    let (row, column) = (17, 4)
    let index = row * operands.n + column
    codes[index] = output.code(output.value(codes[index]) + 3)
    try session.upload(output.packed(codes), to: operands.c[0])
    let found = try check()
    #expect(found.largest == 3 * abs(HipStream.weight(seed, column)))
    #expect(found.row == UInt64(row))
  }

  @Test("The check is the definition's deviation", arguments: [false, true])
  func definition(_ transposed: Bool) throws {
    let session = try HipSession()
    defer { session.close() }
    let operands = try HipOperands(session, HipVariant(input: .fp16, output: .fp16), transposed: transposed)
    defer { operands.release(session) }
    try operands.draw(session, seed: 3, set: 0)
    let prepared = try session.prepare(operands.product)
    defer { session.discard(prepared) }
    try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 1)
    let (result, exact) = (try operands.result(session, set: 0), try operands.expected(session, set: 0))
    let deviations = (0..<operands.m).map { row in
      abs(
        (0..<operands.n).reduce(0) {
          $0 + (result[row * operands.n + $1] - exact[row * operands.n + $1]) * HipStream.weight(8, $1)
        })
    }
    let found = try session.check(
      operands.product, a: operands.a[0], b: operands.b[0], c: operands.c[0], seed: 8)
    let largest = deviations.max() ?? .nan
    #expect(abs(found.largest - largest) < 1e-9)
    #expect(abs(deviations[Int(found.row)] - largest) < 1e-9)
  }

  @Test("A product that is wrong or no number is found", arguments: ["wrong", "nan"])
  func finds(_ behaviour: String) throws {
    let deviations = try deviations(behaviour: behaviour, runs: 1)[0]
    #expect(deviations.allSatisfy { behaviour == "nan" ? $0.isNaN : $0 >= 1 && $0 <= 8 })
  }

  @Test("A product that is left out is found, even where a launch before it has computed it untimed")
  func leftOut() throws {
    // FakeHIP leaves out every second: of the first run the launch before and set 1, of the second set 0 and the launch
    // that would come next.
    let deviations = try deviations(behaviour: "skip", runs: 2)
    #expect(deviations[0][0] == 0)
    #expect(deviations[0][1] > 1e6)
    #expect(deviations[1][0].isNaN)
    #expect(deviations[1][1] == 0)
  }

  // Of both sets after each run of two products.
  private func deviations(behaviour: String, runs: Int) throws -> [[Double]] {
    let session = try HipSession(behaviour: behaviour)
    defer { session.close() }
    let operands = try HipOperands(
      session, HipVariant(input: .bf16, output: .fp32), transposed: false, sets: 2)
    defer { operands.release(session) }
    for set in 0..<2 {
      try operands.fillWithIntegers(session, set: set)
    }
    let prepared = try session.prepare(operands.product, wanted: 1)
    defer { session.discard(prepared) }
    return try (0..<runs).map { _ in
      try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 2)
      return try (0..<2).map {
        try session.check(operands.product, a: operands.a[$0], b: operands.b[$0], c: operands.c[$0], seed: 4)
          .largest
      }
    }
  }

  @Test("A product of shortened operands deviates more than FP32 does")
  func shortened() throws {
    var largest: [Double] = []
    for behaviour in ["", "half"] {
      let session = try HipSession(behaviour: behaviour)
      defer { session.close() }
      let operands = try HipOperands(session, HipVariant(input: .fp32, output: .fp32), transposed: false)
      defer { operands.release(session) }
      try operands.draw(session, seed: 12, set: 0)
      let prepared = try session.prepare(operands.product)
      defer { session.discard(prepared) }
      try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 1)
      largest.append(
        try session.check(operands.product, a: operands.a[0], b: operands.b[0], c: operands.c[0], seed: 1)
          .largest)
    }
    #expect(largest[0] < 1e-4)
    #expect(largest[1] > 100 * largest[0])
  }

  @Test("Without a compiler elements are left to the host, with the compiler's words")
  func withoutCompiler() throws {
    let session = try HipSession(behaviour: "no-compiler")
    defer { session.close() }
    let memory = try session.allocate(64)
    defer { session.release(memory) }
    let failure = #expect(throws: HipFailure.self) { try session.draw(.fp32, to: memory, count: 16, seed: 1) }
    #expect(failure?.status == ASSAY_UNSUPPORTED.rawValue)
    #expect(failure?.message.contains("HIPRTC_ERROR_COMPILATION: assay.hip:1: error") == true)
  }
}
