import Dispatch
import Parallel

/// Elements of one format, several in 64 bits, each replaced by its mirror image where its coin says so.
protocol MirroredElements: Sendable {
  /// - Parameter coins: 64 random bits, of which the highest of each element is its coin.
  func mirrored(_ word: UInt64, coins: UInt64) -> UInt64
}

extension MirroredElements {
  /// Rewrites memory by coins from the system's generator.
  func rewrite(_ memory: UnsafeMutableBufferPointer<UInt64>) {
    let seed = UInt64.random(in: 0 ... .max)
    let slice = 1 << 18
    nonisolated(unsafe) let memory = memory
    DispatchQueue.concurrentPerform(iterations: (memory.count + slice - 1) / slice) { number in
      let end = min((number + 1) * slice, memory.count)
      var start = number * slice
      while start + 8 <= end {
        // Shifted, one random number serves eight words.
        let coins = SplitMix64.number(at: start, seed: seed)
        for shift in 0..<8 {
          memory[start + shift] = mirrored(memory[start + shift], coins: coins << UInt64(shift))
        }
        start += 8
      }
      for place in start..<max(start, end) {
        memory[place] = mirrored(memory[place], coins: SplitMix64.number(at: place, seed: seed))
      }
    }
  }
}

/// Floating point: the sign changes.
struct MirroredSigns: MirroredElements {
  let signs: UInt64

  @inline(__always)
  func mirrored(_ word: UInt64, coins: UInt64) -> UInt64 { word ^ coins & signs }
}

/// Bytes from 0 to `highest`, which change ends.
struct MirroredBytes: MirroredElements {
  let highest: UInt64

  @inline(__always)
  func mirrored(_ word: UInt64, coins: UInt64) -> UInt64 {
    let mask = (coins & 0x8080_8080_8080_8080) >> 7 &* 0xff
    // No byte borrows from the next: none is subtracted from a smaller one.
    return (highest &* 0x0101_0101_0101_0101 & mask | word & ~mask) &- (word & mask)
  }
}

/// Signed 16-bit integers, which become their negatives.
struct MirroredWords: MirroredElements {
  @inline(__always)
  func mirrored(_ word: UInt64, coins: UInt64) -> UInt64 {
    let mask = unsafeBitCast(coins, to: SIMD4<Int16>.self) &>> 15
    return unsafeBitCast((unsafeBitCast(word, to: SIMD4<Int16>.self) ^ mask) &- mask, to: UInt64.self)
  }
}
