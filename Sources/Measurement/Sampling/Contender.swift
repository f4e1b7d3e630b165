import Rating

/// A library's product of one shape on a number of threads, ready to be timed and checked.
final class Contender {
  let provider: any GEMMProvider
  let operands: Operands
  let threads: Int
  private let product: any PreparedGEMM
  private let ledger: Ledger

  init(_ provider: any GEMMProvider, _ operands: Operands, threads: Int, _ ledger: Ledger)
    throws(ProviderError)
  {
    self.provider = provider
    self.operands = operands
    self.threads = threads
    self.ledger = ledger
    product = try ledger.charge(\.preparation) { () throws(ProviderError) in
      try provider.prepare(operands, threads: threads)
    }
  }

  var kernel: String { product.kernel }

  /// The process in which it runs, if that is not this one.
  var process: Int32? { product.process }

  /// Computes the product once over a cleared C, so that nothing stale can pass, and checks it.
  /// - Parameter seed: draws the check vector.
  func checked(seed: UInt64) throws(ProviderError) -> ProductCheck {
    clear()
    try ledger.charge(\.products) { () throws(ProviderError) in try product.multiply() }
    return check(seed: seed)
  }

  /// Makes sure that C holds nothing that could pass for a result.
  func clear() { ledger.charge(\.checks) { operands.clearResult() } }

  /// Checks what C holds.
  func check(seed: UInt64) -> ProductCheck {
    ledger.charge(\.checks) { ProductCheck.verify(operands, seed: seed) }
  }

  /// What arithmetic the library runs, by crafted products; `nil` where it refuses them.
  var fingerprint: Fingerprint? {
    ledger.charge(\.checks) {
      try? NumericsProbe(ProviderProduct(provider, operands.precision, threads: threads)).fingerprint()
    }
  }

  /// What is wrong with a product that failed its check, as far as crafted products tell.
  ///
  /// A library that sums pairs of u8·s8 in 16 bits has no INT8 product for this processor rather than a broken one:
  /// without VNNI, oneDNN documents, `VPMADDUBSW` saturates ("Nuances of int8 computations").
  func fault(shownBy check: ProductCheck) -> ProviderError {
    let precision = operands.precision
    let fingerprint = fingerprint
    let saturates = fingerprint?.pairsSaturate == true
    let conflict = fingerprint?.conflict(with: precision).map { "not \(precision.label): \($0)" }
    let deviation = saturates ? nil : "wrong result: \(check.summary)"
    return ProviderError(
      [deviation, conflict].compactMap { $0 }.joined(separator: "; "), isUnsupported: saturates)
  }

  /// - Throws: `ProviderError` as well when the library took clearly more processors than it was given threads.
  func burst(_ request: BurstRequest) throws(ProviderError) -> Burst {
    let burst = try ledger.charge(\.products) { () throws(ProviderError) in try product.burst(request) }
    let isLong = burst.seconds.reduce(0, +) > Self.shortestJudged
    if process != nil && isLong && burst.processors > Double(threads) + 0.5 {
      throw ProviderError(
        "took \((burst.processors * 10).rounded() / 10) processors where \(threads) thread(s) were asked for",
        isUnsupported: true)
    }
    return burst
  }

  /// The system counts a process's time too coarsely to judge less, in seconds.
  private static let shortestJudged = 0.02

  func tops(seconds: Double) -> Double { operands.shape.operations / seconds * 1e-12 }
}
