import Rating

/// The visits to one library's product of one shape on one number of threads.
final class SampleSeries {
  let contender: Contender
  private(set) var visits: [Visit] = []
  private(set) var samples: [Sample] = []
  /// What all checks so far have shown.
  var check: ProductCheck? {
    let checks = [earlierChecks, checker?.check].compactMap { $0 }
    return checks.dropFirst().reduce(checks.first) { $0?.merged(with: $1) }
  }
  private var earlierChecks: ProductCheck?
  private var checker: ProductChecker?
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
    visits.judged.compactMap(\.bestTops).max() ?? trialTops
  }

  var countedVisits: [Visit] { visits.counted }

  private var bestSeconds: Double { contender.operands.shape.operations / (max(trialTops, 1e-9) * 1e12) }

  /// A trial of the search: one product, then as many as `seconds` hold, at most twenty.
  /// - Parameters:
  ///   - ceiling: measures the ceiling, in TOP/s.
  ///   - highest: tells the highest ceiling measured so far, in TOP/s.
  /// - Throws: `ProviderError` when the library fails or its result is wrong.
  func trial(
    seconds: Double, ceiling: () -> Double? = { nil }, highest: () -> Double? = { nil }
  ) throws(ProviderError) {
    let checker = freshChecker()
    _ = try contender.burst(.init(seconds: 0, leastCalls: 1, mostCalls: 1, isWatched: false), checker)
    guard checker.passed else { throw contender.fault(shownBy: checker.check) }
    let before = ceiling() ?? 1
    let burst = try contender.burst(
      .init(seconds: seconds, leastCalls: 1, mostCalls: 20, endsWithWholeCheck: false, isWatched: false),
      checker)
    guard checker.passed else { throw contender.fault(shownBy: checker.check) }
    let best = record(burst, visit: 0) ?? 0
    trialTops = max(trialTops, best)
    let shareOfMoment = min(1, best / max(before, ceiling() ?? 1))
    trialScore = max(trialScore, shareOfMoment, best / (highest() ?? .infinity))
  }

  /// Samples a visit: all are kept in the report.
  private static let mostSamples = 200

  /// A burst of products, all of them checked, of which a short first one is not counted.
  func take(_ visit: Visit, burstSeconds: Double) {
    var visit = visit
    let checker = checker.flatMap { visits.count % Self.visitsPerVector == 0 ? nil : $0 } ?? freshChecker()
    do throws(ProviderError) {
      let isLong = bestSeconds > burstSeconds
      let request = BurstRequest(
        seconds: isLong ? 0 : burstSeconds, leastCalls: isLong ? 1 : 4,
        mostCalls: isLong ? 1 : Self.mostSamples,
        endsWithWholeCheck: visits.count % Self.visitsPerWholeCheck == 0)
      var burst = try contender.burst(request, checker)
      visit.foreignShare = burst.foreignShare
      visit.stealShare = burst.stealShare
      visit.clocksGHz = burst.clocksGHz
      if !isLong { burst.seconds.removeFirst() }
      visit.bestTops = record(burst, visit: visit.number)
      let clock = (visits + [visit]).compactMap(\.clockGHz).max()
      visit.excluded = VisitRules.reasonToExclude(visit, highestClockGHz: clock)
      if !checker.passed { failure = "wrong result: \(checker.check.summary)" }
    } catch {
      failure = "\(error)"
    }
    visits.append(visit)
  }

  /// Draws a new vector by which to check.
  private func freshChecker() -> ProductChecker {
    earlierChecks = check
    let fresh = contender.checker()
    checker = fresh
    return fresh
  }

  private static let visitsPerVector = 4
  private static let visitsPerWholeCheck = 2

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
