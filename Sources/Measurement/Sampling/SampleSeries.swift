import Rating

/// The visits to one library's product of one shape.
final class SampleSeries {
  let contender: Contender
  private(set) var visits: [Visit] = []
  private(set) var samples: [Sample] = []
  private(set) var check: ProductCheck?
  /// Why the product can give no rate; `nil` while it can.
  private(set) var failure: String?

  init(_ contender: Contender) { self.contender = contender }

  var bestTops: Double { samples.map(\.tops).max() ?? 0 }

  /// The best rate of each visit, highest first; the search's trial is no visit.
  var visitBests: [Double] {
    Dictionary(grouping: samples.filter { $0.visit > 0 }, by: \.visit).values.compactMap {
      $0.map(\.tops).max()
    }.sorted(by: >)
  }

  /// The search's trial: one product over a cleared C, checked; then as many as a tenth of a second holds,
  /// at most twenty. Where a single product takes longer, it counts itself.
  /// - Throws: `ProviderError` when the library fails or its result is wrong.
  func trial(seed: UInt64, isCancelled: () -> Bool) throws(ProviderError) {
    contender.operands.clearResult()
    let first = try contender.time()
    let fresh = ProductCheck.verify(contender.operands, seed: seed)
    check = fresh
    guard fresh.passed else { throw ProviderError("wrong result: \(fresh.summary)") }
    if first > Self.trialSeconds { record(first, visit: 0) }
    let watch = Stopwatch()
    var calls = 0
    while samples.isEmpty || calls < 20 && watch.seconds < Self.trialSeconds && !isCancelled() {
      record(try contender.time(), visit: 0)
      calls += 1
    }
  }

  private static let trialSeconds = 0.1

  /// Samples a visit: all are kept in the report.
  private static let mostSamples = 200

  /// A burst of products of which a short first one is not counted, and the check of one that ran over a
  /// cleared C, so that nothing stale can pass.
  /// - Parameter seed: draws the check vector; a fresh one each visit.
  func take(_ visit: Visit, burstSeconds: Double, seed: UInt64) {
    visits.append(visit)
    do {
      contender.operands.clearResult()
      let first = try contender.time()
      if first > burstSeconds {
        record(first, visit: visit.number)
      } else {
        try burst(visit, burstSeconds)
        contender.operands.clearResult()
        _ = try contender.time()
      }
      let fresh = ProductCheck.verify(contender.operands, seed: seed)
      check = check?.merged(with: fresh) ?? fresh
      if !fresh.passed { failure = "wrong result: \(fresh.summary)" }
    } catch {
      failure = "\(error)"
    }
  }

  /// At least three products, and as many as fill the burst or the visit's room for samples.
  private func burst(_ visit: Visit, _ burstSeconds: Double) throws(ProviderError) {
    let watch = Stopwatch()
    var calls = 0
    while calls < 3 || watch.seconds < burstSeconds && calls < Self.mostSamples {
      record(try contender.time(), visit: visit.number)
      calls += 1
    }
  }

  private func record(_ seconds: Double, visit: Int) {
    samples.append(Sample(visit: visit, seconds: seconds, tops: contender.tops(seconds: seconds)))
  }
}
