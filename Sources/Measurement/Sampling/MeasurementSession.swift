import Rating

/// Measures a host: a search for each row, then visits to all rows in turn until each has settled.
public struct MeasurementSession {
  private let providers: [any GEMMProvider]
  private let request: MeasurementRequest
  private let nativePath: NativePath
  private let room: MeasurementRoom
  private let isCancelled: () -> Bool
  private let progress: (MeasurementProgress) -> Void

  /// - Parameters:
  ///   - providers: the libraries to try, in no particular order.
  ///   - room: the memory and the processors that may be used.
  ///   - isCancelled: asked between calls; once true, what is there becomes the result.
  ///   - progress: told of every step.
  public init(
    providers: [any GEMMProvider], request: MeasurementRequest, nativePath: NativePath,
    room: MeasurementRoom, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (MeasurementProgress) -> Void = { _ in }
  ) {
    self.providers = providers
    self.request = request
    self.nativePath = nativePath
    self.room = room
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Measures.
  /// - Throws: `MeasurementError` when the request cannot fit in memory; a library that fails is a row.
  public func run() throws(MeasurementError) -> MeasurementResult {
    let watch = Stopwatch()
    let begin = ClockReading.now()
    let ledger = Ledger()
    let startClock = ledger.charge(\.ceilings) { ClockProbe.gigahertz(seconds: 0.02) }
    let load = SystemLoad(providers)
    let power = PowerWatch()
    let ceilings = Ceilings(ledger)
    let planner = ShapePlanner(request, providers, nativePath, room, ceilings)
    let shapes = planner.shapes
    let memoryPlan = MemoryPlan(
      shapes: request.precisions.compactMap { precision in
        shapes[precision].map { (precision: precision, shapes: $0) }
      },
      distributions: request.operands.count, bandwidthBytes: request.measuresMemory ? room.bandwidthBytes : 0)
    try memoryPlan.check(availableBytes: room.availableBytes)
    progress(.planned(memoryPlan))
    if request.measuresMemory { progress(.memory) }
    let memory =
      request.measuresMemory
      ? ledger.charge(\.ceilings) {
        MemoryBandwidth.measure(room, threads: request.threads, seconds: request.plan.memorySeconds)
      } : nil
    let rows = RowFactory(
      providers, request, nativePath, ceilings, ledger, room, isCancelled: isCancelled, progress: progress)
    let entries = try rows.entries(shapes: shapes, resultBytes: Int(memoryPlan.resultBytes))
    let samplers = entries.compactMap(\.sampler)
    soak(ceilings)
    visit(samplers, watch)
    let sustained = sustain(samplers)
    // The memory is given back after the clock has been read.
    return withExtendedLifetime(entries) {
      MeasurementResult(
        rows: entries.map { rows.row(of: $0, sustained: sustained) }, plan: request.plan,
        threads: request.threads.first ?? 1, seed: request.seed, operands: request.operands,
        seconds: watch.seconds, interrupted: isCancelled(), stealShare: load.stealShare,
        foreignShare: load.foreignShare, memoryPlan: memoryPlan, memory: memory, power: power.summary,
        accounts: ledger.accounts, startClockGHz: startClock, clocks: RunClocks(begin: begin, end: .now()))
    }
  }

  /// Keeps all processors busy until the machine is warm.
  private func soak(_ ceilings: Ceilings) {
    guard request.plan.soakSeconds > 0 else { return }
    progress(.soaking(seconds: request.plan.soakSeconds))
    let watch = Stopwatch()
    while watch.seconds < request.plan.soakSeconds && !isCancelled() {
      ceilings.work(.fp32, threads: request.threads.first ?? 1, seconds: 0.25)
    }
  }

  private func visit(_ samplers: [RowSampler], _ watch: Stopwatch) {
    let left = request.plan.sustainedSeconds * Double(samplers.count { $0.threads == request.threads.first })
    while true {
      let open = samplers.filter { $0.stopped == nil }
      if open.isEmpty { return }
      for sampler in open {
        if isCancelled() {
          for sampler in samplers { sampler.stop("interrupted") }
          return
        }
        sampler.visit(startSeconds: watch.seconds)
        progress(
          .visited(
            sampler.precision, threads: sampler.threads, visit: sampler.visits, bestTops: sampler.bestTops))
        if watch.seconds > request.plan.seconds - request.secondsGone - left { sampler.stop("budget") }
      }
    }
  }

  /// Runs each all-core row's best product without a pause.
  private func sustain(_ samplers: [RowSampler]) -> [ObjectIdentifier: MeasurementRow.Sustained] {
    guard request.plan.sustainedSeconds > 0 else { return [:] }
    var rates: [ObjectIdentifier: MeasurementRow.Sustained] = [:]
    for sampler in samplers where sampler.threads == request.threads.first && !isCancelled() {
      progress(.sustaining(sampler.precision))
      rates[ObjectIdentifier(sampler)] = sampler.sustain(
        seconds: request.plan.sustainedSeconds, isCancelled: isCancelled)
    }
    return rates
  }
}
