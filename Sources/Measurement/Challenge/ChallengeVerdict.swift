import Rating

/// What a run of a challenge is worth.
public struct ChallengeVerdict: Encodable, Equatable, Sendable {
  /// What became of one precision.
  public enum Status: String, Encodable, Sendable {
    /// Every lap is the product of its matrices, at the precision that is claimed.
    case verified
    case failed
    /// The prover says that he has no such chain.
    case missing
  }

  public struct Chain: Encodable, Equatable, Sendable {
    public let precision: Precision
    public let status: Status
    /// Why it failed or is missing.
    public let reason: String?
    /// As the prover tells.
    public let library: String?
    public let kernel: String?
    public let threads: Int?
    public let laps: Int
    public let steps: Int
    public let operations: Double
    /// Operations over the time from issue to receipt by the verifier's clock, in TOP/s: at least so fast, whoever's word
    /// is doubted. `nil` unless verified, and where no receipt is known.
    public let provenTops: Double?
    /// Operations over the products' and roundings' time by the prover's clock, in TOP/s: his word.
    public let toldTops: Double?
    /// The same over the chain's whole time, in which its matrices were drawn and its results written too.
    public let toldWholeTops: Double?
    /// How many vectors each lap was checked by.
    public let vectors: Int
    /// Each lap's check, as far as it came.
    public let checks: [LapCheck]
  }

  public let challenge: Challenge
  /// By the verifier's calendar; `nil` where nobody says that he made the challenge and received the answer.
  public let receivedAt: Timestamp?
  /// By the prover's.
  public let began: Timestamp
  public let ended: Timestamp
  /// From issue to receipt, in seconds.
  public let elapsedSeconds: Double?
  public let chains: [Chain]

  public func count(_ status: Status) -> Int { chains.count { $0.status == status } }
}
