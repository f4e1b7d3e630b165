import Parallel

/// Several vectors side by side: one component of each.
protocol CheckLanes: Sendable {
  /// What a component is multiplied by.
  associatedtype Factor
  /// How many vectors there are.
  static var vectors: Int { get }
  /// Whether products must agree to the last bit.
  static var isExact: Bool { get }
  static var zero: Self { get }

  /// Adds a multiple.
  mutating func add(_ factor: Factor, times other: Self)
  mutating func add(_ other: Self)

  /// One component of each vector.
  static func draw(component: Int, seed: UInt64) -> Self

  /// Adds the square of each vector's component; nothing for integers, which need no bound.
  mutating func addSquare(_ other: Self)

  /// Holds what a result makes of the vectors against what the matrices make of them, row by row.
  /// - Parameter squares: the vectors' squared lengths after no step, one, …, all.
  static func compare(_ told: [Self], _ expected: [Self], _ bound: ChainBound, _ squares: [Self]) -> LapCheck
}

/// Eight vectors of signs, for floating point.
extension SIMD8: CheckLanes where Scalar == Double {
  static var vectors: Int { 8 }
  static var isExact: Bool { false }

  @inline(__always)
  mutating func add(_ factor: Double, times other: Self) { self += factor * other }
  @inline(__always)
  mutating func add(_ other: Self) { self += other }

  static func draw(component: Int, seed: UInt64) -> Self {
    let bits = SplitMix64.number(at: component, seed: seed)
    var signs = Self.zero
    for lane in 0..<8 { signs[lane] = bits >> UInt64(lane) & 1 == 0 ? 1 : -1 }
    return signs
  }
}

/// 64 vectors of bytes, in arithmetic modulo 2^16, of which modulo 2^8 is a part.
extension SIMD64: CheckLanes where Scalar == UInt16 {
  static var vectors: Int { 64 }
  static var isExact: Bool { true }

  @inline(__always)
  mutating func add(_ factor: UInt16, times other: Self) { self &+= Self(repeating: factor) &* other }
  @inline(__always)
  mutating func add(_ other: Self) { self &+= other }

  static func draw(component: Int, seed: UInt64) -> Self {
    var bytes = Self.zero
    for word in 0..<8 {
      let bits = SplitMix64.number(at: 8 * component + word, seed: seed)
      for lane in 0..<8 {
        bytes[8 * word + lane] = UInt16(truncatingIfNeeded: bits >> UInt64(8 * lane) & 0xff)
      }
    }
    return bytes
  }
}
