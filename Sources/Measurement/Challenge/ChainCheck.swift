import Crypto
import Foundation
import Rating

/// Checks one precision's chain: what it tells of its steps, and every lap's arithmetic.
struct ChainCheck {
  private let challenge: Challenge
  private let chain: ChallengeTranscript.Chain
  private let isCancelled: () -> Bool
  private let progress: (ChallengeProgress) -> Void

  init(
    _ challenge: Challenge, _ chain: ChallengeTranscript.Chain, isCancelled: @escaping () -> Bool,
    progress: @escaping (ChallengeProgress) -> Void
  ) {
    self.challenge = challenge
    self.chain = chain
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// How many vectors a lap is checked by.
  var vectors: Int { chain.precision.chainInput.map { Self.vectors($0) } ?? 0 }

  private static func vectors<Input: ChainInput>(_: Input.Type) -> Int { Input.Lanes.vectors }

  /// - Parameter files: the laps' results.
  /// - Returns: what is wrong, `nil` where nothing is, and the checks up to there.
  /// - Throws: `ChallengeError` of kind `interrupted`.
  func run(_ files: [Data]) throws(ChallengeError) -> (fault: String?, checks: [LapCheck]) {
    guard let input = chain.precision.chainInput else { return ("there is no such chain", []) }
    return try run(files, input)
  }

  private func run<Input: ChainInput>(_ files: [Data], _: Input.Type) throws(ChallengeError)
    -> (fault: String?, checks: [LapCheck])
  {
    if let fault = faultOfLengths(isExact: Input.Lanes.isExact) ?? faultOfTimes { return (fault, []) }
    var checks: [LapCheck] = []
    for (number, file) in files.enumerated() {
      progress(.checking(chain.precision, lap: number + 1, of: files.count))
      let lap = chain.laps[number]
      guard SHA256.hash(data: file).hexadecimal == lap.commitment else {
        return (
          "lap \(number + 1): \(lap.matrix) is not what its commitment tells: its SHA-256 is another", checks
        )
      }
      let checker = LapChecker<Input>(
        precision: chain.precision, nonce: challenge.nonce, size: challenge.size, lap: number,
        steps: lap.steps.count, previous: number == 0 ? "" : chain.laps[number - 1].commitment,
        commitment: lap.commitment)
      let check = file.withUnsafeBytes { bytes in
        bytes.assumingMemoryBound(to: Input.self).baseAddress.flatMap {
          checker.check($0, isCancelled: isCancelled)
        }
      }
      guard let check else { throw ChallengeError(.interrupted, "interrupted: nothing is verified") }
      checks.append(check)
      if let fault = check.fault { return ("lap \(number + 1): \(fault)", checks) }
    }
    return (nil, checks)
  }

  /// Whether the laps are as long as they should be.
  private func faultOfLengths(isExact: Bool) -> String? {
    for (number, lap) in chain.laps.enumerated() {
      let count = lap.steps.count
      let isRight = isExact ? count > 0 && count.isMultiple(of: challenge.steps) : count == challenge.steps
      if !isRight {
        return "lap \(number + 1) has \(count) steps, where the challenge asks for \(challenge.steps)"
      }
    }
    return isExact && chain.laps.count > 1 ? "\(chain.laps.count) laps, where integers have one" : nil
  }

  /// Whether the times that it tells can be true, and are as long as asked for.
  private var faultOfTimes: String? {
    var last = chain.began
    for (number, lap) in chain.laps.enumerated() {
      for (index, step) in lap.steps.enumerated() {
        let place = "lap \(number + 1), step \(index + 1)"
        if !(step.start >= last) { return "\(place) starts before the last one has ended" }
        if !(step.seconds > 0) || !(0...step.seconds ~= step.product) { return "\(place) took no time" }
        last = step.start + step.seconds
      }
    }
    if last > chain.ended { return "its last step ends after the chain" }
    if chain.seconds < challenge.seconds {
      return "its products took \(chain.seconds) seconds, where the challenge asks for \(challenge.seconds)"
    }
    return nil
  }
}
