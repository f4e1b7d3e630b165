import Rating

/// The visits to one library's product of one shape on one number of threads.
final class SampleSeries {
  let contender: Contender
  private(set) var visits: [Visit] = []
  private(set) var samples: [Sample] = []
  private(set) var check: ProductCheck?
  /// The best rate of the search's trials, in TOP/s.
  private(set) var trialTops = 0.0
  /// The trials' best share of the ceiling, by which contenders are compared: of the ceiling in the same moment, since a
  /// disturbed machine lowers both, or of the highest known, since the disturbance may have met the ceiling alone.
  private(set) var trialScore = 0.0
  /// Why the product can give no rate; `nil` while it can.
  private(set) var failure: String?

  init(_ contender: Contender) { self.contender = contender }

  /// The best rate over the visits that count, in TOP/s; over all where none counts, and the trial's before the first.
  var bestTops: Double {
    let counted = countedVisits.isEmpty ? visits : countedVisits
    return counted.compactMap(\.bestTops).max() ?? trialTops
  }

  var countedVisits: [Visit] { visits.filter { $0.excluded == nil } }

  /// The best rates of the visits that count, highest first.
  var visitBests: [Double] { countedVisits.compactMap(\.bestTops).sorted(by: >) }

  private var bestSeconds: Double { contender.operands.shape.operations / (max(trialTops, 1e-9) * 1e12) }

  /// A trial of the search: one checked product, then as many as `seconds` hold, at most twenty.
  /// - Parameters:
  ///   - ceiling: measures the ceiling, in TOP/s.
  ///   - highest: tells the highest ceiling measured so far, in TOP/s.
  /// - Throws: `ProviderError` when the library fails or its result is wrong.
  func trial(
    seconds: Double, seed: UInt64, ceiling: () -> Double? = { nil }, highest: () -> Double? = { nil }
  ) throws(ProviderError) {
    let fresh = try contender.checked(seed: seed)
    check = fresh
    guard fresh.passed else { throw contender.fault(shownBy: fresh) }
    let before = ceiling() ?? 1
    let burst = try contender.burst(.init(seconds: seconds, leastCalls: 1, mostCalls: 20))
    let best = record(burst, visit: 0) ?? 0
    trialTops = max(trialTops, best)
    let shareOfMoment = min(1, best / max(before, ceiling() ?? 1))
    trialScore = max(trialScore, shareOfMoment, best / (highest() ?? .infinity))
  }

  /// Samples a visit: all are kept in the report.
  private static let mostSamples = 200

  /// A burst of products of which a short first one is not counted, and the check of the last. C is cleared before, and A
  /// changed before every call, so that nothing stale can pass.
  /// - Parameter seed: draws the check vector; a fresh one each visit.
  func take(_ visit: Visit, burstSeconds: Double, seed: UInt64) {
    var visit = visit
    let disturbance = Disturbance(of: contender.process)
    do throws(ProviderError) {
      let isLong = bestSeconds > burstSeconds
      contender.clear()
      let request =
        isLong
        ? BurstRequest.once
        : BurstRequest(seconds: burstSeconds, leastCalls: 4, mostCalls: Self.mostSamples)
      let burst = try contender.burst(request)
      visit.foreignShare = disturbance.foreignShare(threads: contender.threads)
      visit.stealShare = disturbance.stealShare
      visit.clocksGHz = burst.clocksGHz
      visit.bestTops = record(isLong ? burst : burst.withoutFirst, visit: visit.number)
      let clock = (visits + [visit]).compactMap(\.clockGHz).max()
      visit.excluded = VisitRules.reasonToExclude(visit, highestClockGHz: clock)
      visits.append(visit)
      let fresh = contender.check(seed: seed)
      check = check?.merged(with: fresh) ?? fresh
      if !fresh.passed { failure = "wrong result: \(fresh.summary)" }
    } catch {
      if visits.last?.number != visit.number { visits.append(visit) }
      failure = "\(error)"
    }
  }

  /// - Returns: the best rate of the burst, in TOP/s.
  @discardableResult
  private func record(_ burst: Burst, visit: Int) -> Double? {
    let fresh = burst.seconds.map {
      Sample(visit: visit, seconds: $0, tops: contender.tops(seconds: $0))
    }
    samples += fresh
    return fresh.map(\.tops).max()
  }
}

extension Burst {
  fileprivate var withoutFirst: Burst {
    Burst(seconds: Array(seconds.dropFirst()), clocksGHz: clocksGHz, processors: processors)
  }
}
