/// The random numbers of docs/worker-protocol.md.
enum HipStream {
  static func number(_ seed: UInt64, _ index: Int) -> UInt64 {
    var z = seed &+ (UInt64(index) &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  static func unit(_ seed: UInt64, _ index: Int) -> Double {
    Double(Int64(bitPattern: number(seed, index))) * 0x1p-63
  }

  static func sign(_ seed: UInt64, _ index: Int) -> Bool { number(seed, index) >> 63 == 1 }

  /// x of the check.
  static func weight(_ seed: UInt64, _ index: Int) -> Double {
    let value = number(seed, index)
    let magnitude = Double(1 + (value & 7))
    return value >> 63 == 1 ? -magnitude : magnitude
  }
}
