/// Checks rows of a product that is too large for every element to be summed here: C·x against A·(B·x).
struct LargeProductCheck {
  private let product: TrialProduct
  private let variant: ProductVariant
  private let vector: [Double]
  private let image: [Double]

  init(_ product: TrialProduct, _ variant: ProductVariant) {
    self.product = product
    self.variant = variant
    vector = ProductChecker.randomVector(product.shape.n)
    image = product.b.product(by: vector, transposed: variant.transposed)
  }

  /// - Throws: `ConformanceStop` when one of some rows is further off than rounding explains.
  func require(rows count: Int, set: Int) throws(ConformanceStop) {
    let shape = product.shape
    let rows = (0..<count).map { _ in Int.random(in: 0..<shape.m) }
    let data = try product.rows(.c, set: set, rows)
    let values = variant.output.values(data, count: count * shape.n) ?? []
    let scale = DeviceErrorBound.ofRows(variant, shape)
    let sizes =
      ProductChecker.rootMeanSquare(product.b.values(row: 0)) * ProductChecker.rootMeanSquare(vector)
    for (place, row) in rows.enumerated() {
      let a = product.a.values(row: row, flip: product.flips[set])
      let c = values.dropFirst(place * shape.n).prefix(shape.n)
      let deviation = Self.dot(c, vector) - Self.dot(a[...], image)
      let bound = scale * sizes * ProductChecker.rootMeanSquare(a)
      guard !(deviation.magnitude <= bound) else { continue }
      throw .fault(
        asked: "row \(row) of c, set \(set) of \(shape)", expected: "C·x = A·(B·x), give or take \(bound)",
        came: "a deviation of \(deviation)")
    }
  }

  private static func dot(_ values: ArraySlice<Double>, _ vector: [Double]) -> Double {
    zip(values, vector).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
