import Rating

/// Makes the rows of a measurement: settles those that need no visits, and prepares those that do.
struct RowFactory {
  private let providers: [any GEMMProvider]
  private let request: MeasurementRequest
  private let nativePath: NativePath
  private let ceilings: Ceilings
  private let ledger: Ledger
  private let coreLatency: CoreLatencyProbe?
  private let searchWatch = Stopwatch()
  private let isCancelled: () -> Bool
  private let progress: (MeasurementProgress) -> Void

  init(
    _ providers: [any GEMMProvider], _ request: MeasurementRequest, _ nativePath: NativePath,
    _ ceilings: Ceilings, _ ledger: Ledger, _ room: MeasurementRoom, isCancelled: @escaping () -> Bool,
    progress: @escaping (MeasurementProgress) -> Void
  ) {
    self.providers = providers
    self.request = request
    self.nativePath = nativePath
    self.ceilings = ceilings
    self.ledger = ledger
    coreLatency = CoreLatencyProbe(room.processors)
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// The part of the time that the search may take.
  private static let searchShare = 0.45

  /// A row that is being sampled, or one that never will be.
  enum Entry {
    case sampled(RowSampler)
    case settled(MeasurementRow)

    var sampler: RowSampler? {
      if case .sampled(let sampler) = self { sampler } else { nil }
    }
  }

  /// - Throws: `MeasurementError` when memory cannot be had.
  func entries(shapes: [Precision: [GEMMShape]], resultBytes: Int) throws(MeasurementError) -> [Entry] {
    let result = try SharedBuffer(byteCount: resultBytes)
    var entries: [Precision: [Entry]] = [:]
    var searched = 0
    // The narrow ones first: when the wide ones take most memory, the libraries that have only narrow products rest.
    for precision in request.precisions.sorted(by: {
      OperandFormat($0).inputBytes < OperandFormat($1).inputBytes
    }) {
      guard let own = shapes[precision] else {
        entries[precision] = [.settled(unsupported(precision))]
        continue
      }
      searched += 1
      let deadline = request.plan.seconds * Self.searchShare * Double(searched) / Double(shapes.count)
      let pools = try pools(precision, own, result)
      let groups = request.shapes.isEmpty ? [own] : own.map { [$0] }
      for shapes in groups {
        var widest: ContenderSearch.Outcome?
        for threads in request.threads {
          entries[precision, default: []] += self.entries(
            precision, threads, shapes, pools, &widest, deadline: deadline)
          // The libraries that fell behind give back their memory before others take theirs.
          ledger.charge(\.preparation) { for provider in providers { provider.rest() } }
        }
      }
      ledger.charge(\.preparation) {
        let visited = entries[precision, default: []].compactMap(\.sampler).flatMap(\.shapes)
        for pool in pools { pool.trim(to: visited) }
      }
    }
    let needed = entries.flatMap { precision, entries in
      entries.compactMap(\.sampler).map { OperandPool.resultBytes(precision, $0.shapes) }
    }
    ledger.charge(\.preparation) { result.trim(to: needed.max() ?? 0) }
    return request.precisions.flatMap { entries[$0] ?? [] }
  }

  private func pools(_ precision: Precision, _ shapes: [GEMMShape], _ result: SharedBuffer)
    throws(MeasurementError) -> [OperandPool]
  {
    var pools: [OperandPool] = []
    for distribution in request.operands {
      pools.append(
        try OperandPool(
          precision, capacity: shapes, distribution: distribution, seed: request.seed, c: result))
    }
    return pools
  }

  /// The rows of one precision and number of threads, one a distribution. Libraries and shapes are searched for on the
  /// first; the others take what did best there.
  /// - Parameters:
  ///   - widest: the search on the first number of threads, whose libraries alone are tried on the others.
  ///   - deadline: when the search should be over, in seconds since the first one began.
  private func entries(
    _ precision: Precision, _ threads: Int, _ shapes: [GEMMShape], _ pools: [OperandPool],
    _ widest: inout ContenderSearch.Outcome?, deadline: Double
  ) -> [Entry] {
    let isGiven = !request.shapes.isEmpty
    if isGiven, let reason = overflowReason(precision, shapes) {
      return [.settled(row(precision, threads, .unsupported, reason, shape: shapes.first))]
    }
    if !isCancelled() { progress(.searching(precision, threads: threads)) }
    var first: ContenderSearch.Outcome?
    var entries: [Entry] = []
    for pool in pools {
      let search = ContenderSearch(
        providers: providers.filter { $0.support(for: precision) == ProviderSupport.native }, pool: pool,
        threads: threads, plan: request.plan, ledger: ledger, ceilings: ceilings,
        isCancelled: isCancelled, isLate: { [searchWatch] in searchWatch.seconds > deadline })
      let outcome =
        if let first { search.search(like: first) } else if isGiven {
          search.search(shapes: shapes)
        } else if let widest { search.search(ladder: shapes, withLibrariesOf: widest) } else {
          search.search(ladder: shapes)
        }
      first = first ?? outcome
      if widest == nil && !outcome.finalists.isEmpty { widest = outcome }
      entries.append(entry(precision, threads, outcome, shape: isGiven ? shapes.first : nil))
    }
    return entries
  }

  private func entry(
    _ precision: Precision, _ threads: Int, _ outcome: ContenderSearch.Outcome, shape: GEMMShape?
  ) -> Entry {
    guard let best = outcome.finalists.first else {
      return .settled(withoutContender(precision, threads, outcome, shape: shape))
    }
    if nativePath.missing(precision) != nil || shape == nil && isClearlyEmulated(precision, threads, best) {
      var row = row(precision, threads, .verified, nativePath.missing(precision), shape: nil)
      row.describe(best)
      row.operands = outcome.operands
      row.candidates = outcome.candidates
      row.takeFigures()
      row.stopped = MeasurementRow.stoppedByTrial
      row.ceiling = ceilings.instruction(precision, threads: threads).flatMap { instruction in
        ceilings.highest(precision, threads: threads).map { .init(instruction: instruction, tops: $0) }
      }
      row.judge(judge(precision, threads, best))
      row.reproduce = request.reproduction(of: row)
      return .settled(row)
    }
    return .sampled(RowSampler(precision, threads: threads, outcome, request, ceilings, coreLatency, ledger))
  }

  /// Whether the search has shown that a conversion would do as well, on a quiet machine and on this one.
  private func isClearlyEmulated(_ precision: Precision, _ threads: Int, _ series: SampleSeries) -> Bool {
    guard let conversion = ceilings.conversion(of: precision, threads: threads),
      let ceiling = ceilings.highest(precision, threads: threads)
    else { return false }
    return max(series.trialTops, series.trialScore * ceiling) <= conversion.tops
  }

  /// The row of an entry, as far as it has come.
  func row(of entry: Entry, sustained: [ObjectIdentifier: MeasurementRow.Sustained]) -> MeasurementRow {
    guard case .sampled(let sampler) = entry else {
      if case .settled(let row) = entry { return row }
      preconditionFailure("an entry is sampled or settled")
    }
    let verdict = sampler.leader.map { judge(sampler.precision, sampler.threads, $0) }
    var row = sampler.row(verdict ?? RowVerdict())
    row.sustained = sustained[ObjectIdentifier(sampler)]
    row.reproduce = request.reproduction(of: row)
    return row
  }

  private func judge(_ precision: Precision, _ threads: Int, _ series: SampleSeries) -> RowVerdict {
    var verdict = RowVerdict()
    if let conversion = ceilings.conversion(of: precision, threads: threads),
      nativePath.missing(precision) != nil
        || series.bestTops <= conversion.tops
          && proof(precision, threads, series) <= conversion.tops
    {
      verdict.conversion = conversion
    }
    if series.failure == nil {
      verdict.fingerprint = series.contender.fingerprint
    }
    return verdict
  }

  private static let longestProofSeconds = 1.0

  /// The rate at which a library multiplies at a size where it can show what it has, in TOP/s; 0 if it fails.
  private func proof(_ precision: Precision, _ threads: Int, _ series: SampleSeries) -> Double {
    guard !isCancelled(), let shape = try? GEMMShape(square: ShapePlanner.proofSide),
      shape != series.contender.operands.shape,
      shape.operations / (series.bestTops * 1e12) < Self.longestProofSeconds,
      let operands = try? ledger.charge(
        \.preparation, { try Operands(precision: precision, shape: shape, seed: request.seed) }),
      let contender = try? Contender(series.contender.provider, operands, threads: threads, ledger)
    else { return 0 }
    let proof = SampleSeries(contender)
    try? proof.trial(seconds: 0.06)
    return proof.trialTops
  }

  private func withoutContender(
    _ precision: Precision, _ threads: Int, _ outcome: ContenderSearch.Outcome, shape: GEMMShape?
  ) -> MeasurementRow {
    let obstacles = Set(outcome.obstacles).sorted().joined(separator: "; ")
    var row =
      if outcome.hasFailure {
        row(
          precision, threads, .failed,
          outcome.candidates.first { $0.tops == nil && !$0.isUnsupported }?.reason, shape: shape)
      } else if obstacles.isEmpty {
        row(precision, threads, .interrupted, "stopped before its turn", shape: shape)
      } else {
        row(
          precision, threads, .unsupported,
          [nativePath.missing(precision), obstacles].compactMap { $0 }.joined(separator: "; "), shape: shape)
      }
    row.candidates = outcome.candidates
    return row
  }

  private func row(
    _ precision: Precision, _ threads: Int, _ status: MeasurementRow.Status, _ reason: String?,
    shape: GEMMShape?
  ) -> MeasurementRow {
    var row = MeasurementRow(precision: precision, status: status, reason: reason)
    row.threads = threads
    row.shape = shape
    return row
  }

  private func unsupported(_ precision: Precision) -> MeasurementRow {
    let reasons = providers.compactMap { provider in
      if case .unsupported(let reason) = provider.support(for: precision) {
        "\(provider.identity.name): \(reason)"
      } else {
        nil
      }
    }
    let libraries =
      reasons.isEmpty
      ? "no GEMM library could be loaded"
      : "no library here multiplies it (\(reasons.joined(separator: "; ")))"
    return MeasurementRow(
      precision: precision, status: .unsupported, reason: nativePath.missing(precision) ?? libraries)
  }

  private func overflowReason(_ precision: Precision, _ shapes: [GEMMShape]) -> String? {
    guard let longest = OperandFormat.longestInner(precision),
      let shape = shapes.first(where: { $0.k > longest })
    else { return nil }
    return "k = \(shape.k): sums of more than \(longest) products of \(precision.label) can overflow 32 bits"
  }
}
