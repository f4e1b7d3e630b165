import Rating

/// What a prover tells of his answer to a challenge: which products ran when, and what they committed to. Every time in it
/// is by his own clocks.
public struct ChallengeTranscript: Codable, Equatable, Sendable {
  public let schemaVersion: String
  /// The challenge's nonce, size and steps, so that what belongs to another one is seen at once.
  public let nonce: String
  public let size: Int
  public let steps: Int
  /// The version of assay that ran.
  public let assay: String
  /// By the prover's calendar.
  public let began: Timestamp
  public let ended: Timestamp
  /// From beginning to end by his steady clock.
  public let seconds: Double
  public let chains: [Chain]
  public let missing: [Missing]

  /// One precision's laps.
  public struct Chain: Codable, Equatable, Sendable {
    public let precision: Precision
    /// Name and version of what multiplied.
    public let library: String
    public let kernel: String
    public let threads: Int
    /// When the first matrix was about to be drawn and when the last result was committed, in seconds since the run began.
    public let began: Double
    public let ended: Double
    public let laps: [Lap]

    /// How many products there were.
    public var steps: Int { laps.reduce(0) { $0 + $1.steps.count } }
    /// How long they took, in seconds.
    public var seconds: Double { laps.reduce(0) { $1.steps.reduce($0) { $0 + $1.seconds } } }

    /// Operations over that time, in TOP/s: the prover's word. `nil` where he tells of no time.
    public func tops(in challenge: Challenge) -> Double? { tops(in: challenge, over: seconds) }

    /// The same over other seconds; `nil` where they make no rate.
    func tops(in challenge: Challenge, over seconds: Double) -> Double? {
      let tops = Double(steps) * challenge.operationsOfStep / seconds * 1e-12
      return seconds > 0 && tops.isFinite ? tops : nil
    }
  }

  /// Products of which the last result is kept.
  public struct Lap: Codable, Equatable, Sendable {
    /// The file with the last result: its rows one after the other, little-endian.
    public let matrix: String
    /// The SHA-256 of the file.
    public let commitment: String
    public let steps: [Step]
  }

  /// A product, and its rounding to the next one's input.
  public struct Step: Codable, Equatable, Sendable {
    /// Since the run began, in seconds.
    public let start: Double
    /// How long product and rounding took.
    public let seconds: Double
    /// How long the product alone took.
    public let product: Double
  }

  /// A precision without a chain.
  public struct Missing: Codable, Equatable, Sendable {
    public let precision: Precision
    public let reason: String
  }

  static let currentVersion = "1.0"
  package static let file = "transcript.json"
  /// More steps than this are not accepted in a chain: a larger size is what a fast machine needs.
  static let mostSteps = 100_000

  /// The name of the file with a lap's result.
  /// - Parameter lap: from 0.
  package static func matrixFile(_ precision: Precision, lap: Int) -> String {
    "\(precision.rawValue)-\(lap + 1).bin"
  }
}
