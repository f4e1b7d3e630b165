import Crypto
import Rating

/// From what a matrix, or the vectors of a check, are drawn: 64 bits of a digest over all that they depend on.
struct ChainSeed {
  enum Role: String {
    /// X₀ of a lap.
    case start
    /// M of a step.
    case factor
    /// The vectors by which a lap is checked.
    case vectors
  }

  let value: UInt64

  /// - Parameters:
  ///   - lap: from 0.
  ///   - step: of the lap, from 0; how many there are for the vectors; 0 for a start.
  ///   - commitment: to the last lap for a start, to this one for the vectors; nothing for a factor.
  init(
    _ role: Role, nonce: String, precision: Precision, size: Int, lap: Int, step: Int = 0,
    commitment: String = ""
  ) {
    let parts = [
      "assay challenge 1", role.rawValue, nonce, precision.rawValue, "\(size)", "\(lap)", "\(step)",
      commitment,
    ]
    value = Self.number(of: parts)
  }

  /// The first eight bytes of the SHA-256 of some lines, little-endian.
  static func number(of lines: [String]) -> UInt64 {
    SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)).prefix(8).enumerated().reduce(0) {
      $0 | UInt64($1.element) << (8 * UInt64($1.offset))
    }
  }
}
