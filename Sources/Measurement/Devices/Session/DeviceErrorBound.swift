import Rating

/// How far rounding can take a device's product from the exact one, relative to the size of its terms.
///
/// With elements of A and B of root mean square 1, an element of C deviates by about √k · ε, where ε adds up
///
/// - the rounding of a sum to nearest at each step, u·√k (Higham and Mary, SIAM J. Sci. Comput. 41, 2019), or where a
///   matrix unit truncates, u·k/s: each step of s terms loses less than one unit, always towards zero (M. Fasi and others,
///   PeerJ Computer Science 7, e330, 2021);
/// - the rounding of C to its own format;
///
/// and a sum of n such elements by √n more. Units that sum FP8 keep about 14 bits (DeepSeek-AI, arXiv 2412.19437, section
/// 3.3.2); where the sum is promoted to FP32 every 128 terms, only what those lose remains.
enum DeviceErrorBound {
  /// ε for one element: 0 where the product must be exact.
  static func relative(_ variant: ProductVariant, inner k: Int) -> Double {
    let k = Double(k)
    let sum: Double
    switch variant.precision {
    case .int8, .int16, .int4: return 0
    case .fp64: sum = 0x1p-53 * k.squareRoot()
    case .fp32: sum = 0x1p-24 * k.squareRoot()
    case .tf32, .bf16: sum = 0x1p-24 * (k / 8 + k.squareRoot())
    case .fp16:
      sum = variant.accumulate == .fast ? 0x1p-11 * k.squareRoot() : 0x1p-24 * (k / 8 + k.squareRoot())
    case .fp8e4m3, .fp8e5m2, .fp6, .fp4:
      sum =
        variant.accumulate == .fast
        ? 0x1p-14 * (k / 32 + k.squareRoot()) : 0x1p-12 + 0x1p-24 * (k / 8 + k.squareRoot())
    }
    return sum + roundoffOfInputs(variant) + variant.output.unitRoundoff
  }

  /// How far C·x may lie from A·(B·x), over the root mean squares of A, of B and of x: what the device's rounding and the
  /// host's own sums in FP64 explain, times the margin.
  static func ofRows(_ variant: ProductVariant, _ shape: GEMMShape) -> Double {
    let (terms, inner) = (Double(shape.n), Double(shape.k))
    let own = relative(variant, inner: shape.k)
    let reference = own == 0 ? 0 : 0x1p-53 * (terms.squareRoot() + inner.squareRoot())
    return margin * (own + reference) * (terms * inner).squareRoot()
  }

  /// TF32 elements lie in FP32, of which the unit takes 11 significant bits of each factor.
  private static func roundoffOfInputs(_ variant: ProductVariant) -> Double {
    variant.precision == .tf32 ? 2 * 0x1p-11 : 0
  }

  /// Deviations are held against so many times the expected: the largest of some thousand rows reaches four.
  static let margin = 4.0
}
