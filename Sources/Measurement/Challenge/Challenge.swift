import Rating

/// What a verifier asks of a machine that he does not see: chains of products of matrices that nobody could know before,
/// to be answered within a time.
public struct Challenge: Encodable, Equatable, Sendable {
  public let schemaVersion: String
  /// 256 random bits in hexadecimal, from which every matrix is drawn.
  public let nonce: String
  /// A chain for each, in this order.
  public let precisions: [Precision]
  /// The side of every matrix.
  public let size: Int
  /// Products of a lap, after which the result is committed.
  public let steps: Int
  /// The least time of each chain's products, in seconds.
  public let seconds: Double
  public let issuedAt: Timestamp
  /// How long after the issue an answer may be received, in seconds.
  public let validSeconds: Double
  /// The verifier's own words.
  public let note: String

  /// The version of the file's format that this version writes and reads.
  static let currentVersion = "1.0"

  /// The precisions of which there are chains.
  public static let precisions: [Precision] = [.fp64, .fp32, .bf16, .fp16, .int8]

  /// Makes a challenge with a nonce from the system's generator.
  /// - Throws: `ChallengeError` for a value that no challenge can have.
  public init(
    precisions: [Precision], size: Int, steps: Int, seconds: Double, issuedAt: Timestamp,
    validSeconds: Double,
    note: String = ""
  ) throws(ChallengeError) {
    var generator = SystemRandomNumberGenerator()
    let digits = (0..<4).map { _ in
      let word = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }
    try self.init(
      nonce: digits.joined(), precisions: precisions, size: size, steps: steps, seconds: seconds,
      issuedAt: issuedAt, validSeconds: validSeconds, note: note)
  }

  init(
    nonce: String, precisions: [Precision], size: Int, steps: Int, seconds: Double, issuedAt: Timestamp,
    validSeconds: Double, note: String
  ) throws(ChallengeError) {
    schemaVersion = Self.currentVersion
    self.nonce = nonce
    self.precisions = precisions
    self.size = size
    self.steps = steps
    self.seconds = seconds
    self.issuedAt = issuedAt
    self.validSeconds = validSeconds
    self.note = note
    if let (key, problem) = firstProblem { throw ChallengeError(.usage, "\(key): \(problem)") }
  }

  /// When an answer comes too late.
  public var expiresAt: Timestamp { issuedAt.adding(validSeconds) }

  /// Operations of one product, a multiply-accumulate counting as two.
  public var operationsOfStep: Double { 2 * Double(size) * Double(size) * Double(size) }

  /// The bytes of a lap's result.
  package func bytesOfResult(_ precision: Precision) -> Int {
    size * size * OperandFormat(precision).inputBytes
  }

  /// The bytes of one lap's results at all precisions.
  var leastBytes: Double { precisions.reduce(0) { $0 + Double(bytesOfResult($1)) } }

  /// From a side at which a chain's deviation is that of many terms, to one whose sums of 8-bit products fit 32 bits.
  static let sizes = 64...65_536
  /// Up to a length at which the product of a lap's matrices still has its full rank within what rounding allows, so that
  /// none of its products can be had for less (docs/challenge.md).
  static let stepRange = 1...16
  static let longestSeconds = 86_400.0
  static let longestValidity = 366 * 86_400.0
  static let longestNote = 2000

  /// The first value that no challenge can have, by its key.
  var firstProblem: (key: String, problem: String)? {
    let isHexadecimal = nonce.utf8.allSatisfy {
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
    }
    if nonce.utf8.count != 64 || !isHexadecimal {
      return ("nonce", "give 64 hexadecimal digits in small letters")
    }
    if precisions.isEmpty { return ("precisions", "give at least one") }
    for (index, precision) in precisions.enumerated() {
      if !Self.precisions.contains(precision) {
        return (
          "precisions", "\(precision.rawValue) has no chain; those that have are \(Self.knownPrecisions)"
        )
      }
      if precisions[..<index].contains(precision) {
        return ("precisions", "\(precision.rawValue) stands there twice")
      }
    }
    if !Self.sizes.contains(size) {
      return (
        "size", "\(size): give a whole number from \(Self.sizes.lowerBound) to \(Self.sizes.upperBound)"
      )
    }
    if !Self.stepRange.contains(steps) {
      return (
        "steps",
        "\(steps): give a whole number from \(Self.stepRange.lowerBound) to \(Self.stepRange.upperBound)"
      )
    }
    if !(0...Self.longestSeconds).contains(seconds) {
      return ("seconds", "\(seconds): give a number from 0 to \(Int(Self.longestSeconds))")
    }
    if !(1...Self.longestValidity).contains(validSeconds) {
      return ("validSeconds", "\(validSeconds): give a number from 1 to \(Int(Self.longestValidity))")
    }
    if note.utf8.count > Self.longestNote { return ("note", "longer than \(Self.longestNote) bytes") }
    return nil
  }

  static var knownPrecisions: String { precisions.map(\.rawValue).joined(separator: ", ") }
}
