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

  /// Exchanges a few elements of A for others of A: its distribution stays, its product does not.
  func shuffle(using generator: inout SplitMix64) {
    let size = OperandFormat(precision).inputBytes
    for _ in 0..<4 {
      let (one, other) = (place(&generator) * size, place(&generator) * size)
      for byte in 0..<size {
        let kept = a.writable.load(fromByteOffset: one + byte, as: UInt8.self)
        a.writable.storeBytes(
          of: a.writable.load(fromByteOffset: other + byte, as: UInt8.self), toByteOffset: one + byte,
          as: UInt8.self)
        a.writable.storeBytes(of: kept, toByteOffset: other + byte, as: UInt8.self)
      }
    }
  }

  private func place(_ generator: inout SplitMix64) -> Int {
    Int(generator.next() % UInt64(max(1, countOfA)))
  }

  /// Makes a stale or partial result visible: after this, C holds NaN, or -1 in an integer format.
  func clearResult() { c.poison(byteCount: countOfC * OperandFormat(precision).outputBytes) }
}
