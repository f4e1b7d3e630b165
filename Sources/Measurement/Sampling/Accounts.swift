/// Where the time of a measurement went.
public struct Accounts: Codable, Equatable, Sendable {
  /// Products, in seconds: the search's trials, the visits, the sustained runs.
  public internal(set) var products = 0.0
  /// Bare multiply instructions, the clock at the start, core-to-core latency and memory bandwidth, in seconds.
  public internal(set) var ceilings = 0.0
  /// Clearing and checking results, and the numerical fingerprints, in seconds.
  public internal(set) var checks = 0.0
  /// Drawing operands, having the libraries make ready, and ending those that rest, in seconds.
  public internal(set) var preparation = 0.0

  /// What is left of the whole: talking with the workers, reading `/proc`, deciding.
  public func overhead(of seconds: Double) -> Double {
    max(0, seconds - products - ceilings - checks - preparation)
  }
}
