/// The probes of an integer multiply.
struct IntegerProbe {
  let product: any CraftedProduct
  let format: IntegerFormat

  /// How many sums a product holds on its diagonal, and how long they are.
  private struct Batch {
    let tile: Int
    let inner: Int
    /// Places from one term of a sum to the next.
    let spacing: Int
  }

  /// Only every other place holds a term, so that no kernel sums two of them in 16 bits.
  private static let short = Batch(tile: 64, inner: 256, spacing: 2)
  /// Signed bits of the sums that need a long product; between 25 and 26 lies what an FP32 accumulator holds.
  private static let longLevels = [23, 24, 25, 26, 28, 30, 32]
  /// A sum that no 32-bit accumulator holds.
  private static let excess = (1 << 31) + 12_345

  func fingerprint() throws(ProviderError) -> Fingerprint {
    let middle = Double(1 << (format.bits - 2))
    let bits = [
      format.bitsOfA.map { CraftedSum($0, times: middle) },
      format.bitsOfB.map { CraftedSum(middle, times: $0) },
    ]
    let groups = bits + [neighbours]
    var rest = try product.results(
      of: groups.flatMap(\.self), tile: Self.short.tile, inner: Self.short.inner)[...]
    let answers = groups.map { group in
      defer { rest = rest.dropFirst(group.count) }
      return Array(zip(group, rest))
    }
    let honoured = answers.map { $0.count { $0.expected == $1 } }
    let isSaturated = answers[2].contains { $1 == 32_767 || $1 == -32_768 }
    let (width, overflow) = try sums(pairsSaturate: isSaturated)
    let pairsSaturate = neighbours.isEmpty ? nil : isSaturated && width > 16
    return Fingerprint(
      precision: product.precision, significandBits: .init(a: honoured[0], b: honoured[1]), exponentBits: nil,
      accumulatorBits: width, resultBits: width, pairsSaturate: pairsSaturate, orderDependent: nil,
      subnormalInputs: nil, subnormalResults: nil, rounding: nil, overflow: overflow, productsExact: nil)
  }

  /// Two largest products of u8·s8 side by side, of either sign and at every alignment to four.
  private var neighbours: [CraftedSum] {
    guard format.isFirstUnsigned else { return [] }
    return (0..<4).flatMap { start in
      [format.largestB, format.smallestB].map { factor in
        let terms = (start...start + 1).map { place in
          CraftedSum.Term(position: place, a: Double(format.largestA), b: Double(factor))
        }
        return CraftedSum(terms, expected: Double(2 * format.largestA * factor))
      }
    }
  }

  /// How wide a signed integer the sums fill, and what becomes of one that is too large.
  private func sums(
    pairsSaturate: Bool
  ) throws(ProviderError) -> (width: Int, overflow: Fingerprint.Overflow?) {
    let fitting = (3...format.sumBits).prefix { fits(Self.largest($0), Self.short) }
    let isShortEnough = fits(Self.excess, Self.short)
    let (width, overflow) = try climb(Array(fitting), excess: isShortEnough ? Self.excess : nil, Self.short)
    guard !isShortEnough, width == fitting.last else { return (width, overflow) }
    let spacing = pairsSaturate ? Self.short.spacing : 1
    let terms = (places(of: Self.excess) + 63) / 64 * 64
    let long = Batch(tile: Self.longLevels.count + 1, inner: terms * spacing, spacing: spacing)
    let climbed = try climb(Self.longLevels, excess: Self.excess, long)
    return (max(width, climbed.width), climbed.overflow)
  }

  /// - Parameters:
  ///   - widths: of signed integers, of which the largest are the sums to try.
  ///   - excess: a sum too large for the accumulator; by default the last of the others.
  private func climb(
    _ widths: [Int], excess: Int?, _ batch: Batch
  ) throws(ProviderError) -> (width: Int, overflow: Fingerprint.Overflow?) {
    let values = widths.map(Self.largest) + (excess.map { [$0] } ?? [])
    let results = try product.results(
      of: values.map { sum($0, spacing: batch.spacing) }, tile: batch.tile, inner: batch.inner)
    let holding = zip(values, results).prefix { Double($0) == $1 }.count
    let width = holding == 0 ? 0 : widths[min(holding, widths.count) - 1]
    guard width > 1, let value = values.last, let result = results.last, result != Double(value) else {
      return (width, nil)
    }
    let unused = Int.bitWidth - width
    let wrapped = (value << unused) >> unused
    if result == Double(Self.largest(width)) { return (width, .saturates) }
    return (width, result == Double(wrapped) ? .wraps : nil)
  }

  /// The largest signed integer of so many bits.
  private static func largest(_ bits: Int) -> Int { (1 << (bits - 1)) - 1 }

  private func fits(_ value: Int, _ batch: Batch) -> Bool { places(of: value) * batch.spacing <= batch.inner }

  /// Places enough for the terms of a sum.
  private func places(of value: Int) -> Int { value / (format.largestA * format.largestB) + 2 }

  /// A sum of the largest products, of what is left in units of the largest A, and of the rest.
  private func sum(_ value: Int, spacing: Int) -> CraftedSum {
    let (a, b) = (format.largestA, format.largestB)
    let (count, rest) = value.quotientAndRemainder(dividingBy: a * b)
    let factors = Array(repeating: (a, b), count: count) + [(a, rest / a), (rest % a, 1)]
    let terms = factors.enumerated().map { index, factor in
      CraftedSum.Term(position: index * spacing, a: Double(factor.0), b: Double(factor.1))
    }
    return CraftedSum(terms, expected: Double(value))
  }
}
