import Rating

/// A step of a challenge's run or of its verification.
public enum ChallengeProgress: Sendable {
  /// The memory that the chains will take at most, before any is taken.
  case planned(bytes: Double)
  case searching(Precision)
  case drawing(Precision, lap: Int)
  case step(Precision, lap: Int, step: Int, tops: Double)
  case lap(Precision, Int, seconds: Double, of: Double)
  case checking(Precision, lap: Int, of: Int)
}
