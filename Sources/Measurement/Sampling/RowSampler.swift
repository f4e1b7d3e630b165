import Rating

/// Takes the samples of one row, a visit at a time.
final class RowSampler {
  private let contender: Contender
  private let ceiling: CeilingProbe?
  private let request: MeasurementRequest
  private let candidates: [MeasurementRow.Candidate]
  private var visits: [Visit] = []
  private var samples: [Sample] = []
  private var check: ProductCheck?
  private var failure: String?
  /// Why sampling ended; `nil` while it goes on.
  private(set) var stopped: String?

  init(_ outcome: ContenderSearch.Outcome, _ winner: Contender, _ request: MeasurementRequest) {
    contender = winner
    candidates = outcome.candidates
    ceiling = CeilingProbe(winner.operands.precision, threads: request.threads)
    self.request = request
  }

  var precision: Precision { contender.operands.precision }
  var visitCount: Int { visits.count }
  var bestTops: Double? { samples.map(\.tops).max() }

  /// One visit: the clock, the ceiling, a burst of products of which a short first one is not counted,
  /// and the check of one that ran over a cleared C, so that nothing stale can pass.
  func visit(startSeconds: Double) {
    let number = visits.count + 1
    visits.append(
      Visit(
        number: number, startSeconds: startSeconds, clockGHz: ClockProbe.gigahertz(),
        ceilingTops: ceiling?.tops()))
    do {
      contender.operands.clearResult()
      let first = try contender.time()
      if first > request.plan.burstSeconds {
        record(first, visit: number)
      } else {
        try burst(visit: number)
        contender.operands.clearResult()
        _ = try contender.time()
      }
      try verify(visit: number)
    } catch {
      failure = "\(error)"
      stopped = "failure"
    }
    if stopped == nil { stopped = reasonToStop }
  }

  /// At least three products, and as many as fill the plan's burst.
  private func burst(visit: Int) throws(ProviderError) {
    let watch = Stopwatch()
    var calls = 0
    while calls < 3 || watch.seconds < request.plan.burstSeconds {
      record(try contender.time(), visit: visit)
      calls += 1
    }
  }

  /// Ends sampling from outside.
  func stop(_ reason: String) {
    if stopped == nil { stopped = reason }
  }

  private func verify(visit: Int) throws(ProviderError) {
    let fresh = ProductCheck.verify(contender.operands, seed: request.seed &+ UInt64(visit) &+ 1)
    check = check?.merged(with: fresh) ?? fresh
    if !fresh.passed { throw ProviderError("wrong result: \(fresh.summary)") }
  }

  private func record(_ seconds: Double, visit: Int) {
    samples.append(Sample(visit: visit, seconds: seconds, tops: contender.tops(seconds: seconds)))
  }

  private var reasonToStop: String? {
    let plan = request.plan
    if visits.count >= plan.maximumVisits { return "visits" }
    guard visits.count >= plan.minimumVisits else { return nil }
    let best = Dictionary(grouping: samples, by: \.visit).values
      .compactMap { $0.map(\.tops).max() }.sorted(by: >)
    guard best.count >= 3 else { return nil }
    return best[2] >= best[0] * (1 - plan.agreement) ? "agreement" : nil
  }

  /// The row so far. A row whose product failed keeps its samples and has no rate.
  var row: MeasurementRow {
    var row = MeasurementRow(
      precision: precision,
      status: failure != nil ? .failed : samples.isEmpty ? .interrupted : .verified, reason: failure)
    row.provider = contender.provider.label
    row.kernel = contender.kernel
    row.shape = contender.operands.shape
    row.threads = request.threads
    row.clockGHz = Statistics.median(visits.compactMap(\.clockGHz))
    row.check = check
    row.stopped = stopped
    row.visits = visits
    row.samples = samples
    row.candidates = candidates
    if let ceiling, let tops = visits.compactMap(\.ceilingTops).max() {
      row.ceiling = .init(instruction: ceiling.instruction, tops: tops)
    }
    guard row.status == .verified else { return row }
    row.topsBest = bestTops
    row.topsMedian = Statistics.median(samples.map(\.tops))
    row.spread = Statistics.relativeSpread(samples.map(\.tops))
    if let efficiency = row.efficiency, efficiency > 1.03 {
      row.reason = "above the bare instruction's ceiling: one of the two is wrong, or was disturbed"
    }
    return row
  }
}
