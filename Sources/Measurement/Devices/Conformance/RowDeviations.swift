import Parallel

/// What `check` of a product has to tell: |C·x - A·(B·x)| of each row, with x of a seed.
struct RowDeviations {
  let largest: Double
  let row: Int
  /// How far another order of summing may lie off.
  let tolerance: Double
  private let all: [Double]

  init(_ product: TrialProduct, _ variant: ProductVariant, c: [Double], set: Int, seed: UInt64) {
    let (m, n) = (product.shape.m, product.shape.n)
    let x = (0..<n).map { Self.element($0, seed) }
    let image = product.b.product(by: x, transposed: variant.transposed)
    var (deviations, sizes) = ([Double](), [Double]())
    for row in 0..<m {
      let (own, a) = (c[row * n..<(row + 1) * n], product.a.values(row: row, flip: product.flips[set]))
      deviations.append((Self.dot(own, x) - Self.dot(a[...], image)).magnitude)
      sizes.append(zip(a, image).reduce(0) { $0 + ($1.0 * $1.1).magnitude })
    }
    all = deviations
    row = deviations.indices.max { deviations[$0] < deviations[$1] } ?? 0
    largest = deviations[row]
    tolerance = Double(n + product.shape.k) * 0x1p-50 * (sizes.max() ?? 0)
  }

  /// Whether an answer tells the same.
  func agrees(_ told: CheckRequest.Answer) -> Bool {
    guard all.indices.contains(told.row) else { return false }
    return (told.largest.value - largest).magnitude <= tolerance
      && (all[told.row] - largest).magnitude <= 2 * tolerance
  }

  /// The protocol's x.
  static func element(_ index: Int, _ seed: UInt64) -> Double {
    let bits = SplitMix64.number(at: index, seed: seed)
    let magnitude = Double(bits & 7) + 1
    return bits >> 63 == 1 ? -magnitude : magnitude
  }

  private static func dot(_ values: ArraySlice<Double>, _ vector: [Double]) -> Double {
    zip(values, vector).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
