import Foundation
import Rating
import Testing

@testable import Measurement

@Suite struct NumericsProbeTests {
  private static func fingerprint(_ product: some CraftedProduct) throws -> Fingerprint {
    try NumericsProbe(product).fingerprint()
  }

  static let formats: [Precision] = [.fp32, .tf32, .bf16, .fp16, .fp8e4m3, .fp8e5m2]

  @Test("honest FP32 sums are no conflict in any order", arguments: formats, FakeMultiplier.Order.all)
  func honest(precision: Precision, order: FakeMultiplier.Order) throws {
    let found = try Self.fingerprint(FakeMultiplier(precision, order))
    let bits: [Precision: Int] = [.fp32: 24, .tf32: 11, .bf16: 8, .fp16: 11, .fp8e4m3: 4, .fp8e5m2: 3]
    let exponent: [Precision: Int] = [.fp32: 8, .tf32: 8, .bf16: 8, .fp16: 5, .fp8e4m3: 4, .fp8e5m2: 5]
    #expect(found.significandBits == .init(a: bits[precision]!, b: bits[precision]!))
    #expect(found.exponentBits == exponent[precision])
    #expect(found.accumulatorBits == 24)
    #expect(found.resultBits == 24)
    #expect(found.orderDependent == true)
    #expect(found.rounding == .nearest)
    #expect(found.subnormalInputs == .init(a: .kept, b: .kept))
    #expect(found.subnormalResults == (exponent[precision] == 8 ? .kept : nil))
    #expect(found.overflow == (exponent[precision] == 8 ? .infinity : nil))
    #expect(found.impliedPrecision == precision)
    #expect(found.conflict(with: precision) == nil)
  }

  @Test(
    "honest FP64 is no conflict in any order",
    arguments: [FakeMultiplier.Order.forward, .backward, .tree, .lanes(4), .lanes(16)])
  func honestDouble(order: FakeMultiplier.Order) throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp64, order))
    #expect(found.significandBits == .init(a: 53, b: 53))
    #expect(found.exponentBits == 11)
    #expect(found.accumulatorBits == 53)
    #expect(found.orderDependent == true)
    #expect(found.rounding == .nearest)
    #expect(found.overflow == .infinity)
    #expect(found.impliedPrecision == .fp64)
    #expect(found.conflict(with: .fp64) == nil)
    #expect(found.summary == "53-bit inputs, 53-bit sums, order-dependent, subnormals kept")
  }

  @Test("TF32 that passes for FP32 is caught", arguments: FakeMultiplier.Order.all)
  func tf32(order: FakeMultiplier.Order) throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp32, order).with { ($0.a, $0.b) = (.tf32, .tf32) })
    #expect(found.impliedPrecision == .tf32)
    #expect(found.accumulatorBits == 24)
    #expect(
      found.conflict(with: .fp32)
        == "inputs keep 11 significand bits and an 8-bit exponent, FP32 has 24 and 8: TF32 passes for FP32")
    #expect(found.conflict(with: .tf32) == nil)
  }

  @Test("one narrowed operand is enough, and it is told which")
  func oneOperand() throws {
    let first = try Self.fingerprint(FakeMultiplier(.fp32).with { $0.a = .tf32 })
    #expect(first.significandBits == .init(a: 11, b: 24))
    #expect(first.conflict(with: .fp32)?.contains("11/24") == true)
    let second = try Self.fingerprint(FakeMultiplier(.fp32).with { $0.b = .tf32 })
    #expect(second.significandBits == .init(a: 24, b: 11))
    #expect(second.conflict(with: .fp32) != nil)
  }

  @Test("BF16 that passes for FP32 is caught")
  func bf16() throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp32).with { ($0.a, $0.b) = (.bf16, .bf16) })
    #expect(found.significandBits == .init(a: 8, b: 8))
    #expect(found.conflict(with: .fp32)?.hasSuffix("BF16 passes for FP32") == true)
  }

  @Test("FP16 that passes for FP32 is told from TF32 by its exponent")
  func fp16() throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp32).with { ($0.a, $0.b) = (.fp16, .fp16) })
    #expect(found.significandBits == .init(a: 11, b: 11))
    #expect(found.exponentBits == 5)
    #expect(
      found.conflict(with: .fp32)?.hasSuffix("a 5-bit exponent, FP32 has 24 and 8: FP16 passes for FP32")
        == true)
  }

  @Test("BF16 that passes for FP16 is caught")
  func bf16ForFP16() throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp16).with { ($0.a, $0.b) = (.bf16, .bf16) })
    #expect(found.significandBits == .init(a: 8, b: 8))
    #expect(found.conflict(with: .fp16) != nil)
  }

  @Test("FP32 that passes for FP64 is caught")
  func single() throws {
    let found = try Self.fingerprint(
      FakeMultiplier(.fp64, accumulator: .fp32).with { ($0.a, $0.b, $0.result) = (.fp32, .fp32, .fp32) })
    #expect(found.significandBits == .init(a: 24, b: 24))
    #expect(found.exponentBits == 8)
    #expect(found.accumulatorBits == 24)
    #expect(found.conflict(with: .fp64)?.hasSuffix("FP32 passes for FP64") == true)
  }

  @Test("FP64 inputs under an FP32 accumulator are caught", arguments: [FakeMultiplier.Order.forward, .tree])
  func narrowSums(order: FakeMultiplier.Order) throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp64, order, accumulator: .fp32))
    #expect(found.accumulatorBits == 24)
    #expect(found.conflict(with: .fp64) != nil)
  }

  @Test("FP32 made of two BF16 numbers each is caught: its inputs have 16 bits")
  func split() throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp32).with { $0.splitsInTwo = true })
    #expect((15...17).contains(found.significandBits.a))
    #expect((15...17).contains(found.significandBits.b))
    #expect(found.impliedPrecision == nil)
    #expect(found.conflict(with: .fp32) != nil)
  }

  @Test("a 16-bit accumulator under FP16 is caught in every order", arguments: FakeMultiplier.Order.all)
  func halfSums(order: FakeMultiplier.Order) throws {
    let found = try Self.fingerprint(FakeMultiplier(.fp16, order, accumulator: .fp16))
    #expect(found.significandBits == .init(a: 11, b: 11))
    #expect(found.accumulatorBits == 11)
    #expect(found.impliedPrecision == .fp16)
    #expect(found.overflow == .infinity)
    #expect(found.conflict(with: .fp16) == "sums keep 11 bits, FP16 needs 24: a 16-bit accumulator")
  }

  @Test("a result rounded to BF16 after FP32 sums is caught")
  func narrowResult() throws {
    let found = try Self.fingerprint(FakeMultiplier(.bf16).with { $0.result = .bf16 })
    #expect(found.accumulatorBits == 24)
    #expect(found.resultBits == 8)
    #expect(found.summary.hasPrefix("8-bit inputs, 24-bit sums, 8-bit results"))
    #expect(found.conflict(with: .bf16) == "results keep 8 bits, BF16 needs 24")
  }

  @Test("FP8 may sum in 14 bits but not in 11")
  func fp8() throws {
    let hopper = try Self.fingerprint(
      FakeMultiplier(.fp8e4m3, .blocks(32), accumulator: .hopper).with { $0.truncates = true })
    #expect(hopper.accumulatorBits == 14)
    #expect(hopper.rounding == .truncation)
    #expect(hopper.conflict(with: .fp8e4m3) == nil)
    let half = try Self.fingerprint(FakeMultiplier(.fp8e4m3, accumulator: .fp16))
    #expect(half.accumulatorBits == 11)
    #expect(half.conflict(with: .fp8e4m3) != nil)
  }

  @Test("sums in FP64 behind FP32 are seen, independent of order, and no conflict")
  func widerSums() throws {
    let found = try Self.fingerprint(FakeMultiplier(.bf16, accumulator: .fp64))
    #expect(found.accumulatorBits == 53)
    #expect(found.resultBits == 24)
    #expect(found.orderDependent == false)
    #expect(found.conflict(with: .bf16) == nil)
  }

  @Test("truncated sums are told from rounded ones in every order", arguments: FakeMultiplier.Order.all)
  func truncation(order: FakeMultiplier.Order) throws {
    let found = try Self.fingerprint(FakeMultiplier(.bf16, order).with { $0.truncates = true })
    #expect(found.rounding == .truncation)
    #expect(found.accumulatorBits == 24)
    #expect(found.conflict(with: .bf16) == nil)
  }

  @Test("a significand cut to any width is measured exactly", arguments: [2, 3, 7, 10, 12, 16, 20, 23])
  func anyWidth(bits: Int) throws {
    let inputs = FakeFormat(significandBits: bits, exponentBits: 8)
    let input = try Self.fingerprint(FakeMultiplier(.fp32).with { ($0.a, $0.b) = (inputs, inputs) })
    #expect(input.significandBits == .init(a: bits, b: bits))
    #expect(input.accumulatorBits == 24)
    let sum = try Self.fingerprint(FakeMultiplier(.bf16, .tree, accumulator: inputs))
    #expect(sum.accumulatorBits == bits)
    #expect(sum.conflict(with: .bf16) != nil)
  }

  @Test("flushed subnormals are reported and no conflict, as in the BF16 dot product of AVX-512")
  func flushed() throws {
    let both = try Self.fingerprint(
      FakeMultiplier(.bf16).with { ($0.flushesInputs, $0.flushesResults) = (true, true) })
    #expect(both.subnormalInputs == .init(a: .flushed, b: .flushed))
    #expect(both.subnormalResults == .flushed)
    #expect(both.summary == "8-bit inputs, 24-bit sums, order-dependent, subnormals flushed")
    #expect(both.conflict(with: .bf16) == nil)
    let inputs = try Self.fingerprint(FakeMultiplier(.fp32).with { $0.flushesInputs = true })
    #expect(inputs.subnormalResults == .kept)
    #expect(inputs.summary.hasSuffix("subnormal inputs flushed"))
    let results = try Self.fingerprint(FakeMultiplier(.fp32).with { $0.flushesResults = true })
    #expect(results.subnormalInputs == .init(a: .kept, b: .kept))
    #expect(results.subnormalResults == .flushed)
  }

  @Test("products rounded before they are summed are told from fused ones")
  func fused() throws {
    let fused = try Self.fingerprint(FakeMultiplier(.fp32))
    #expect(fused.productsExact == true)
    let unfused = try Self.fingerprint(FakeMultiplier(.fp32).with { $0.isFused = false })
    #expect(unfused.productsExact == false)
    #expect(unfused.conflict(with: .fp32) == nil)
  }

  @Test("honest integers wrap and are no conflict", arguments: [Precision.int8, .int16])
  func integers(precision: Precision) throws {
    let found = try Self.fingerprint(FakeIntegerMultiplier(precision: precision))
    let bits = precision == .int8 ? 8 : 16
    #expect(found.significandBits == .init(a: bits, b: bits))
    #expect(found.accumulatorBits == 32)
    #expect(found.overflow == .wraps)
    #expect(found.pairsSaturate == (precision == .int8 ? false : nil))
    #expect(found.orderDependent == nil)
    #expect(found.impliedPrecision == precision)
    #expect(found.conflict(with: precision) == nil)
    #expect(found.summary == "\(bits)-bit inputs, 32-bit sums, wrap")
  }

  @Test("32-bit sums that saturate are no conflict", arguments: [Precision.int8, .int16])
  func saturating(precision: Precision) throws {
    let found = try Self.fingerprint(
      FakeIntegerMultiplier(precision: precision, accumulator: .saturating(32)))
    #expect(found.accumulatorBits == 32)
    #expect(found.overflow == .saturates)
    #expect(found.conflict(with: precision) == nil)
  }

  @Test("pairs of u8·s8 that saturate at 16 bits are caught, though the sums have 32")
  func pairs() throws {
    let found = try Self.fingerprint(FakeIntegerMultiplier(precision: .int8, pairsSaturate: true))
    #expect(found.pairsSaturate == true)
    #expect(found.accumulatorBits == 32)
    #expect(found.conflict(with: .int8) == "sums of two neighbouring products saturate at 16 bits")
  }

  @Test("16-bit integer sums are caught, wrapping or saturating")
  func shortSums() throws {
    let wrapping = try Self.fingerprint(FakeIntegerMultiplier(precision: .int8, accumulator: .wrapping(16)))
    #expect(wrapping.accumulatorBits == 16)
    #expect(wrapping.overflow == .wraps)
    #expect(wrapping.conflict(with: .int8) == "sums keep 16 bits, INT8 needs 32: a 16-bit accumulator")
    let saturating = try Self.fingerprint(
      FakeIntegerMultiplier(precision: .int8, accumulator: .saturating(16)))
    #expect(saturating.accumulatorBits == 16)
    #expect(saturating.overflow == .saturates)
    #expect(saturating.conflict(with: .int8) == "sums keep 16 bits, INT8 needs 32: a 16-bit accumulator")
  }

  @Test("integers summed in FP32 are caught beyond 2^24", arguments: [Precision.int8, .int16])
  func floatSums(precision: Precision) throws {
    let found = try Self.fingerprint(FakeIntegerMultiplier(precision: precision, accumulator: .float))
    #expect(found.accumulatorBits == 25)
    #expect(found.conflict(with: precision) != nil)
  }

  @Test("integer inputs that lose a bit at either end are caught")
  func lostBits() throws {
    let clipped = try Self.fingerprint(FakeIntegerMultiplier(precision: .int8, largestA: 127))
    #expect(clipped.significandBits == .init(a: 7, b: 8))
    #expect(clipped.conflict(with: .int8) == "inputs keep 7/8 bits, INT8 has 8")
    let coarse = try Self.fingerprint(FakeIntegerMultiplier(precision: .int8, lostBits: 1))
    #expect(coarse.significandBits == .init(a: 8, b: 7))
    let eight = try Self.fingerprint(FakeIntegerMultiplier(precision: .int16, lostBits: 8))
    #expect(eight.conflict(with: .int16)?.hasSuffix("INT8 passes for INT16") == true)
  }

  @Test("a multiply that returns zeros, NaN or too few elements is a conflict or an error, never a crash")
  func broken() throws {
    for value in [0, Double.nan] {
      for precision in [Precision.fp32, .fp8e5m2, .int8] {
        let found = try Self.fingerprint(ConstantProduct(precision: precision, value: value))
        #expect(found.conflict(with: precision) != nil)
      }
    }
    #expect(throws: ProviderError.self) {
      try Self.fingerprint(ConstantProduct(precision: .fp32, value: nil))
    }
  }

  @Test("a fingerprint is held against any precision of its kind")
  func otherNames() throws {
    let single = try Self.fingerprint(FakeMultiplier(.fp32))
    #expect(single.conflict(with: .tf32) == nil)
    #expect(single.conflict(with: .bf16) == nil)
    #expect(single.conflict(with: .fp64)?.hasSuffix("FP32 passes for FP64") == true)
    #expect(single.conflict(with: .int8) == "probed as FP32, which says nothing of INT8")
    let bytes = try Self.fingerprint(FakeIntegerMultiplier(precision: .int8))
    #expect(bytes.conflict(with: .int16)?.hasSuffix("INT8 passes for INT16") == true)
  }

  @Test("the probes are few, small and exactly representable", arguments: formats + [.fp64, .int8, .int16])
  func probes(precision: Precision) throws {
    let recorder = RecordingProduct(precision: precision)
    _ = try Self.fingerprint(recorder)
    #expect(recorder.shapes.count <= 15)
    let long = recorder.shapes.filter { $0 > 64 * 64 * 256 }
    #expect(long.count == (precision == .int8 ? 1 : 0))
    #expect(long.allSatisfy { $0 < 8 * 8 * 70_000 })
    #expect(recorder.values > 100)
    #expect(recorder.unrepresentable == [])
  }

  @Test("precisions without probes are refused")
  func unsupported() throws {
    let error = #expect(throws: ProviderError.self) { try Self.fingerprint(FakeMultiplier(.fp4)) }
    #expect(error?.isUnsupported == true)
  }

  @Test("a fingerprint is the same each time and survives encoding")
  func coding() throws {
    let first = try Self.fingerprint(FakeMultiplier(.fp32, .lanes(16)))
    let second = try Self.fingerprint(FakeMultiplier(.fp32, .lanes(16)))
    #expect(first == second)
    let decoded = try JSONDecoder().decode(Fingerprint.self, from: JSONEncoder().encode(first))
    #expect(decoded == first)
  }
}

private struct ConstantProduct: CraftedProduct {
  let precision: Precision
  let value: Double?

  func multiply(m: Int, n: Int, k: Int, a: [Double], b: [Double]) throws(ProviderError) -> [Double] {
    value.map { Array(repeating: $0, count: m * n) } ?? []
  }
}

/// Multiplies honestly and notes what it was given.
private final class RecordingProduct: CraftedProduct {
  let precision: Precision
  var shapes: [Int] = []
  var values = 0
  var unrepresentable: [Double] = []

  init(precision: Precision) { self.precision = precision }

  func multiply(m: Int, n: Int, k: Int, a: [Double], b: [Double]) throws(ProviderError) -> [Double] {
    shapes.append(m * n * k)
    let formats: [Precision: FakeFormat] = [
      .fp64: .fp64, .fp32: .fp32, .tf32: .tf32, .bf16: .bf16, .fp16: .fp16,
      .fp8e4m3: FakeFormat(significandBits: 4, exponentBits: 4),
      .fp8e5m2: FakeFormat(significandBits: 3, exponentBits: 5),
    ]
    let integers: [Precision: (ClosedRange<Double>, ClosedRange<Double>)] = [
      .int8: (0...255, -128...127), .int16: (-32_768...32_767, -32_768...32_767),
    ]
    for (operand, isFirst) in [(a, true), (b, false)] {
      for value in operand where value != 0 {
        values += 1
        let fits =
          if let format = formats[precision] {
            format.rounded(value) == value
          } else if let range = integers[precision].map({ isFirst ? $0.0 : $0.1 }) {
            range.contains(value) && value == value.rounded()
          } else {
            false
          }
        if !fits { unrepresentable.append(value) }
      }
    }
    if formats[precision] == nil {
      return try FakeIntegerMultiplier(precision: precision).multiply(m: m, n: n, k: k, a: a, b: b)
    }
    return try FakeMultiplier(precision).multiply(m: m, n: n, k: k, a: a, b: b)
  }
}
