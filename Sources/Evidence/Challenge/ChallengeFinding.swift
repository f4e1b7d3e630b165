import Measurement

/// What came out of verifying a bundle's answer to a challenge.
public struct ChallengeFinding: Encodable, Sendable {
  /// Of the bundle's copy of the challenge.
  public let sha256: String
  /// Whether that is the verifier's own file, byte for byte. Otherwise nothing is fresh: whoever signs can have made the
  /// challenge himself, long before.
  public let isVerifiersOwn: Bool
  public let verdict: ChallengeVerdict
  /// Each chain beside the rating's row of its precision.
  public let comparisons: [ChainComparison]

  /// What it does not show.
  var limits: [String] {
    let whose =
      isVerifiersOwn
      ? "when the rating's samples were taken: that the chains ran in the challenge's time is proven, that the rating did "
        + "is the signer's word, though its operands follow from the nonce"
      : "that anything is fresh: the challenge in the bundle was held against no verifier's own file, and a signer can make "
        + "one himself; --challenge FILE names yours, --received TIME says when the bundle came"
    return [
      whose,
      "which machine ran the chains, or how many did, and by which instruction; docs/challenge.md says more",
    ]
  }

  /// Worth in a line.
  public var summary: String {
    let verified = verdict.chains.filter { $0.status == .verified }
    let missing = verdict.chains.filter { $0.status == .missing }.map(\.precision.label)
    let none = missing.isEmpty ? "" : "; none at \(missing.joined(separator: ", "))"
    guard isVerifiersOwn else {
      return
        "\(verified.count) chain\(verified.count == 1 ? "" : "s") verified\(none); not held against a verifier's own "
        + "file, so nothing is fresh"
    }
    let proven = verified.map { chain in
      "\(chain.precision.label) at least \(chain.provenTops.map(ChainComparison.rate) ?? "-")"
    }
    return
      "your challenge \(verdict.challenge.nonce.prefix(16))…: proven \(proven.joined(separator: ", "))\(none)"
  }
}
