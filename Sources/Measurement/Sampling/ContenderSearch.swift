import Rating

/// Finds the libraries and shapes that give the highest checked rates at one precision, by short trials.
struct ContenderSearch {
  let providers: [any GEMMProvider]
  let pool: OperandPool
  let threads: Int
  let plan: SamplingPlan
  let seed: UInt64
  let ledger: Ledger
  let isCancelled: () -> Bool

  /// A library this far behind the best is not tried on further shapes.
  private static let closeness = 0.88
  /// How many contenders go on from the search.
  private static let finalists = 3
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
    fileprivate var best: [ObjectIdentifier: Double] = [:]

    fileprivate init(_ operands: OperandDistribution) { self.operands = operands }

    fileprivate mutating func enter(_ series: SampleSeries) {
      let provider = ObjectIdentifier(series.contender.provider)
      best[provider] = max(best[provider] ?? 0, series.bestTops)
      finalists.append(series)
      finalists.sort { $0.bestTops > $1.bestTops }
      finalists.removeLast(max(0, finalists.count - ContenderSearch.finalists))
    }
  }

  /// Tries some shapes with every library, whatever they take.
  func search(shapes: [GEMMShape]) -> Outcome {
    var outcome = Outcome(pool.distribution)
    for shape in shapes {
      for provider in providers where !isCancelled() { attempt(provider, shape, &outcome) }
    }
    return outcome
  }

  /// Climbs a ladder of square shapes. A library goes on while it keeps up with the best one, and the next call would
  /// not take too long at the rate that it has shown.
  func search(ladder: [GEMMShape]) -> Outcome {
    var outcome = Outcome(pool.distribution)
    for (step, shape) in ladder.enumerated() {
      let best = outcome.best.values.max() ?? 0
      for provider in providers where !isCancelled() {
        if step > 0 {
          guard let own = outcome.best[ObjectIdentifier(provider)], own >= best * Self.closeness,
            shape.operations / (own * 1e12) <= plan.longestCallSeconds
          else { continue }
        }
        attempt(provider, shape, &outcome)
      }
    }
    return outcome
  }

  /// Climbs the ladder with the libraries that did best in another search.
  func search(ladder: [GEMMShape], withLibrariesOf other: Outcome) -> Outcome {
    let best = other.finalists.map(\.contender.provider)
    let search = ContenderSearch(
      providers: providers.filter { provider in best.contains { $0 === provider } }, pool: pool,
      threads: threads, plan: plan, seed: seed, ledger: ledger, isCancelled: isCancelled)
    return search.search(ladder: ladder)
  }

  /// Tries the libraries and shapes that did best in another search.
  func search(like other: Outcome) -> Outcome {
    var outcome = Outcome(pool.distribution)
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
      try series.trial(seconds: Self.trialSeconds, seed: seed &+ 1)
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
