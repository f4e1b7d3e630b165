/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): a seeded generator whose stream is the same everywhere, and
/// can be entered at any place.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mixed(state)
  }

  /// The number at an index, from 0, of the stream that a seed starts.
  package static func number(at index: Int, seed: UInt64) -> UInt64 {
    mixed(seed &+ UInt64(truncatingIfNeeded: index &+ 1) &* step)
  }

  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  private static func mixed(_ state: UInt64) -> UInt64 {
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
