import CGEMM
import Testing

@Suite("HIP: products")
struct HipProductTests {
  static let layouts: [(HipVariant, Bool)] = HipVariant.all.flatMap { variant in
    variant.onlyTransposed ? [(variant, true)] : [(variant, false), (variant, true)]
  }

  @Test("Every kernel of every product gives the exact result where all sums are exact", arguments: layouts)
  func exact(_ variant: HipVariant, _ transposed: Bool) throws {
    let session = try HipSession(behaviour: variant.behaviour)
    defer { session.close() }
    let operands = try HipOperands(session, variant, transposed: transposed, sets: 3)
    defer { operands.release(session) }
    for set in 0..<3 {
      try operands.fillWithIntegers(session, set: set)
    }
    let expected = try (0..<3).map { try operands.expected(session, set: $0) }
    let prepared = try session.prepare(operands.product)
    defer { session.discard(prepared) }
    #expect(!prepared.kernels.isEmpty)
    for kernel in prepared.kernels.indices {
      // More than the sets, so that the recording begins anew; each with another result.
      let seconds = try session.run(
        prepared, kernel: Int32(kernel), a: operands.a, b: operands.b, c: operands.c, count: 8)
      #expect(seconds > 0)
      for set in 0..<3 {
        #expect(try operands.result(session, set: set) == expected[set])
        let spoilt = [UInt8](repeating: 0x77, count: variant.output.bytes(operands.m * operands.n))
        try session.upload(spoilt, to: operands.c[set])
      }
    }
  }

  @Test(
    "Drawn operands give what FP64 gives, to the precision of the sum and of the result", arguments: layouts)
  func drawn(_ variant: HipVariant, _ transposed: Bool) throws {
    let session = try HipSession(behaviour: variant.behaviour)
    defer { session.close() }
    let operands = try HipOperands(session, variant, transposed: transposed)
    defer { operands.release(session) }
    try operands.draw(session, seed: 20_261_128, set: 0)
    let prepared = try session.prepare(operands.product, wanted: 1)
    defer { session.discard(prepared) }
    #expect(prepared.kernels.count == 1)
    try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 1)
    let (result, expected) = (try operands.result(session, set: 0), try operands.expected(session, set: 0))
    for (value, exact) in zip(result, expected) {
      #expect(abs(value - exact) <= tolerance(variant, exact, k: operands.k))
    }
  }

  // Half a unit of the result, the rounding of the k sums, and of TF32's operands; operands are below 1, but in FP4 and
  // INT8.
  private func tolerance(_ variant: HipVariant, _ exact: Double, k: Int) -> Double {
    let largest: Double = variant.input == .fp4 ? 36 : 1
    let rounding = [HipFormat.fp64: 0x1p-53, .fp32: 0x1p-24, .fp16: 0x1p-11, .bf16: 0x1p-8, .int32: 0][
      variant.output]
    let sum = variant.input == .int8 ? 0 : variant.input == .fp64 ? 0x1p-53 : 0x1p-24
    let operand = variant.isTF32 ? 0x1p-10 : 0
    return abs(exact) * (rounding ?? 0) * 1.01 + Double(k) * largest * (Double(k) * sum + operand)
  }

  @Test("hipBLASLt's kernels come first, by its own names, and rocBLAS's last")
  func names() throws {
    let session = try HipSession()
    defer { session.close() }
    let product = HipVariant(input: .fp32, output: .fp32).product(m: 64, n: 64, k: 64, transposed: false)
    let prepared = try session.prepare(product)
    defer { session.discard(prepared) }
    #expect(
      prepared.kernels == [
        "hipBLASLt 0.12.0 Cijk_Ailk_Bljk_S_B_MT256x256x16", "hipBLASLt 0.12.0 Custom_2",
        "hipBLASLt 0.12.0 Cijk_Ailk_Bljk_S_B_MT256x256x48", "rocBLAS 4.4.1.fake gemm_ex",
      ])
    let two = try session.prepare(product, wanted: 2)
    defer { session.discard(two) }
    #expect(two.kernels.map { $0.prefix(9) } == ["hipBLASLt", "rocBLAS 4"])
  }

  @Test("FP64 falls to rocBLAS, and the name says so")
  func fallback() throws {
    let session = try HipSession()
    defer { session.close() }
    let product = HipVariant(input: .fp64, output: .fp64).product(m: 64, n: 64, k: 64, transposed: false)
    let prepared = try session.prepare(product)
    defer { session.discard(prepared) }
    #expect(prepared.kernels == ["rocBLAS 4.4.1.fake gemm_ex"])
  }

  @Test("FP8 of a unit with FNUZ formats names the rewriting")
  func rewritten() throws {
    let session = try HipSession()
    defer { session.close() }
    let product = HipVariant(input: .fp8e4m3, output: .fp32).product(m: 64, n: 64, k: 64, transposed: false)
    let prepared = try session.prepare(product, wanted: 1)
    defer { session.discard(prepared) }
    #expect(prepared.kernels[0].hasSuffix("(OCP elements rewritten into FNUZ)"))
  }

  @Test("Negative zero, NaN and infinity of OCP's FP8 keep their meaning on a unit with FNUZ formats")
  func specials() throws {
    let session = try HipSession()
    defer { session.close() }
    for (format, nan, infinity) in [(HipFormat.fp8e4m3, 0x7f, nil), (.fp8e5m2, 0x7d, 0x7c)]
      as [(_, UInt64, UInt64?)]
    {
      let variant = HipVariant(input: format, output: .fp32)
      let operands = try HipOperands(session, variant, m: 3, n: 1, k: 2, transposed: true)
      defer { operands.release(session) }
      let rows: [UInt64] = [0x80, 0x80, nan, 0x80, infinity ?? nan, 0]
      try session.upload(format.packed(rows), to: operands.a[0])
      try session.upload(format.packed([format.code(1), format.code(1)]), to: operands.b[0])
      let prepared = try session.prepare(operands.product)
      defer { session.discard(prepared) }
      try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 1)
      let result = try operands.result(session, set: 0)
      #expect(result[0] == 0)
      #expect(result[1].isNaN)
      #expect(!result[2].isFinite)
    }
  }

  @Test("Nothing stays on the device after all is given back")
  func givesBack() throws {
    for variant in [HipVariant(input: .fp8e4m3, output: .fp32), HipVariant(input: .fp64, output: .fp64)] {
      let session = try HipSession()
      let operands = try HipOperands(session, variant, transposed: false)
      try operands.draw(session, seed: 1, set: 0)
      let prepared = try session.prepare(operands.product)
      try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 4)
      _ = try session.check(operands.product, a: operands.a[0], b: operands.b[0], c: operands.c[0], seed: 7)
      session.discard(prepared)
      operands.release(session)
      #expect(FakeHIP.allocated > 0)
      session.close()
      #expect(FakeHIP.allocated == 0)
    }
  }
}
