import Rating

/// Finds the libraries and shapes that give the highest checked rates at one precision, by short trials.
struct ContenderSearch {
  let providers: [any GEMMProvider]
  let pool: OperandPool
  let threads: Int
  let plan: SamplingPlan
  let ledger: Ledger
  let ceilings: Ceilings
  let isCancelled: () -> Bool
  /// Whether the search has used up its time: then only the best library goes on.
  let isLate: () -> Bool

  /// A library this far behind the best is not tried on further shapes.
  private static let closeness = 0.88
  /// A contender this far behind the best does not go on from the search.
  private static let finalCloseness = 0.9
  /// Of one trial, in seconds.
  private static let trialSeconds = 0.04

  /// The contenders that did best, best first, and everything that was tried.
  struct Outcome {
    fileprivate(set) var finalists: [SampleSeries] = []
    fileprivate(set) var candidates: [MeasurementRow.Candidate] = []
    /// Why there is no finalist, where that is nobody's failure: no native kernel, no room.
    fileprivate(set) var obstacles: [String] = []
    /// Whether a library failed, as opposed to having nothing to offer.
    fileprivate(set) var hasFailure = false
    /// The distribution that all of it was tried on.
    let operands: OperandDistribution
    /// The best score of each library that has shown something.
    fileprivate var best: [ObjectIdentifier: Double] = [:]
    /// The best rate of each, in TOP/s.
    fileprivate var bestTops: [ObjectIdentifier: Double] = [:]
    /// The libraries whose last shape was no better than one before.
    fileprivate var withoutGain: Set<ObjectIdentifier> = []
    private let mostFinalists: Int

    fileprivate init(_ operands: OperandDistribution, mostFinalists: Int) {
      self.operands = operands
      self.mostFinalists = mostFinalists
    }

    fileprivate mutating func enter(_ series: SampleSeries) {
      let provider = ObjectIdentifier(series.contender.provider)
      if series.trialScore > best[provider] ?? 0 {
        best[provider] = series.trialScore
        withoutGain.remove(provider)
      } else {
        withoutGain.insert(provider)
      }
      bestTops[provider] = max(bestTops[provider] ?? 0, series.trialTops)
      finalists.append(series)
      finalists.sort { $0.trialScore > $1.trialScore }
      finalists.removeLast(max(0, finalists.count - mostFinalists))
      let least = finalists[0].trialScore * ContenderSearch.finalCloseness
      finalists.removeAll { $0.trialScore < least }
    }
  }

  /// Tries some shapes with every library, whatever they take.
  func search(shapes: [GEMMShape]) -> Outcome {
    var outcome = Outcome(pool.distribution, mostFinalists: plan.finalists)
    for shape in shapes {
      for provider in providers where !isCancelled() { attempt(provider, shape, &outcome) }
    }
    return outcome
  }

  /// Climbs a ladder of square shapes. A library goes on while it keeps up with the best one, while more than twice the
  /// first side is still a gain, and while the next call would not take too long at the ceiling's rate. One that falls
  /// behind on the first shape has a second chance: a short trial can meet a disturbance.
  func search(ladder: [GEMMShape]) -> Outcome {
    var outcome = Outcome(pool.distribution, mostFinalists: plan.finalists)
    guard let first = ladder.first else { return outcome }
    for provider in providers where !isCancelled() { attempt(provider, first, &outcome) }
    for provider in providers
    where !isCancelled() && isKnown(provider, outcome) && !keepsUp(provider, outcome) {
      attempt(provider, first, &outcome)
    }
    for shape in ladder.dropFirst() {
      for provider in providers where !isCancelled() && keepsUp(provider, outcome) {
        let isGaining = !outcome.withoutGain.contains(ObjectIdentifier(provider))
        if shape.m <= 2 * first.m || isGaining, isShort(shape, for: provider, outcome) {
          attempt(provider, shape, &outcome)
        }
      }
    }
    return outcome
  }

  private func isKnown(_ provider: any GEMMProvider, _ outcome: Outcome) -> Bool {
    outcome.best[ObjectIdentifier(provider)] != nil
  }

  private func keepsUp(_ provider: any GEMMProvider, _ outcome: Outcome) -> Bool {
    guard let own = outcome.best[ObjectIdentifier(provider)] else { return false }
    return own >= (outcome.best.values.max() ?? 0) * (isLate() ? 1 : Self.closeness)
  }

  /// Whether a call would be short enough, at the rate that the library has shown.
  private func isShort(_ shape: GEMMShape, for provider: any GEMMProvider, _ outcome: Outcome) -> Bool {
    guard let tops = outcome.bestTops[ObjectIdentifier(provider)], tops > 0 else { return false }
    return shape.operations / (tops * 1e12) <= plan.longestCallSeconds * 1.2
  }

  /// Climbs the ladder with the libraries that did best in another search.
  func search(ladder: [GEMMShape], withLibrariesOf other: Outcome) -> Outcome {
    let best = other.finalists.map(\.contender.provider)
    let search = ContenderSearch(
      providers: providers.filter { provider in best.contains { $0 === provider } }, pool: pool,
      threads: threads, plan: plan, ledger: ledger, ceilings: ceilings,
      isCancelled: isCancelled, isLate: isLate)
    return search.search(ladder: ladder)
  }

  /// Tries the libraries and shapes that did best in another search.
  func search(like other: Outcome) -> Outcome {
    var outcome = Outcome(pool.distribution, mostFinalists: plan.finalists)
    for series in other.finalists where !isCancelled() {
      attempt(series.contender.provider, series.contender.operands.shape, &outcome)
    }
    return outcome
  }

  private func attempt(_ provider: any GEMMProvider, _ shape: GEMMShape, _ outcome: inout Outcome) {
    var candidate = MeasurementRow.Candidate(
      provider: provider.identity.label, path: provider.identity.path, shape: shape)
    do throws(ProviderError) {
      let operands = ledger.charge(\.preparation) { pool.operands(shape) }
      let series = SampleSeries(try Contender(provider, operands, threads: threads, ledger))
      candidate.kernel = series.contender.kernel
      try series.trial(
        seconds: Self.trialSeconds,
        ceiling: { ceilings.measure(pool.precision, threads: threads, runs: 1) },
        highest: { ceilings.highest(pool.precision, threads: threads) })
      candidate.tops = series.trialTops
      outcome.enter(series)
    } catch {
      if error.isUnsupported {
        outcome.obstacles.append("\(provider.identity.label): \(error)")
      } else {
        outcome.hasFailure = true
      }
      candidate.reason = "\(error)"
      candidate.isUnsupported = error.isUnsupported
    }
    outcome.candidates.append(candidate)
  }
}
