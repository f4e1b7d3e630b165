import Rating

/// The matrices of one product: A and B drawn at random from a seed, C for the result.
///
/// Floating-point inputs are uniform on [-1, 1), rounded to the format; integer inputs cover their
/// whole range, A unsigned and B signed (u8·s8 → s32), the product the vendors' integer units offer.
public final class Operands {
  public let precision: Precision
  public let shape: GEMMShape
  let seed: UInt64
  let a: AlignedBuffer
  let b: AlignedBuffer
  let c: AlignedBuffer

  /// The longest inner dimension for which no s32 sum of u8·s8 products can overflow: 255·128·k < 2^31.
  static let longestInt8Inner = 65_793

  /// Allocates and fills the operands.
  /// - Throws: `MeasurementError` when the memory cannot be had.
  public init(precision: Precision, shape: GEMMShape, seed: UInt64) throws(MeasurementError) {
    let format = OperandFormat(precision)
    self.precision = precision
    self.shape = shape
    self.seed = seed
    a = try AlignedBuffer(byteCount: shape.m * shape.k * format.inputBytes)
    b = try AlignedBuffer(byteCount: shape.k * shape.n * format.inputBytes)
    c = try AlignedBuffer(byteCount: shape.m * shape.n * format.outputBytes)
    switch precision {
    case .fp64: fill(Double.self, Double.self)
    case .fp32, .tf32: fill(Float.self, Float.self)
    case .bf16: fill(BFloat16.self, BFloat16.self)
    case .fp16: fill(Half.self, Half.self)
    case .int8: fill(UInt8.self, Int8.self)
    case .fp8e4m3, .fp8e5m2, .fp6, .fp4, .int16, .int4: break
    }
    c.poison()
  }

  private func fill<A: RandomElement, B: RandomElement>(_: A.Type, _: B.Type) {
    a.fill(with: A.self, seed: seed)
    b.fill(with: B.self, seed: ~seed)
  }

  /// Makes a stale or partial result visible: after this, C holds nothing that could pass a check.
  func clearResult() { c.poison() }
}
