import Rating

/// Takes a multiply's fingerprint from small products of crafted operands.
///
/// Every probe is one sum with a known exact value, at a place of its own on the diagonal of a 64×64 product; the
/// products are few, all alike and the same each time. The probes assume nothing of the order in which a kernel sums:
/// each is laid out along the inner dimension in several ways, and the least favourable answer counts.
public struct NumericsProbe {
  private let product: any CraftedProduct

  public init(_ product: some CraftedProduct) { self.product = product }

  /// Runs the probes.
  ///
  /// For floating point they are up to fifteen 64×64×64 products; for integers two 64×64×256 ones and, for INT8, one of
  /// 8×8×66,368 (twice as long where pairs saturate), without which no sum would come near 2^31.
  /// - Throws: `ProviderError` when the multiply does, or when its precision has no probes (FP6, FP4, INT4).
  public func fingerprint() throws(ProviderError) -> Fingerprint {
    switch NumericFormat(product.precision) {
    case .float(let format)?: try FloatProbe(product: product, format: format).fingerprint()
    case .integer(let format)?: try IntegerProbe(product: product, format: format).fingerprint()
    case nil: throw ProviderError("no probes for \(product.precision.label)", isUnsupported: true)
    }
  }
}
