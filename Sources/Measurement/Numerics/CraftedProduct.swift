import Rating

/// A matrix multiply whose operands the caller writes element by element.
///
/// It is all that `NumericsProbe` asks of a library or a device.
public protocol CraftedProduct {
  /// The precision by which the multiply is named.
  var precision: Precision { get }

  /// Computes C = A·B once, with all matrices row-major.
  /// - Parameters:
  ///   - m: rows of A and C.
  ///   - n: columns of B and C.
  ///   - k: columns of A and rows of B.
  ///   - a: m·k values, each exactly representable in the precision's input format; for INT8 they are 0…255.
  ///   - b: k·n values, each exactly representable in the precision's input format; for INT8 they are -128…127.
  /// - Returns: the m·n elements of C as they were stored, converted exactly.
  /// - Throws: `ProviderError` when the library refuses or fails.
  func multiply(m: Int, n: Int, k: Int, a: [Double], b: [Double]) throws(ProviderError) -> [Double]
}

extension CraftedProduct {
  /// Computes every sum as an element of its own on the diagonal of as few products as hold them.
  /// - Parameters:
  ///   - tile: rows and columns of a product; the last one is filled up with zeros, so that all have one shape.
  ///   - inner: the inner dimension; every position of a term lies below it.
  /// - Returns: the elements in the order of the sums.
  func results(of sums: [CraftedSum], tile: Int, inner: Int) throws(ProviderError) -> [Double] {
    var results: [Double] = []
    for start in stride(from: 0, to: sums.count, by: tile) {
      var a = [Double](repeating: 0, count: tile * inner)
      var b = [Double](repeating: 0, count: inner * tile)
      let batch = sums[start..<min(start + tile, sums.count)]
      for (row, sum) in batch.enumerated() {
        for term in sum.terms {
          a[row * inner + term.position] = term.a
          b[term.position * tile + row] = term.b
        }
      }
      let c = try multiply(m: tile, n: tile, k: inner, a: a, b: b)
      guard c.count == tile * tile else {
        throw ProviderError("the product has \(c.count) elements instead of \(tile * tile)")
      }
      for row in 0..<batch.count { results.append(c[row * tile + row]) }
    }
    return results
  }

  /// Computes the sums of all ladders together.
  /// - Returns: how far each ladder is climbed: the height of the last rung up to which every sum is as expected, 0
  ///   if not even the first.
  func climb(_ ladders: [[Rung]], tile: Int, inner: Int) throws(ProviderError) -> [Int] {
    let sums = ladders.flatMap { $0.flatMap(\.sums) }
    var rest = try results(of: sums, tile: tile, inner: inner)[...]
    return ladders.map { ladder in
      var height = 0
      var holds = true
      for rung in ladder {
        let results = rest.prefix(rung.sums.count)
        rest = rest.dropFirst(rung.sums.count)
        holds = holds && zip(results, rung.sums).allSatisfy { $0 == $1.expected }
        if holds { height = rung.height }
      }
      return height
    }
  }
}
