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
    // A buffer ends with a page, so that the last word is there as a whole.
    let words = (countOfA * OperandFormat(precision).inputBytes + 7) / 8
    let memory = UnsafeMutableBufferPointer(
      start: a.pointer.assumingMemoryBound(to: UInt64.self), count: words)
    switch precision {
    case .fp64: MirroredSigns(signs: 0x8000_0000_0000_0000).rewrite(memory)
    case .fp32, .tf32: MirroredSigns(signs: 0x8000_0000_8000_0000).rewrite(memory)
    case .fp16, .bf16: MirroredSigns(signs: 0x8000_8000_8000_8000).rewrite(memory)
    case .fp8e4m3, .fp8e5m2: MirroredSigns(signs: 0x8080_8080_8080_8080).rewrite(memory)
    case .int16: MirroredWords().rewrite(memory)
    case .int8: MirroredBytes(highest: distribution == .int ? 8 : 255).rewrite(memory)
    case .fp6, .fp4, .int4: break
    }
  }

  /// Makes a stale or partial result visible: after this, C holds NaN, or -1 in an integer format.
  func clearResult() { c.poison(byteCount: countOfC * OperandFormat(precision).outputBytes) }
}
