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
    fileprivate(set) var contenders: [(contender: Contender, tops: Double)] = []
    fileprivate(set) var candidates: [MeasurementRow.Candidate] = []

    fileprivate var bestTops: Double { contenders.first?.tops ?? 0 }

    fileprivate mutating func enter(_ contender: Contender, tops: Double) {
      contenders.append((contender, tops))
      contenders.sort { $0.tops > $1.tops }
      contenders.removeLast(max(0, contenders.count - ContenderSearch.finalists))
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
      if predicted > request.plan.longestCallSeconds || bytes > memoryBudget { break }
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
      do {
        let contender = try Contender(provider, operands, threads: request.threads)
        let tops = try trial(contender)
        outcome.candidates.append(
          .init(provider: provider.identity.label, shape: shape, tops: tops, reason: nil))
        outcome.enter(contender, tops: tops)
      } catch {
        outcome.candidates.append(
          .init(provider: provider.identity.label, shape: shape, tops: nil, reason: "\(error)"))
      }
    }
  }

  /// One product to warm up, checked; then the best of two, or of as many as a tenth of a second holds.
  private func trial(_ contender: Contender) throws(ProviderError) -> Double {
    contender.operands.clearResult()
    var best = try contender.time()
    let check = ProductCheck.verify(contender.operands, seed: request.seed &+ 1)
    guard check.passed else { throw ProviderError("wrong result: \(check.summary)") }
    let watch = Stopwatch()
    for repetition in 0..<20 where !isCancelled() && (repetition < 2 || watch.seconds < 0.1) {
      if repetition == 1 && best > 0.3 { break }
      best = min(best, try contender.time())
    }
    return contender.tops(seconds: best)
  }
}
