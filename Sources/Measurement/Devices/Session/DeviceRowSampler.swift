import Rating

/// Takes the samples of one row of a device, a visit at a time: the best of the search's trials compete on.
final class DeviceRowSampler {
  let kind: ProductVariant.Kind
  private let outcome: DeviceSearch.Outcome
  private let connection: DeviceConnection
  private let plan: SamplingPlan
  private let operands: OperandDistribution
  private var active: [DeviceSeries]
  private var dropped: [DeviceSeries] = []
  private(set) var visits = 0
  /// Why sampling ended; `nil` while it goes on.
  private(set) var stopped: String?
  private(set) var sustained: (tops: Double, start: Double, end: Double)?

  /// How far a contender may lie behind.
  private static let closeness = 0.985

  init(
    _ connection: DeviceConnection, _ kind: ProductVariant.Kind, _ outcome: DeviceSearch.Outcome,
    _ operands: OperandDistribution, _ plan: SamplingPlan
  ) {
    self.connection = connection
    self.kind = kind
    self.outcome = outcome
    self.operands = operands
    self.plan = plan
    active = outcome.finalists
    if active.isEmpty { stopped = "search" }
  }

  var leader: DeviceSeries? {
    let all = active.isEmpty ? dropped : active
    let visited = all.filter { !$0.visits.isEmpty }
    return (visited.isEmpty ? all : visited).max { $0.bestTops < $1.bestTops }
  }

  var bestTops: Double? { leader?.bestTops }

  func visit(startSeconds: Double, telemetry: () -> DeviceTelemetry?) {
    guard let next = active.min(by: { $0.visits.count < $1.visits.count }) else { return }
    visits += 1
    next.take(
      Visit(number: visits, startSeconds: startSeconds, ceilingTops: nil, coreLatencyNs: nil),
      telemetry: telemetry)
    prune()
    if stopped == nil { stopped = reasonToStop }
    if stopped != nil { for series in active where series !== leader { series.release() } }
  }

  func stop(_ reason: String) {
    if stopped == nil { stopped = reason }
  }

  /// Runs the leader without a pause.
  /// - Parameter now: seconds since the measurement began.
  func sustain(seconds: Double, now: () -> Double, isCancelled: () -> Bool) {
    guard let leader, leader.failure == nil else { return }
    let start = now()
    if let run = try? leader.sustain(seconds: seconds, isCancelled: isCancelled) {
      sustained = (Double(run.count) * leader.shape.operations / run.seconds * 1e-12, start, now())
    }
  }

  func release() { for series in active + dropped { series.release() } }

  private func prune() {
    let best = active.filter { $0.failure == nil }.map(\.bestTops).max() ?? 0
    let isDecided = active.allSatisfy { $0.visits.counted.count >= plan.trialVisits }
    let leaving = active.filter { $0.failure != nil || isDecided && $0.bestTops < best * Self.closeness }
    active.removeAll { series in leaving.contains { $0 === series } }
    for series in leaving { series.release() }
    dropped += leaving
    if active.isEmpty {
      active = dropped.filter { $0.failure == nil }
      dropped.removeAll { $0.failure == nil }
    }
    if active.isEmpty { stopped = "failure" }
  }

  private var reasonToStop: String? {
    guard let leader else { return nil }
    if active.contains(where: { $0.ended != nil }) { return "device gone" }
    return plan.reasonToStop(visits: leader.visits.count, bests: leader.visits.countedBests)
  }

  /// The row so far, by the contender that leads. One that no visit has measured has no rate: the search holds no more
  /// than a few elements against exact sums.
  /// - Parameter fingerprint: of the leader's arithmetic.
  func row(_ fingerprint: Fingerprint? = nil) -> MeasurementRow {
    let failed = (active + dropped).filter { $0.failure != nil }
    let errors = outcome.finalists.isEmpty ? outcome.failures : failed.compactMap(\.failure)
    var row = MeasurementRow(precision: kind.precision, status: status(errors))
    row.operands = operands
    row.stopped = stopped
    row.candidates = outcome.candidates
    row.variant = ProductVariant(
      precision: kind.precision, output: .fp32, accumulate: kind.accumulate, sparsity: kind.sparsity)
    let reasons =
      outcome.finalists.isEmpty
      ? errors.map(\.message)
      : failed.compactMap { series in series.failure.map { "\(series.shape): \($0.message)" } }
        + active.compactMap { $0.ended }
    let distinct = reasons.enumerated().filter { reasons.firstIndex(of: $1) == $0 }.map(\.element)
    row.reason = distinct.isEmpty ? nil : distinct.prefix(3).joined(separator: "; ")
    guard let leader else { return row }
    describe(leader, in: &row)
    row.rivals = (active + dropped).filter { $0 !== leader }.map(rival)
    guard row.status == .verified else { return row }
    row.takeFigures()
    row.fingerprint = fingerprint
    let remarks = [row.reason].compactMap { $0 } + row.settleStatus()
    row.reason = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    return row
  }

  private func status(_ errors: [DeviceError]) -> MeasurementRow.Status {
    if let leader, leader.failure == nil, !leader.visits.countedBests.isEmpty { return .verified }
    // Too little memory is the device's measure, and no fault of it.
    if errors.contains(where: { $0.kind != .unsupported && $0.kind != .memory }) { return .failed }
    return active.isEmpty && !errors.isEmpty ? .unsupported : .interrupted
  }

  private func rival(_ series: DeviceSeries) -> MeasurementRow.Rival {
    let program = connection.found.program
    return .init(
      provider: connection.found.worker, path: program.path ?? program.name,
      kernel: series.variant.candidate(kernel: series.kernelName), shape: series.shape,
      failure: series.failure?.message, visits: series.visits, samples: series.samples)
  }

  private func describe(_ leader: DeviceSeries, in row: inout MeasurementRow) {
    row.provider = connection.found.worker
    row.kernel = leader.kernelName
    row.shape = leader.shape
    row.variant = leader.variant
    row.clockGHz = leader.visits.medianClockGHz
    row.check = leader.check
    row.deviceCheck = leader.deviceCheck
    row.visits = leader.visits
    row.samples = leader.samples
  }
}
