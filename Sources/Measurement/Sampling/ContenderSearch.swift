import Rating

/// Finds the library and the shape that give the highest checked rate at one precision, by short trials.
struct ContenderSearch {
  let providers: [any GEMMProvider]
  let request: MeasurementRequest
  /// Bytes that the operands of one trial may take.
  let memoryBudget: Double
  let isCancelled: () -> Bool

  /// Rates of short trials that lie this close count as equal.
  private static let trialNoise = 0.03

  /// How many contenders go on from the search.
  static let finalists = 3

  /// The contenders that did best, best first, and everything that was tried.
  struct Outcome {
    fileprivate(set) var finalists: [SampleSeries] = []
    fileprivate(set) var candidates: [MeasurementRow.Candidate] = []
    /// Why there is no finalist, where that is nobody's failure: no native kernel, no room.
    fileprivate(set) var obstacles: [String] = []
    /// Whether a library failed, as opposed to having nothing to offer.
    fileprivate(set) var hasFailure = false

    fileprivate var bestTops: Double { finalists.first?.bestTops ?? 0 }

    fileprivate mutating func enter(_ series: SampleSeries) {
      finalists.append(series)
      finalists.sort { $0.bestTops > $1.bestTops }
      finalists.removeLast(max(0, finalists.count - ContenderSearch.finalists))
    }
  }

  /// Tries one given shape.
  func search(_ precision: Precision, shape: GEMMShape) throws(MeasurementError) -> Outcome {
    var outcome = Outcome()
    try climb(precision, shape, &outcome)
    return outcome
  }

  /// Climbs the plan's ladder of square shapes. It ends when the next call would take too long, when its
  /// operands would not fit, or, past the sides that are always tried, when two steps in a row bring no gain.
  func search(_ precision: Precision) throws(MeasurementError) -> Outcome {
    var outcome = Outcome()
    var stepsWithoutGain = 0
    for side in request.plan.sides
    where !isCancelled() && (stepsWithoutGain < 2 || side <= request.plan.leastLargestSide) {
      let shape = try GEMMShape(square: side)
      let predicted = outcome.bestTops > 0 ? shape.operations / (outcome.bestTops * 1e12) : 0
      let bytes = shape.operandBytes(precision) * Double(Self.finalists + 1)
      if predicted > request.plan.longestCallSeconds { break }
      if bytes > memoryBudget {
        outcome.obstacles.append("\(shape) does not fit into the available memory")
        break
      }
      let before = outcome.bestTops
      try climb(precision, shape, &outcome)
      stepsWithoutGain = outcome.bestTops > before * (1 + Self.trialNoise) ? 0 : stepsWithoutGain + 1
    }
    return outcome
  }

  private func climb(_ precision: Precision, _ shape: GEMMShape, _ outcome: inout Outcome)
    throws(MeasurementError)
  {
    for provider in providers where provider.support(for: precision) == .native && !isCancelled() {
      let operands = try Operands(precision: precision, shape: shape, seed: request.seed)
      do throws(ProviderError) {
        let series = SampleSeries(try Contender(provider, operands, threads: request.threads))
        try series.trial(seed: request.seed &+ 1, isCancelled: isCancelled)
        outcome.candidates.append(
          .init(provider: provider.identity.label, shape: shape, tops: series.bestTops, reason: nil))
        outcome.enter(series)
      } catch {
        if error.isUnsupported {
          outcome.obstacles.append("\(provider.identity.label): \(error)")
        } else {
          outcome.hasFailure = true
        }
        outcome.candidates.append(
          .init(provider: provider.identity.label, shape: shape, tops: nil, reason: "\(error)"))
      }
    }
  }
}
