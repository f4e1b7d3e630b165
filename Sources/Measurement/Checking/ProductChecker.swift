import Dispatch
import Parallel
import Rating

/// Checks products of the same B, however A changes, by one random vector x: B·x is computed once, and each product costs
/// no more than its own rows.
///
/// The vector and the rows come from the system's generator, in the process that did not compute the product: no library
/// can know them.
final class ProductChecker {
  private let operands: Operands
  private let vector: [Double]
  private let image: [Double]
  private let bound: Double
  private let mistrusted: String?
  private let isKnownFormat: Bool
  private var products = 0
  private var residual = 0.0

  init(_ operands: Operands) {
    self.operands = operands
    let x = Self.randomVector(operands.shape.n)
    vector = x
    let prepared = withElementTypes(of: operands.precision) { a, b, _ in
      Self.prepare(operands, x, a, b)
    }
    isKnownFormat = prepared != nil
    (image, bound, mistrusted) = prepared ?? ([], 0, nil)
  }

  /// What has been checked so far, as one.
  var check: ProductCheck {
    ProductCheck(
      method: .freivalds, vectors: 1, products: products, residual: residual.isFinite ? residual : nil,
      bound: bound, passed: passed && products > 0, mistrusted: mistrusted)
  }

  /// Whether nothing wrong has been seen.
  var passed: Bool { isKnownFormat && residual <= bound }

  /// Checks every row of what C holds.
  func checkWhole() {
    let rows = operands.shape.m
    let slice = max(1, (1 << 17) / max(1, operands.shape.n + operands.shape.k))
    let slices = (rows + slice - 1) / slice
    let residuals = [Double](unsafeUninitializedCapacity: slices) { result, count in
      nonisolated(unsafe) let result = result
      nonisolated(unsafe) let checker = self
      DispatchQueue.concurrentPerform(iterations: slices) { number in
        let own = number * slice..<min((number + 1) * slice, rows)
        result.initializeElement(at: number, to: checker.largestResidual(own))
      }
      count = slices
    }
    enter(residuals.max() ?? 0)
  }

  /// Checks some rows of what C holds, drawn anew each time.
  func checkRows(_ count: Int) {
    let rows = (0..<min(count, operands.shape.m)).map { _ in Int.random(in: 0..<operands.shape.m) }
    enter(largestResidual(rows))
  }

  private func enter(_ residual: Double) {
    products += 1
    self.residual = max(self.residual, residual)
  }

  /// The largest deviation of some rows of C·x from A·(B·x); infinite where C holds what is not finite.
  private func largestResidual(_ rows: some Sequence<Int>) -> Double {
    withElementTypes(of: operands.precision) { a, _, c in largestResidual(rows, a, c) } ?? .infinity
  }

  private func largestResidual<A: MatrixElement, C: MatrixElement>(
    _ rows: some Sequence<Int>, _: A.Type, _: C.Type
  ) -> Double {
    guard let a = operands.a.values(of: A.self, count: operands.countOfA).baseAddress,
      let c = operands.c.values(of: C.self, count: operands.countOfC).baseAddress
    else { return 0 }
    return rows.reduce(0) { largest, row in
      let deviation =
        Self.dot(c + row * vector.count, vector) - Self.dot(a + row * image.count, image)
      return deviation.isNaN ? .infinity : max(largest, deviation.magnitude)
    }
  }

  private static func prepare<A: MatrixElement, B: MatrixElement>(
    _ operands: Operands, _ x: [Double], _: A.Type, _: B.Type
  ) -> (image: [Double], bound: Double, mistrusted: String?) {
    let a = sample(operands.a.values(of: A.self, count: operands.countOfA))
    let b = operands.b.values(of: B.self, count: operands.countOfB)
    let sampleB = sample(b)
    let (terms, inner) = (Double(operands.shape.n), Double(operands.shape.k))
    let growth = (inner.squareRoot() + terms.squareRoot()) * (inner * terms).squareRoot()
    let bound =
      4 * roundoff(operands.precision) * growth * rootMeanSquare(a) * rootMeanSquare(sampleB)
      * rootMeanSquare(x)
    return (
      product(b, rows: operands.shape.k, by: x), bound,
      reasonToMistrust(a, "A") ?? reasonToMistrust(sampleB, "B")
    )
  }

  /// The unit roundoff of the accumulator that a precision's product should have; 0 for integers.
  private static func roundoff(_ precision: Precision) -> Double {
    switch precision {
    case .fp64: 0x1p-53
    case .int16, .int8, .int4: 0
    default: 0x1p-24
    }
  }

  /// The largest magnitude in a random vector.
  static let largestOfVector = 8.0

  /// Whole numbers of magnitude 1…8, so that integer products stay exact in FP64.
  static func randomVector(_ count: Int) -> [Double] {
    var generator = SplitMix64(seed: .random(in: 0 ... .max))
    return (0..<count).map { _ in
      let bits = generator.next() >> 60
      let magnitude = Double(bits & 7) + 1
      return bits & 8 == 0 ? magnitude : -magnitude
    }
  }

  /// Row-major matrix times vector, summed in eight lanes, by as many rows at once as there are processors.
  private static func product<Element: MatrixElement>(
    _ matrix: UnsafeBufferPointer<Element>, rows: Int, by vector: [Double]
  ) -> [Double] {
    guard let start = matrix.baseAddress else { return [] }
    let slice = max(1, (1 << 17) / max(1, vector.count))
    return [Double](unsafeUninitializedCapacity: rows) { result, count in
      nonisolated(unsafe) let result = result
      nonisolated(unsafe) let start = start
      vector.withUnsafeBufferPointer { vector in
        nonisolated(unsafe) let vector = vector
        DispatchQueue.concurrentPerform(iterations: (rows + slice - 1) / slice) { number in
          for row in number * slice..<min((number + 1) * slice, rows) {
            result.initializeElement(at: row, to: dot(start + row * vector.count, vector))
          }
        }
      }
      count = rows
    }
  }

  private static func dot<Element: MatrixElement>(
    _ row: UnsafePointer<Element>, _ vector: [Double]
  ) -> Double {
    vector.withUnsafeBufferPointer { dot(row, $0) }
  }

  private static func dot<Element: MatrixElement>(
    _ row: UnsafePointer<Element>, _ vector: UnsafeBufferPointer<Double>
  ) -> Double {
    guard let factors = vector.baseAddress else { return 0 }
    var lanes = SIMD8<Double>.zero
    var column = 0
    while column + 8 <= vector.count {
      lanes += Element.eight(row + column) * Double.eight(factors + column)
      column += 8
    }
    var sum = lanes.sum()
    while column < vector.count {
      sum += row[column].exact * vector[column]
      column += 1
    }
    return sum
  }

  /// Some 4096 elements, spread evenly.
  private static func sample<Element: MatrixElement>(_ values: UnsafeBufferPointer<Element>) -> [Double] {
    // An odd step meets every column of a matrix whose width is a power of two.
    stride(from: 0, to: values.count, by: max(1, values.count / 4096 | 1)).map { values[$0].exact }
  }

  static func rootMeanSquare(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
  }

  /// Zeros can be skipped, and constants summed, by a kernel that multiplies nothing.
  static func reasonToMistrust(_ sample: [Double], _ name: String) -> String? {
    let zeros = Double(sample.count { $0 == 0 }) / Double(max(1, sample.count))
    if zeros > 0.5 {
      return "\(Int((zeros * 100).rounded())) % of \(name) is zero, so a product that skips work looks right"
    }
    if sample.count > 16 && Set(sample).count < 3 {
      return "\(name) holds fewer than three different values, so a product that skips work looks right"
    }
    return nil
  }
}
