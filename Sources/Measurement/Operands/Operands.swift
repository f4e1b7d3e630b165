import Rating

/// The matrices of one product: A and B drawn from a seed, C for the result. All are row-major without padding.
///
/// Integer products are u8·s8 → s32 (A unsigned, B signed), the product the vendors' units offer, and s16·s16 → s32.
/// Products of smaller shapes share the memory of larger ones.
public final class Operands {
  public let precision: Precision
  public let shape: GEMMShape
  public let distribution: OperandDistribution
  let a: SharedBuffer
  let b: SharedBuffer
  let c: SharedBuffer

  init(
    precision: Precision, shape: GEMMShape, distribution: OperandDistribution, a: SharedBuffer,
    b: SharedBuffer, c: SharedBuffer
  ) {
    self.precision = precision
    self.shape = shape
    self.distribution = distribution
    self.a = a
    self.b = b
    self.c = c
  }

  /// Allocates and fills operands of their own.
  /// - Throws: `MeasurementError` when the memory cannot be had.
  public convenience init(
    precision: Precision, shape: GEMMShape, distribution: OperandDistribution = .uniform, seed: UInt64
  ) throws(MeasurementError) {
    let pool = try OperandPool(precision, capacity: [shape], distribution: distribution, seed: seed)
    let operands = pool.operands(shape)
    self.init(
      precision: precision, shape: shape, distribution: distribution, a: operands.a, b: operands.b,
      c: operands.c)
  }

  var countOfA: Int { shape.m * shape.k }
  var countOfB: Int { shape.k * shape.n }
  var countOfC: Int { shape.m * shape.n }

  /// Replaces each element of A, by the toss of a coin, by its mirror image in the distribution: by its negative, or by
  /// what lies as far from the other end of an unsigned range. The distribution stays; of the product, nothing does that
  /// would save computing it anew. Zeros stay zeros.
  func mirror() {
    guard distribution != .zeros else { return }
    switch precision {
    case .fp64: toss { $0 ^ $1 & 0x8000_0000_0000_0000 }
    case .fp32, .tf32: toss { $0 ^ $1 & 0x8000_0000_8000_0000 }
    case .fp16, .bf16: toss { $0 ^ $1 & 0x8000_8000_8000_8000 }
    case .fp8e4m3, .fp8e5m2: toss { $0 ^ $1 & 0x8080_8080_8080_8080 }
    case .int16:
      toss { word, coins in
        let mask = unsafeBitCast(coins, to: SIMD4<Int16>.self) &>> 15
        return unsafeBitCast((unsafeBitCast(word, to: SIMD4<Int16>.self) ^ mask) &- mask, to: UInt64.self)
      }
    case .int8:
      let ends: UInt64 = distribution == .int ? 0x0808_0808_0808_0808 : 0xffff_ffff_ffff_ffff
      toss { word, coins in
        let mask = (coins & 0x8080_8080_8080_8080) >> 7 &* 0xff
        // No byte borrows from the next: none is subtracted from a smaller one.
        return (ends & mask | word & ~mask) &- (word & mask)
      }
    case .fp6, .fp4, .int4: break
    }
  }

  /// Rewrites A, eight bytes at a time.
  /// - Parameter rewritten: given eight bytes and 64 random bits, of which the highest of each element is its coin.
  @inline(__always)
  private func toss(_ rewritten: (UInt64, UInt64) -> UInt64) {
    var generator = SplitMix64(seed: .random(in: 0 ... .max))
    // A buffer ends with a page, so that the last word is there as a whole.
    let words = (countOfA * OperandFormat(precision).inputBytes + 7) / 8
    let memory = a.pointer.assumingMemoryBound(to: UInt64.self)
    var word = 0
    while word < words {
      let bits = generator.next()
      for shift in 0..<min(8, words - word) {
        memory[word + shift] = rewritten(memory[word + shift], bits << UInt64(shift))
      }
      word += 8
    }
  }

  /// Makes a stale or partial result visible: after this, C holds NaN, or -1 in an integer format.
  func clearResult() { c.poison(byteCount: countOfC * OperandFormat(precision).outputBytes) }
}
