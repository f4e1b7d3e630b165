import Rating

/// Takes the samples of one row, a visit at a time.
///
/// The best of the search's trials compete on: a trial that met a disturbance must not decide. Those that
/// fall behind drop out after a few visits.
final class RowSampler {
  private var active: [SampleSeries]
  private var dropped: [SampleSeries] = []
  private let candidates: [MeasurementRow.Candidate]
  private let ceiling: CeilingProbe?
  private let request: MeasurementRequest
  /// Visits so far, over all contenders.
  private(set) var visits = 0
  /// Why sampling ended; `nil` while it goes on.
  private(set) var stopped: String?
  let precision: Precision

  /// How many visits a contender has before it can drop out, and how far it may lie behind.
  private static let trialVisits = 3
  private static let closeness = 0.97

  /// - Parameter outcome: of a search that found at least one contender.
  init(_ precision: Precision, _ outcome: ContenderSearch.Outcome, _ request: MeasurementRequest) {
    self.precision = precision
    active = outcome.finalists
    candidates = outcome.candidates
    ceiling = CeilingProbe(precision, threads: request.threads)
    self.request = request
  }

  var bestTops: Double? { leader.flatMap { $0.bestTops > 0 ? $0.bestTops : nil } }

  private var leader: SampleSeries? { (active.isEmpty ? dropped : active).max { $0.bestTops < $1.bestTops } }

  /// One visit: the clock, the ceiling, and a burst of the contender that has been visited least.
  func visit(startSeconds: Double) {
    guard let next = active.min(by: { $0.visits.count < $1.visits.count }) else { return }
    visits += 1
    let visit = Visit(
      number: visits, startSeconds: startSeconds, clockGHz: ClockProbe.gigahertz(),
      ceilingTops: ceiling?.tops())
    next.take(visit, burstSeconds: request.plan.burstSeconds, seed: request.seed &+ UInt64(visits) &+ 1)
    prune()
    if stopped == nil { stopped = reasonToStop }
  }

  /// Ends sampling from outside.
  func stop(_ reason: String) {
    if stopped == nil { stopped = reason }
  }

  private func prune() {
    let best = active.filter { $0.failure == nil }.map(\.bestTops).max() ?? 0
    let isDecided = active.allSatisfy { $0.visits.count >= Self.trialVisits }
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
    let plan = request.plan
    let bests = leader.visitBests
    if bests.count >= plan.maximumVisits { return "visits" }
    guard bests.count >= max(3, plan.minimumVisits) else { return nil }
    return bests[2] >= bests[0] * (1 - plan.agreement) ? "agreement" : nil
  }

  /// The row so far, by the contender that leads. A row without a sound contender has no rate.
  var row: MeasurementRow {
    let failures = dropped.compactMap { series in
      series.failure.map { "\(series.contender.provider.label), \(series.contender.operands.shape): \($0)" }
    }
    let status: MeasurementRow.Status =
      active.isEmpty ? .failed : bestTops == nil ? .interrupted : .verified
    var row = MeasurementRow(
      precision: precision, status: status, reason: failures.isEmpty ? nil : failures.joined(separator: "; "))
    row.threads = request.threads
    row.stopped = stopped
    row.candidates = candidates
    guard let leader else { return row }
    row.provider = leader.contender.provider.label
    row.kernel = leader.contender.kernel
    row.shape = leader.contender.operands.shape
    row.clockGHz = Statistics.median(leader.visits.compactMap(\.clockGHz))
    row.check = leader.check
    row.visits = leader.visits
    row.samples = leader.samples
    let allVisits = (active + dropped).flatMap(\.visits)
    if let ceiling, let tops = allVisits.compactMap(\.ceilingTops).max() {
      row.ceiling = .init(instruction: ceiling.instruction, tops: tops)
    }
    guard status == .verified else { return row }
    row.topsBest = bestTops
    row.topsMedian = Statistics.median(leader.samples.map(\.tops))
    row.spread = Statistics.relativeSpread(leader.samples.map(\.tops))
    if let efficiency = row.efficiency, efficiency > Self.disturbance {
      row.reason = "above the bare instruction's ceiling: one of the two is wrong, or was disturbed"
    }
    return row
  }

  /// The most by which a product may pass the ceiling before one of them is called wrong: the best of
  /// a row's ceilings is itself a sample.
  private static let disturbance = 1.03
}
