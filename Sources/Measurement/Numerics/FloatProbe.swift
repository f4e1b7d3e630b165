import Foundation
import Parallel

/// The probes of a floating-point multiply.
struct FloatProbe {
  let product: any CraftedProduct
  let format: FloatFormat

  private static let tile = 64
  private static let inner = 64
  /// Where the terms of a sum stand: side by side, and so far apart that they share no block of a kernel.
  private static let placements = [[0, 1, 2], [0, 21, 43], [13, 30, 62]]
  /// Widths of an accumulator that are told apart beyond C's own, up to more than any has.
  private static let widths = [32, 40, 48, 53, 54, 64]
  /// The exponent of the small term beside a large one.
  private static let smallExponent = -12

  func fingerprint() throws(ProviderError) -> Fingerprint {
    let ladders = [
      significands { CraftedSum($0, times: 1, at: $1) }, significands { CraftedSum(1, times: $0, at: $1) },
      exponents, cancellations, results,
    ]
    let bits = try product.climb(ladders, tile: Self.tile, inner: Self.inner)
    let traits = Traits(format: format, significandBits: min(bits[0], bits[1]), accumulatorBits: bits[3])
    let groups = [
      traits.subnormals, traits.overflows, traits.permutations, traits.products, traits.threeQuarters,
      traits.quarters,
    ]
    var rest = try product.results(of: groups.flatMap(\.self), tile: Self.tile, inner: Self.inner)[...]
    let answers = groups.map { group in
      defer { rest = rest.dropFirst(group.count) }
      return Array(zip(group, rest))
    }
    let subnormals = answers[0].map { sum, result in
      result == sum.expected ? Fingerprint.Subnormals.kept : .flushed
    }
    return Fingerprint(
      precision: product.precision, significandBits: .init(a: bits[0], b: bits[1]), exponentBits: bits[2],
      accumulatorBits: bits[3], resultBits: bits[4], pairsSaturate: nil,
      orderDependent: Set(answers[2].map(\.1.bitPattern)).count > 1,
      subnormalInputs: .init(a: subnormals[0], b: subnormals[1]),
      subnormalResults: subnormals.count > 2 ? subnormals[2] : nil,
      rounding: Traits.rounding(threeQuarters: answers[4], quarters: answers[5]),
      overflow: answers[1].compactMap(Traits.overflow).first,
      productsExact: answers[3].isEmpty ? nil : answers[3].contains { $0.expected == $1 })
  }

  /// Numbers of ever more significand bits.
  ///
  /// Their bits follow no power of two, or else the two halves of a number split in two would both be exact and
  /// two BF16 products would look like an FP32 one.
  private func significands(_ sum: (_ value: Double, _ position: Int) -> CraftedSum) -> [Rung] {
    let patterns: [UInt64] = [0x5555_5555_5555_5555, 0xb46d_2a9c_e531_96d3]
    return (1...format.significandBits).map { bits in
      let sums = patterns.map { pattern in
        let fraction = bits == 1 ? 0 : pattern >> (65 - bits) | 1
        return sum(1 + scalbn(Double(fraction), 1 - bits), bits * 7 % Self.inner)
      }
      return Rung(height: bits, sums: sums)
    }
  }

  /// 2^e·2^-e and 2^-e·2^e for the largest e of ever wider formats.
  private var exponents: [Rung] {
    (2...format.exponentBits).map { bits in
      let exponent = FloatFormat.symmetricExponent(bits: bits)
      let (large, small) = (scalbn(1, exponent), scalbn(1, -exponent))
      return Rung(height: bits, sums: [CraftedSum(large, times: small), CraftedSum(small, times: large)])
    }
  }

  /// 2^j + 1 - 2^j, scaled, for ever larger j: up to just beyond C's own bits one by one, then in steps.
  ///
  /// Whichever two of three places a kernel sums first, one of the three rotations has 2^j and 1 there.
  private var cancellations: [Rung] {
    let widest = min(Self.widths.last ?? 0, 1 + 4 * format.symmetricExponent)
    let narrow = 1...format.resultBits + 2
    let wide = Self.widths.filter { !narrow.contains($0) }
    return (narrow + wide).prefix { $0 <= widest }.map { bits in
      let small = smallExponent(below: bits - 1)
      return Rung(height: bits, sums: Self.rotations(large: 1, at: small + bits - 1, small: 1, at: small))
    }
  }

  /// 2^j + 1, scaled, for ever larger j.
  private var results: [Rung] {
    (0..<format.resultBits).map { distance in
      let small = smallExponent(below: distance)
      let sums = Self.placements.map { places in
        CraftedSum(
          [.init(exponent: small + distance, at: places[0]), .init(exponent: small, at: places[1])],
          expected: scalbn(1, small + distance) + scalbn(1, small))
      }
      return Rung(height: distance + 1, sums: sums)
    }
  }

  /// Lowered where the large term would leave the range of the products.
  private func smallExponent(below distance: Int) -> Int {
    min(Self.smallExponent, 2 * format.symmetricExponent - distance)
  }

  /// A large term, a small one and the large one's opposite in every rotation and placement.
  private static func rotations(
    large: Double, at largeExponent: Int, small: Double, at smallExponent: Int
  ) -> [CraftedSum] {
    placements.flatMap { places in
      (0..<3).map { turn in
        let terms: [CraftedSum.Term] = [
          .init(large, exponent: largeExponent, at: places[turn]),
          .init(small, exponent: smallExponent, at: places[(turn + 1) % 3]),
          .init(-large, exponent: largeExponent, at: places[(turn + 2) % 3]),
        ]
        return CraftedSum(terms, expected: scalbn(small, smallExponent))
      }
    }
  }
}

extension FloatProbe {
  /// The probes that build on what the ladders have shown.
  private struct Traits {
    let format: FloatFormat
    /// Of the operand that keeps fewer.
    let significandBits: Int
    let accumulatorBits: Int

    /// The largest subnormal power of two as A, as B, and, where C's exponent is no wider than the inputs', as the
    /// result of normal inputs.
    var subnormals: [CraftedSum] {
      let largest = format.symmetricExponent
      let (subnormal, normal) = (scalbn(1, -largest - 1), scalbn(1, largest))
      let inputs = [CraftedSum(subnormal, times: normal), CraftedSum(normal, times: subnormal)]
      guard format.exponentBits >= 8 else { return inputs }
      let half = largest / 2
      return inputs + [CraftedSum(scalbn(1, -half), times: scalbn(1, half - largest - 3))]
    }

    var overflows: [CraftedSum] {
      let largest = scalbn(1, format.symmetricExponent)
      return [CraftedSum(largest, times: largest)]
    }

    /// One sum in sixteen orders.
    var permutations: [CraftedSum] {
      var generator = SplitMix64(seed: 0x5eed)
      let factors = (0..<inner).map { _ in (draw(&generator), draw(&generator)) }
      return (0..<16).map { _ in
        let places = (0..<inner).shuffled(using: &generator)
        let terms = zip(places, factors).map { place, factor in
          CraftedSum.Term(position: place, a: factor.0, b: factor.1)
        }
        return CraftedSum(terms, expected: .nan)
      }
    }

    /// A random number of the input format, of either sign and spread over so many powers of two that few sums of
    /// products are exact.
    private func draw(_ generator: inout SplitMix64) -> Double {
      let exponents = -min(12, format.symmetricExponent)...5
      let bits = generator.next()
      let fraction = scalbn(Double(bits >> (65 - format.significandBits)), 1 - format.significandBits)
      let magnitude = scalbn(1 + fraction, Int.random(in: exponents, using: &generator))
      return Bool.random(using: &generator) ? magnitude : -magnitude
    }

    /// x² - (1 + 2u) for x = 1 + u and the smallest u that the inputs keep: u² unless x² was rounded.
    var products: [CraftedSum] {
      guard significandBits >= 3 else { return [] }
      let unit = scalbn(1, 1 - significandBits)
      return placements.flatMap { places in
        [(places[0], places[1]), (places[1], places[0])].map { first, second in
          CraftedSum(
            [
              .init(position: first, a: 1 + unit, b: 1 + unit),
              .init(position: second, a: -1 - 2 * unit, b: 1),
            ], expected: unit * unit)
        }
      }
    }

    /// A large term, three quarters of its last place, and its opposite.
    var threeQuarters: [CraftedSum] { roundings(1.5, exponent: -1) }

    /// A large term, a quarter of its last place, and its opposite.
    var quarters: [CraftedSum] { roundings(1, exponent: -2) }

    private static let unitExponent = -10

    private func roundings(_ small: Double, exponent: Int) -> [CraftedSum] {
      let largest = Self.unitExponent + accumulatorBits - 1
      guard accumulatorBits >= 3, largest < 2 * format.symmetricExponent + 2 else { return [] }
      return FloatProbe.rotations(
        large: 1.5, at: largest, small: small, at: Self.unitExponent + exponent)
    }

    /// Reads the rounding from the sums that were not exact: to nearest, three quarters become one and a quarter
    /// nothing, whatever the signs; when truncated, three quarters are lost at least beside a term of like sign.
    static func rounding(
      threeQuarters: [(CraftedSum, Double)], quarters: [(CraftedSum, Double)]
    ) -> Fingerprint.Rounding? {
      let inexact = [threeQuarters, quarters].map { answers in
        answers.filter { $0.expected != $1 }.map { scalbn($1, -unitExponent) }
      }
      guard !inexact[0].isEmpty, inexact.joined().allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
      if inexact[0].contains(0) { return .truncation }
      return inexact[1].contains(1) ? nil : .nearest
    }

    static func overflow(of sum: CraftedSum, _ result: Double) -> Fingerprint.Overflow? {
      if result.isNaN { return .notANumber }
      if result.isInfinite { return .infinity }
      return result == sum.expected ? nil : .saturates
    }
  }
}
