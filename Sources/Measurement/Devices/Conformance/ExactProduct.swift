/// A product summed in FP64 from elements that are exact, and how far a device's may be from it.
struct ExactProduct {
  let values: [Double]
  private let bounds: (rows: [Double], columns: [Double])
  private let columns: Int

  /// - Parameters:
  ///   - a: rows of k values.
  ///   - b: columns of k values.
  init(_ variant: ProductVariant, a: [[Double]], b: [[Double]]) {
    values = a.flatMap { row in
      b.map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    columns = b.count
    let inner = a.first?.count ?? 0
    // One element may lie further out than the sum of many.
    let scale =
      2 * DeviceErrorBound.margin * DeviceErrorBound.relative(variant, inner: inner)
      * Double(inner).squareRoot()
    bounds = (
      a.map { scale * ProductChecker.rootMeanSquare($0) }, b.map { ProductChecker.rootMeanSquare($0) }
    )
  }

  /// - Parameter flip: the signs of A.
  init(_ a: DrawnMatrix, _ b: DrawnMatrix, _ variant: ProductVariant, _ shape: GEMMShape, flip: UInt64?) {
    let rowsOfB = (0..<b.rows).map { b.values(row: $0) }
    let columns =
      variant.transposed ? rowsOfB : (0..<shape.n).map { column in rowsOfB.map { $0[column] } }
    self.init(variant, a: (0..<shape.m).map { a.values(row: $0, flip: flip) }, b: columns)
  }

  /// How far the element at a place may lie from the exact one.
  func bound(_ place: Int) -> Double { bounds.rows[place / columns] * bounds.columns[place % columns] }

  /// The place of the first element that is further off than rounding explains.
  func firstFault(in values: [Double]) -> Int? {
    self.values.indices.first { place in
      guard place < values.count else { return true }
      return !((values[place] - self.values[place]).magnitude <= bound(place))
    }
  }
}
