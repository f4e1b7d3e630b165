import Measurement

/// What a verifier who made a challenge holds a bundle against: his own file, and when the bundle came.
public struct AwaitedAnswer: Sendable {
  /// The challenge as he kept it.
  public let file: ChallengeFile
  /// By his own clock.
  public let receivedAt: Timestamp

  public init(_ file: ChallengeFile, receivedAt: Timestamp) {
    self.file = file
    self.receivedAt = receivedAt
  }
}
