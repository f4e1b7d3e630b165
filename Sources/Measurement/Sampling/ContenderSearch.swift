import Rating

/// Finds the library and the shape that give the highest checked rate at one precision, by short trials.
struct ContenderSearch {
  let providers: [any GEMMProvider]
  let request: MeasurementRequest
  /// Bytes that the operands of one trial may take.
  let memoryBudget: Double
  let isCancelled: () -> Bool

  /// Trials are short: two rates this close count as equal, and the larger product wins, since small ones
  /// depend more on how threads reach each other's caches.
  private static let trialNoise = 0.03

  /// The winner, if any library passed, and everything that was tried.
  struct Outcome {
    var winner: Contender?
    var winnerTops = 0.0
    var candidates: [MeasurementRow.Candidate] = []
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
      let predicted = outcome.winnerTops > 0 ? shape.operations / (outcome.winnerTops * 1e12) : 0
      if predicted > request.plan.longestCallSeconds || shape.operandBytes(precision) > memoryBudget { break }
      let before = outcome.winnerTops
      try climb(precision, shape, &outcome)
      stepsWithoutGain = outcome.winnerTops > before * (1 + Self.trialNoise) ? 0 : stepsWithoutGain + 1
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
        if tops > outcome.winnerTops * (1 - Self.trialNoise) {
          outcome.winner = contender
          outcome.winnerTops = max(tops, outcome.winnerTops)
        }
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
