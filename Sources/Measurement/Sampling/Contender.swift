import Rating

/// A library's product of one shape, ready to be timed and checked.
final class Contender {
  let provider: ProviderIdentity
  let operands: Operands
  private let product: any PreparedGEMM

  init(_ provider: any GEMMProvider, _ operands: Operands, threads: Int) throws(ProviderError) {
    self.provider = provider.identity
    self.operands = operands
    product = try provider.prepare(operands, threads: threads)
  }

  var kernel: String { product.kernel }

  /// Computes the product once.
  /// - Returns: the seconds it took.
  func time() throws(ProviderError) -> Double {
    let watch = Stopwatch()
    try product.multiply()
    return watch.seconds
  }

  func tops(seconds: Double) -> Double { operands.shape.operations / seconds * 1e-12 }
}
