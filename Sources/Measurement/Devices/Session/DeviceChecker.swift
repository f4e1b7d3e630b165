import Foundation
import Rating

/// Checks products of a device by rows that it draws itself, and by a vector that the device never learns.
final class DeviceChecker {
  private let product: DeviceProduct
  private let vector: [Double]
  /// B·x.
  private let image: [Double]
  private let bound: Double
  private var mistrusted: String?
  private var products = 0
  private var residual = 0.0
  private var wrongInputs: String?

  /// Draws x, and computes B·x from B as it should be.
  init(_ product: DeviceProduct) {
    self.product = product
    vector = ProductChecker.randomVector(product.shape.n)
    image = product.b.product(by: vector, transposed: product.variant.transposed)
    let (a, b) = (Self.sample(product.a), Self.sample(product.b))
    bound = Self.bound(product.variant, product.shape, a, b) * ProductChecker.rootMeanSquare(vector)
    mistrusted = ProductChecker.reasonToMistrust(a, "A") ?? ProductChecker.reasonToMistrust(b, "B")
    // Half of a sparse A is zero by its name.
    if product.variant.sparsity != nil { mistrusted = ProductChecker.reasonToMistrust(b, "B") }
  }

  /// What has been checked so far, as one.
  var check: ProductCheck {
    ProductCheck(
      method: .freivalds, vectors: 1, products: products, residual: residual.isFinite ? residual : nil,
      bound: bound,
      passed: passed && products > 0, mistrusted: mistrusted)
  }

  var passed: Bool { wrongInputs == nil && residual <= bound }

  /// What is wrong, in words; `nil` while nothing is.
  var fault: String? { passed ? nil : wrongInputs ?? "wrong result: \(check.summary)" }

  /// Compares some rows of A and B in the device's memory with those that should have been drawn.
  func checkInputs() throws(DeviceError) {
    let set = Int.random(in: 0..<product.sets)
    let flip = product.flips.isEmpty ? nil : product.flips[set]
    let rowsOfA = Self.draw(2, of: product.a.rows)
    let rowsOfB = Self.draw(2, of: product.b.rows)
    if try product.rows(.a, set: set, rowsOfA) != product.a.bytes(rows: rowsOfA, flip: flip) {
      wrongInputs = "wrong operands: A on the device is not what was to be drawn"
    } else if try product.rows(.b, set: set, rowsOfB) != product.b.bytes(rows: rowsOfB) {
      wrongInputs = "wrong operands: B on the device is not what was to be drawn"
    }
  }

  /// Checks rows of C, drawn anew each time: of every set one, up to so many sets.
  /// - Parameter first: how many sets, from the first, hold a product of the last run.
  func checkRows(_ count: Int, ofSets first: Int) throws(DeviceError) {
    var sets = Array(0..<first)
    if sets.count > count { sets = Array(sets.shuffled().prefix(count)) }
    let each = max(1, count / sets.count)
    for set in sets {
      let rows = Self.draw(each, of: product.shape.m)
      let data = try product.rows(.c, set: set, rows)
      guard let values = product.variant.output.values(data, count: rows.count * product.shape.n) else {
        throw DeviceError(.failed, "rows of C cannot be read as \(product.variant.output.rawValue)")
      }
      let flip = product.flips.isEmpty ? nil : product.flips[set]
      for (place, row) in rows.enumerated() {
        let own = values[place * product.shape.n..<(place + 1) * product.shape.n]
        enter(Self.dot(own, vector) - Self.dot(product.a.values(row: row, flip: flip)[...], image))
      }
      products += 1
    }
  }

  /// Has the device check all rows of a set.
  /// - Parameter first: how many sets, from the first, hold a product of the last run.
  /// - Returns: `nil` where it cannot.
  func checkOnDevice(ofSets first: Int) throws(DeviceError) -> ProductCheck? {
    let largest: Double
    do throws(DeviceError) {
      largest = try product.checkOnDevice(set: Int.random(in: 0..<first))
    } catch {
      if error.kind == .unsupported { return nil }
      throw error
    }
    return ProductCheck(
      method: .freivaldsOnDevice, vectors: 1, products: 1, residual: largest.isFinite ? largest : nil,
      bound: bound,
      passed: largest.isFinite && largest <= bound, mistrusted: mistrusted)
  }

  private func enter(_ deviation: Double) {
    residual = deviation.isNaN ? .infinity : max(residual, deviation.magnitude)
  }

  private static func draw(_ count: Int, of rows: Int) -> [Int] {
    (0..<min(count, rows)).map { _ in Int.random(in: 0..<rows) }
  }

  private static func dot(_ values: ArraySlice<Double>, _ vector: [Double]) -> Double {
    zip(values, vector).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// What rounding explains of a row's deviation, over the root mean square of the vector.
  static func bound(_ variant: ProductVariant, _ shape: GEMMShape, _ a: [Double], _ b: [Double]) -> Double {
    DeviceErrorBound.ofRows(variant, shape) * ProductChecker.rootMeanSquare(a)
      * ProductChecker.rootMeanSquare(b)
  }

  /// Some rows' values.
  static func sample(_ matrix: DrawnMatrix) -> [Double] {
    let rows = min(4, matrix.rows)
    return (0..<rows).flatMap { matrix.values(row: $0 * matrix.rows / rows) }
  }
}

/// Compares a few elements of C with exact sums: what a trial can afford.
struct DeviceSpotCheck {
  let product: DeviceProduct
  /// How many sets, from the first, hold a product.
  let sets: Int

  /// - Throws: `DeviceError` when C is wrong.
  func check(elements: Int) throws(DeviceError) {
    let (shape, variant) = (product.shape, product.variant)
    let set = Int.random(in: 0..<sets)
    let row = Int.random(in: 0..<shape.m)
    let data = try product.rows(.c, set: set, [row])
    guard let values = variant.output.values(data, count: shape.n) else {
      throw DeviceError(.failed, "a row of C cannot be read as \(variant.output.rawValue)")
    }
    let a = product.a.values(row: row, flip: product.flips.isEmpty ? nil : product.flips[set])
    let scale = ProductChecker.rootMeanSquare(a) * Double(shape.k).squareRoot()
    for _ in 0..<elements {
      let column = Int.random(in: 0..<shape.n)
      let b = variant.transposed ? product.b.values(row: column) : product.b.values(column: column)
      let exact = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      // One element may lie further out than the sum of many.
      let bound =
        2 * DeviceErrorBound.margin * DeviceErrorBound.relative(variant, inner: shape.k) * scale
        * ProductChecker.rootMeanSquare(b)
      let deviation = (values[column] - exact).magnitude
      guard deviation <= bound else {
        throw DeviceError(
          .failed,
          "wrong result: C[\(row), \(column)] is \(values[column]), exactly \(exact), of which \(bound) is rounding"
        )
      }
    }
  }
}
