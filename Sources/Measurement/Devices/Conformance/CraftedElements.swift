import Foundation
import Parallel

/// Elements of which every sum of products is exact in any format and by any order of summing.
///
/// Whole numbers of magnitude 1 and 2, of which a row of A has at most 32 that are not zero: no sum is above 128. Integers
/// take their whole range.
struct CraftedElements {
  /// Rows of A.
  var a: [[Double]]
  /// Columns of B.
  let b: [[Double]]
  let format: ElementFormat

  private static let mostTerms = 32

  init(_ variant: ProductVariant, _ format: ElementFormat, _ shape: GEMMShape, seed: UInt64) {
    self.format = format
    var generator = SplitMix64(seed: seed)
    func element() -> Double {
      let bits = generator.next()
      if format == .int8 { return Double(Int8(truncatingIfNeeded: bits >> 32)) }
      return (bits & 1 == 0 ? 1 : -1) * (bits & 2 == 0 ? 1 : 2)
    }
    let keepsAll = format == .int8 || shape.k <= Self.mostTerms
    a = (0..<shape.m).map { _ in
      var row = [Double](repeating: 0, count: shape.k)
      let places =
        keepsAll
        ? Array(0..<shape.k) : (0..<Self.mostTerms).map { _ in Int(generator.next() % UInt64(shape.k)) }
      for place in places { row[place] = element() }
      if variant.sparsity != nil {
        // Of each four two stay, another pair in each group.
        for group in 0..<shape.k / 4 {
          for dropped in [group % 4, (group + 1 + group / 4 % 3) % 4] { row[4 * group + dropped] = 0 }
        }
      }
      return row
    }
    b = (0..<shape.n).map { _ in (0..<shape.k).map { _ in element() } }
  }

  /// The exact elements of C, row by row.
  var c: [Double] {
    a.flatMap { row in b.map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  /// The request that multiplies them.
  func request(_ variant: ProductVariant) -> MultiplyRequest {
    let (m, n, k) = (a.count, b.count, a.first?.count ?? 0)
    let laid = variant.transposed ? b.flatMap { $0 } : (0..<k).flatMap { place in b.map { $0[place] } }
    return MultiplyRequest(
      variant: variant, m: m, n: n, k: k, a: Self.data(a.flatMap { $0 }, format), b: Self.data(laid, format))
  }

  /// The elements as they lie, of which those of -128 are no drawn ones.
  private static func data(_ values: [Double], _ format: ElementFormat) -> Data {
    if format == .int8 { return Data(values.map { UInt8(bitPattern: Int8($0)) }) }
    return format.data(values)
  }
}
