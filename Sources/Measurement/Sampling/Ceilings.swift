import Rating

/// The ceilings of a host, by precision and number of threads, each probed when it is first asked for.
final class Ceilings {
  private struct Key: Hashable {
    let precision: Precision
    let threads: Int
  }

  private var probes: [Key: CeilingProbe?] = [:]
  private var best: [Key: Double] = [:]
  private let ledger: Ledger

  init(_ ledger: Ledger) { self.ledger = ledger }

  func instruction(_ precision: Precision, threads: Int) -> String? {
    probe(precision, threads)?.instruction
  }

  /// Measures a ceiling once more.
  /// - Parameters:
  ///   - runs: of which the best counts.
  ///   - seconds: of one run.
  /// - Returns: TOP/s; `nil` where the processor has no instruction for it.
  func measure(_ precision: Precision, threads: Int, runs: Int = 3, seconds: Double = 0.005) -> Double? {
    guard let probe = probe(precision, threads),
      let tops = ledger.charge(\.ceilings, { probe.tops(runs: runs, seconds: seconds) })
    else { return nil }
    let key = Key(precision: precision, threads: threads)
    best[key] = max(best[key] ?? 0, tops)
    return tops
  }

  /// Keeps every thread busy.
  func work(_ precision: Precision, threads: Int, seconds: Double) {
    guard let probe = probe(precision, threads) else { return }
    ledger.charge(\.ceilings) { probe.work(seconds: seconds) }
  }

  /// The best of all measurements of a ceiling so far, in TOP/s.
  func highest(_ precision: Precision, threads: Int) -> Double? {
    best[Key(precision: precision, threads: threads)] ?? measure(precision, threads: threads)
  }

  /// The fastest format into which a product could be converted, and its ceiling in TOP/s.
  ///
  /// A library that has no kernel for a narrow format may convert its operands to a wider one, exactly: the result is
  /// right, and no faster than the wider format's ceiling.
  func conversion(of precision: Precision, threads: Int) -> (precision: Precision, tops: Double)? {
    Self.wider(precision).compactMap { wider in
      highest(wider, threads: threads).map { (precision: wider, tops: $0) }
    }.max { $0.tops < $1.tops }
  }

  /// The formats that libraries are known to convert to, of those that hold every value of a precision.
  static func wider(_ precision: Precision) -> [Precision] {
    switch precision {
    case .fp64, .fp32: []
    case .tf32, .bf16, .fp16: [.fp32]
    case .fp8e4m3, .fp8e5m2, .fp6, .fp4: [.fp16, .bf16, .fp32]
    case .int16: [.fp32, .fp64]
    case .int8: [.int16, .fp32]
    case .int4: [.int8, .int16, .fp32]
    }
  }

  private func probe(_ precision: Precision, _ threads: Int) -> CeilingProbe? {
    let key = Key(precision: precision, threads: threads)
    if let known = probes[key] { return known }
    let probe = ledger.charge(\.ceilings) { CeilingProbe(precision, threads: threads) }
    probes[key] = .some(probe)
    return probe
  }
}
