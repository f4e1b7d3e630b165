import Rating

/// The memory that a chain takes, settled before any is taken.
struct ChainMemory {
  /// How many steps' matrices are drawn at a time.
  let slice: Int
  /// The most that is taken, in bytes.
  let bytes: Double

  /// - Throws: `ChallengeError` when not even one step's matrices fit.
  init(_ precision: Precision, _ challenge: Challenge, availableBytes: Int) throws(ChallengeError) {
    let format = OperandFormat(precision)
    let elements = Double(challenge.size) * Double(challenge.size)
    let matrix = elements * Double(format.inputBytes)
    let fixed = matrix + elements * Double(format.outputBytes)
    let usable = Double(availableBytes) * MemoryPlan.usableShare
    // M, and M once more in the library's own layout.
    let most = ((usable - fixed) / (2 * matrix)).rounded(.down)
    guard most >= 1 else {
      throw ChallengeError(
        .usage,
        "size \(challenge.size) at \(precision.rawValue) needs \(Self.gibibytes(fixed + 2 * matrix)) GiB, and "
          + "\(Self.gibibytes(usable)) GiB can be had: ask the verifier for a smaller size")
    }
    slice = Int(min(most, Double(challenge.steps)))
    bytes = fixed + 2 * matrix * Double(slice)
  }

  private static func gibibytes(_ bytes: Double) -> String { "\((bytes / 107_374_182.4).rounded(.up) / 10)" }
}
