import Rating

/// Takes the samples of one row, a visit at a time.
///
/// The best of the search's trials compete on: a trial that met a disturbance must not decide. Those that
/// fall behind drop out after a few visits.
final class RowSampler {
  private var active: [SampleSeries]
  private var dropped: [SampleSeries] = []
  private let outcome: ContenderSearch.Outcome
  private let ceilings: Ceilings
  private let coreLatency: CoreLatencyProbe?
  private let ledger: Ledger
  private let request: MeasurementRequest
  /// Visits so far, over all contenders.
  private(set) var visits = 0
  /// Why sampling ended; `nil` while it goes on.
  private(set) var stopped: String?
  let precision: Precision
  let threads: Int
  private let operands: OperandDistribution

  /// How far a contender may lie behind.
  private static let closeness = 0.97

  /// - Parameter outcome: of a search that found at least one contender.
  init(
    _ precision: Precision, threads: Int, _ outcome: ContenderSearch.Outcome, _ request: MeasurementRequest,
    _ ceilings: Ceilings, _ coreLatency: CoreLatencyProbe?, _ ledger: Ledger
  ) {
    self.precision = precision
    self.threads = threads
    operands = outcome.operands
    self.outcome = outcome
    self.request = request
    self.ceilings = ceilings
    self.coreLatency = threads > 1 ? coreLatency : nil
    self.ledger = ledger
    active = outcome.finalists
  }

  /// The shapes that are visited.
  var shapes: [GEMMShape] { active.map(\.contender.operands.shape) }

  var bestTops: Double? { leader.flatMap { $0.bestTops > 0 ? $0.bestTops : nil } }

  /// The contender that leads: of those that have been visited, if any has.
  var leader: SampleSeries? {
    let all = active.isEmpty ? dropped : active
    let visited = all.filter { !$0.visits.isEmpty }
    return (visited.isEmpty ? all : visited).max { $0.bestTops < $1.bestTops }
  }

  /// One visit: the ceiling, the way between the cores, and a burst of the contender that has been visited least.
  func visit(startSeconds: Double) {
    guard let next = active.min(by: { $0.visits.count < $1.visits.count }) else { return }
    visits += 1
    let visit = Visit(
      number: visits, startSeconds: startSeconds,
      ceilingTops: ceilings.measure(precision, threads: threads),
      coreLatencyNs: ledger.charge(\.ceilings) { coreLatency?.nanoseconds() })
    next.take(visit, burstSeconds: request.plan.burstSeconds)
    prune()
    if stopped == nil { stopped = reasonToStop }
  }

  /// Runs the leader's product without a pause but for the checks.
  /// - Returns: `nil` when the library failed.
  func sustain(seconds: Double, isCancelled: () -> Bool) -> MeasurementRow.Sustained? {
    guard let leader, leader.failure == nil else { return nil }
    let power = PowerWatch()
    let watch = Stopwatch()
    var calls = 0
    var spent = 0.0
    let checker = leader.contender.checker()
    while watch.seconds < seconds && !isCancelled() {
      let request = BurstRequest(seconds: 0.5, leastCalls: 1, mostCalls: 10_000)
      guard let burst = try? leader.contender.burst(request, checker), checker.passed else { return nil }
      calls += burst.seconds.count
      spent += burst.seconds.reduce(0, +)
    }
    if calls == 0 { return nil }
    return .init(
      tops: Double(calls) * leader.contender.tops(seconds: spent), seconds: watch.seconds,
      power: power.summary)
  }

  /// Ends sampling from outside.
  func stop(_ reason: String) {
    if stopped == nil { stopped = reason }
  }

  private func prune() {
    let best = active.filter { $0.failure == nil }.map(\.bestTops).max() ?? 0
    let isDecided = active.allSatisfy { $0.countedVisits.count >= request.plan.trialVisits }
    let leaving = active.filter { $0.failure != nil || isDecided && $0.bestTops < best * Self.closeness }
    active.removeAll { series in leaving.contains { $0 === series } }
    dropped += leaving
    if active.isEmpty {
      active = dropped.filter { $0.failure == nil }
      dropped.removeAll { $0.failure == nil }
    }
    if active.isEmpty { stopped = "failure" }
  }

  private var reasonToStop: String? {
    guard let leader else { return nil }
    return request.plan.reasonToStop(visits: leader.visits.count, bests: leader.visits.countedBests)
  }

  /// A ceiling that a product has passed is measured again before one of the two is called wrong: the best of a row's
  /// ceilings is itself a sample.
  private func confirmed(_ tops: Double, passedBy best: Double) -> Double {
    var tops = tops
    for _ in 0..<20 where best > tops * MeasurementRow.noise {
      tops = max(tops, ceilings.measure(precision, threads: threads, runs: 50, seconds: 0.001) ?? 0)
    }
    return tops
  }

  /// The row so far, by the contender that leads. A row without a sound contender has no rate.
  func row(_ verdict: RowVerdict) -> MeasurementRow {
    let failures = dropped.compactMap { series in
      series.failure.map {
        "\(series.contender.provider.identity.label), \(series.contender.operands.shape): \($0)"
      }
    }
    var row = MeasurementRow(
      precision: precision, status: active.isEmpty ? .failed : visits == 0 ? .interrupted : .verified,
      reason: failures.isEmpty ? nil : failures.joined(separator: "; "))
    row.threads = threads
    row.operands = operands
    row.stopped = stopped
    row.candidates = outcome.candidates
    guard let leader else { return row }
    row.describe(leader)
    row.rivals = (active + dropped).filter { $0 !== leader }.map { .init($0) }
    let allVisits = (active + dropped).flatMap(\.visits)
    if let instruction = ceilings.instruction(precision, threads: threads),
      let tops = allVisits.compactMap(\.ceilingTops).max()
    {
      row.ceiling = .init(instruction: instruction, tops: confirmed(tops, passedBy: leader.bestTops))
    }
    guard row.status == .verified else { return row }
    row.takeFigures()
    row.judge(verdict)
    return row
  }
}
