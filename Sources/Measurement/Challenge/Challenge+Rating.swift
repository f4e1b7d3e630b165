extension Challenge {
  /// Draws the operands and the check vectors of a rating that is made for this challenge, so that none that was made
  /// before can be passed off under it: the first eight bytes of the SHA-256 of the lines `assay challenge 1`, `rating` and
  /// the nonce, little-endian.
  public var ratingSeed: UInt64 { ChainSeed.number(of: ["assay challenge 1", "rating", nonce]) }

  /// The least time in which a rating by a plan and the chains after it can be done, in seconds.
  private func leastSeconds(_ plan: SamplingPlan) -> Double {
    (plan.usesAllTime ? plan.seconds : 0) + seconds * Double(precisions.count)
  }

  /// Settles before anything is measured whether a rating and the chains can end while the challenge is valid.
  /// - Parameter path: of the challenge's file, for the message.
  /// - Throws: `ChallengeError` of kind `refused` with a remedy.
  public func checkTime(for plan: SamplingPlan, from now: Timestamp, path: String) throws(ChallengeError) {
    try checkValidity(now, path: path)
    let (least, left) = (leastSeconds(plan), now.seconds(to: expiresAt))
    guard least > left else { return }
    throw ChallengeError(
      .refused,
      "\(path): valid until \(expiresAt), which is \(Int(left)) seconds from now, and a rating of the \(plan.tier) tier "
        + "and the chains take \(Int(least.rounded(.up))) at least: ask the verifier for a challenge that is valid longer"
    )
  }
}
