import Parallel

/// The standard normal draws of one name.
///
/// Each depends on the seed, the name and its index alone: another number of cores, other chunks or an input more change
/// none of them.
struct DrawStream: Sendable {
  enum Kind: UInt8 {
    case input, group
  }

  private let key: UInt64

  init(_ kind: Kind, _ name: String, seed: UInt64) {
    // FNV-1a of 64 bits (Fowler, Noll and Vo), then mixed with the seed.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in [kind.rawValue] + Array(name.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    key = SplitMix64.number(at: 0, seed: SplitMix64.number(at: 0, seed: seed) ^ hash)
  }

  func normal(at index: Int) -> Double {
    NormalDistribution.quantile(SplitMix64.unit(from: SplitMix64.number(at: index, seed: key)))
  }
}
