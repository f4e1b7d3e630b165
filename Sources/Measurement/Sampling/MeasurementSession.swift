import Rating

/// Measures a host: a search for each row, then visits to all rows in turn until each has settled.
public struct MeasurementSession {
  private let providers: [any GEMMProvider]
  private let request: MeasurementRequest
  private let nativePath: NativePath
  private let availableBytes: Int
  private let isCancelled: () -> Bool
  private let progress: (MeasurementProgress) -> Void

  /// - Parameters:
  ///   - providers: the libraries to try, in no particular order.
  ///   - availableBytes: the memory that may be used.
  ///   - isCancelled: asked between calls; once true, what is there becomes the result.
  ///   - progress: told of every step.
  public init(
    providers: [any GEMMProvider], request: MeasurementRequest, nativePath: NativePath, availableBytes: Int,
    isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (MeasurementProgress) -> Void = { _ in }
  ) {
    self.providers = providers
    self.request = request
    self.nativePath = nativePath
    self.availableBytes = availableBytes
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Measures.
  /// - Throws: `MeasurementError` when the request cannot fit in memory; a library that fails is a row.
  public func run() throws(MeasurementError) -> MeasurementResult {
    let supported = request.precisions.filter { unsupportedReason($0) == nil }
    try request.checkMemory(
      availableBytes: availableBytes, precisions: supported, copies: max(1, providers.count))
    let watch = Stopwatch()
    let startClock = ClockProbe.gigahertz(seconds: 0.02)
    let before = ProcessorTime.current()
    let ownBefore = ProcessorTime.ownSeconds()
    var entries: [Entry] = []
    for precision in request.precisions {
      entries += try prepare(precision, sharers: supported.count)
    }
    visit(entries.compactMap(\.sampler), watch)
    let after = ProcessorTime.current()
    return MeasurementResult(
      rows: entries.map(\.row), plan: request.plan, threads: request.threads, seed: request.seed,
      seconds: watch.seconds, interrupted: isCancelled(),
      stealShare: ProcessorTime.stealShare(from: before, to: after),
      foreignShare: ProcessorTime.foreignShare(
        from: before, to: after, ownSeconds: ProcessorTime.ownSeconds() - ownBefore),
      startClockGHz: startClock)
  }

  /// A row that is being sampled, or one that never will be.
  private enum Entry {
    case sampled(RowSampler)
    case settled(MeasurementRow)

    var sampler: RowSampler? {
      if case .sampled(let sampler) = self { sampler } else { nil }
    }
    var row: MeasurementRow {
      switch self {
      case .sampled(let sampler): sampler.row
      case .settled(let row): row
      }
    }
  }

  private func prepare(_ precision: Precision, sharers: Int) throws(MeasurementError) -> [Entry] {
    if let reason = unsupportedReason(precision) {
      return [.settled(MeasurementRow(precision: precision, status: .unsupported, reason: reason))]
    }
    let search = ContenderSearch(
      providers: providers, request: request,
      memoryBudget: Double(availableBytes) * MeasurementRequest.usableShare
        / Double(max(1, sharers)),
      isCancelled: isCancelled)
    if request.shapes.isEmpty {
      if !isCancelled() { progress(.searching(precision)) }
      return [entry(precision, shape: nil, try search.search(precision))]
    }
    var entries: [Entry] = []
    for shape in request.shapes {
      if let reason = overflowReason(precision, shape) {
        var row = MeasurementRow(precision: precision, status: .unsupported, reason: reason)
        row.shape = shape
        entries.append(.settled(row))
        continue
      }
      if !isCancelled() { progress(.searching(precision)) }
      entries.append(entry(precision, shape: shape, try search.search(precision, shape: shape)))
    }
    return entries
  }

  private func entry(_ precision: Precision, shape: GEMMShape?, _ outcome: ContenderSearch.Outcome) -> Entry {
    if !outcome.finalists.isEmpty { return .sampled(RowSampler(precision, outcome, request)) }
    let obstacles = Set(outcome.obstacles).sorted().joined(separator: "; ")
    var row =
      if outcome.hasFailure {
        MeasurementRow(
          precision: precision, status: .failed, reason: outcome.candidates.compactMap(\.reason).first)
      } else if obstacles.isEmpty {
        MeasurementRow(precision: precision, status: .interrupted, reason: "stopped before its turn")
      } else {
        MeasurementRow(precision: precision, status: .unsupported, reason: obstacles)
      }
    row.shape = shape
    row.candidates = outcome.candidates
    return .settled(row)
  }

  private func visit(_ samplers: [RowSampler], _ watch: Stopwatch) {
    let visiting = Stopwatch()
    while true {
      let open = samplers.filter { $0.stopped == nil }
      if open.isEmpty { return }
      for sampler in open {
        if isCancelled() {
          for sampler in samplers { sampler.stop("interrupted") }
          return
        }
        sampler.visit(startSeconds: watch.seconds)
        progress(.visited(sampler.precision, visit: sampler.visits, bestTops: sampler.bestTops))
        if visiting.seconds > request.plan.seconds { sampler.stop("budget") }
      }
    }
  }

  private func unsupportedReason(_ precision: Precision) -> String? {
    if let reason = nativePath.missing(precision) { return reason }
    let supports = providers.map { $0.support(for: precision) }
    if supports.contains(.native) { return nil }
    let reasons = zip(providers, supports).compactMap { provider, support in
      if case .unsupported(let reason) = support { "\(provider.identity.name): \(reason)" } else { nil }
    }
    return reasons.isEmpty
      ? "no GEMM library could be loaded"
      : "no library here multiplies it (\(reasons.joined(separator: "; ")))"
  }

  private func overflowReason(_ precision: Precision, _ shape: GEMMShape) -> String? {
    guard precision == .int8, shape.k > Operands.longestInt8Inner else { return nil }
    return
      "k = \(shape.k): sums of more than \(Operands.longestInt8Inner) u8·s8 products can overflow 32 bits"
  }
}
