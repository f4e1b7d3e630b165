import Foundation

/// A floating-point format into which a fake rounds.
struct FakeFormat: Sendable {
  let significandBits: Int
  let exponentBits: Int

  static let fp64 = FakeFormat(significandBits: 53, exponentBits: 11)
  static let fp32 = FakeFormat(significandBits: 24, exponentBits: 8)
  static let tf32 = FakeFormat(significandBits: 11, exponentBits: 8)
  static let fp16 = FakeFormat(significandBits: 11, exponentBits: 5)
  static let bf16 = FakeFormat(significandBits: 8, exponentBits: 8)
  /// Of a tensor core that sums FP8.
  static let hopper = FakeFormat(significandBits: 14, exponentBits: 8)

  private var largestExponent: Int { (1 << (exponentBits - 1)) - 1 }
  var smallestExponent: Int { 1 - largestExponent }

  /// Rounds to nearest even or toward zero, gradually below the normal range and to infinity above it.
  func rounded(_ value: Double, truncating: Bool = false) -> Double {
    guard value.isFinite, value != 0, significandBits < 53 else { return value }
    let exponent = Int(value.bitPattern >> 52 & 0x7ff) - 1023
    if exponent >= smallestExponent && exponent < largestExponent {
      let lost = UInt64(53 - significandBits)
      let half: UInt64 = truncating ? 0 : (1 << (lost - 1)) - 1 + (value.bitPattern >> lost & 1)
      return Double(bitPattern: ((value.bitPattern + half) >> lost) << lost)
    }
    let unit = max(Int(value.exponent), smallestExponent) - significandBits + 1
    let whole = scalbn(value, -unit).rounded(truncating ? .towardZero : .toNearestOrEven)
    let result = scalbn(whole, unit)
    return result.magnitude < scalbn(1, largestExponent + 1) ? result : scalbn(.infinity, 0) * value
  }

  func isSubnormal(_ value: Double) -> Bool { value != 0 && Int(value.exponent) < smallestExponent }
}
