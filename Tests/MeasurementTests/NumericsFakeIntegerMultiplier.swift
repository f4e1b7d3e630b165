import Rating

@testable import Measurement

/// An integer multiply of plain loops, with the shortcuts that hardware takes.
struct FakeIntegerMultiplier: CraftedProduct {
  enum Accumulator: Sendable {
    case wrapping(Int)
    case saturating(Int)
    case float
  }

  let precision: Precision
  var accumulator = Accumulator.wrapping(32)
  /// Whether two neighbouring products are summed in 16 bits that saturate.
  var pairsSaturate = false
  /// Values of A above this are cut off.
  var largestA = Int.max
  /// Low bits of B that are lost.
  var lostBits = 0

  func multiply(m: Int, n: Int, k: Int, a: [Double], b: [Double]) throws(ProviderError) -> [Double] {
    let a = a.map { min(Int($0), largestA) }
    let b = b.map { (Int($0) >> lostBits) << lostBits }
    var c: [Double] = []
    for row in 0..<m {
      let places = (0..<k).filter { a[row * k + $0] != 0 }
      for column in 0..<n {
        var sum = 0
        var pair = (index: -1, value: 0)
        for place in places {
          let product = a[row * k + place] * b[place * n + column]
          if pairsSaturate {
            if pair.index != place / 2 {
              sum = fold(sum, pair.value)
              pair = (place / 2, 0)
            }
            pair.value = min(max(pair.value + product, -32_768), 32_767)
          } else {
            sum = fold(sum, product)
          }
        }
        c.append(Double(fold(sum, pair.value)))
      }
    }
    return c
  }

  private func fold(_ sum: Int, _ value: Int) -> Int {
    switch accumulator {
    case .wrapping(let bits): return ((sum + value) << (64 - bits)) >> (64 - bits)
    case .saturating(let bits):
      let limit = 1 << (bits - 1)
      return min(max(sum + value, -limit), limit - 1)
    case .float: return Int(Float(sum) + Float(value))
    }
  }
}
