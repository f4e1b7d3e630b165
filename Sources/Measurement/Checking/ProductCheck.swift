import Dispatch
import Rating

/// Freivalds' check of a product: C·x against A·(B·x) in FP64 for a random vector x.
///
/// It costs O(m·n + k·n + m·k) where the product costs O(m·n·k), and it sees every element of C:
/// stale, skipped and zero elements, and products computed at a lower precision than claimed.
/// Integer products must agree exactly. For floating point, the deviation of a row is held against
///
///     4 · u · (√k + √n) · √(k·n) · rms(A) · rms(B) · rms(x)
///
/// with u the unit roundoff of the accumulator: the statistical growth √k of a sum's rounding error
/// (Higham and Mary, "A new approach to probabilistic rounding error analysis", SIAM J. Sci. Comput.
/// 41, 2019) carried through the n terms of C·x, and the FP64 reference's own error.
public struct ProductCheck: Codable, Equatable, Sendable {
  public enum Method: String, Codable, Sendable {
    case freivalds = "C·x against A·(B·x) in FP64"
  }

  public let method: Method
  /// How many random vectors have been tried.
  public let vectors: Int
  /// The largest deviation of a row, over all vectors; `nil` when C held NaN or infinity.
  public let residual: Double?
  /// What the deviation was held against; 0 for integers.
  public let bound: Double
  public let passed: Bool
  /// Why passing says little of the product: operands that hide what a kernel does. `nil` when it says what it should.
  public let mistrusted: String?

  /// Checks the result that the operands hold.
  /// - Parameter seed: draws x; a fresh one each time.
  static func verify(_ operands: Operands, seed: UInt64) -> ProductCheck {
    let check = withElementTypes(of: operands.precision) { a, b, c in
      verify(operands, seed, a, b, c, roundoff: roundoff(operands.precision))
    }
    return check
      ?? ProductCheck(
        method: .freivalds, vectors: 0, residual: nil, bound: 0, passed: false, mistrusted: nil)
  }

  /// The unit roundoff of the accumulator that a precision's product should have; 0 for integers.
  private static func roundoff(_ precision: Precision) -> Double {
    switch precision {
    case .fp64: 0x1p-53
    case .int16, .int8, .int4: 0
    default: 0x1p-24
    }
  }

  /// The residual beside its bound, in words.
  var summary: String {
    guard let residual else { return "the product holds values that are not finite" }
    return "deviation \(residual) where at most \(bound) is rounding"
  }

  /// Both checks as one: it passed if both did, and the larger residual stands.
  func merged(with other: ProductCheck) -> ProductCheck {
    let worse = (residual ?? .infinity) >= (other.residual ?? .infinity) ? self : other
    return ProductCheck(
      method: method, vectors: vectors + other.vectors, residual: worse.residual, bound: worse.bound,
      passed: passed && other.passed, mistrusted: mistrusted ?? other.mistrusted)
  }

  private static func verify<A: MatrixElement, B: MatrixElement, C: MatrixElement>(
    _ operands: Operands, _ seed: UInt64, _: A.Type, _: B.Type, _: C.Type, roundoff: Double
  ) -> ProductCheck {
    let (m, n, k) = (operands.shape.m, operands.shape.n, operands.shape.k)
    let a = operands.a.values(of: A.self, count: operands.countOfA)
    let b = operands.b.values(of: B.self, count: operands.countOfB)
    let x = randomVector(n, seed: seed)
    let reference = product(a, rows: m, by: product(b, rows: k, by: x))
    let result = product(operands.c.values(of: C.self, count: operands.countOfC), rows: m, by: x)
    var residual = 0.0
    for (value, expected) in zip(result, reference) {
      let deviation = (value - expected).magnitude
      residual = deviation.isNaN ? .infinity : max(residual, deviation)
    }
    let (terms, inner) = (Double(n), Double(k))
    let growth = (inner.squareRoot() + terms.squareRoot()) * (inner * terms).squareRoot()
    let (sampleA, sampleB) = (sample(a), sample(b))
    let bound =
      4 * roundoff * growth * rootMeanSquare(sampleA) * rootMeanSquare(sampleB) * rootMeanSquare(x)
    return ProductCheck(
      method: .freivalds, vectors: 1, residual: residual.isFinite ? residual : nil, bound: bound,
      passed: residual <= bound, mistrusted: reasonToMistrust(sampleA, "A") ?? reasonToMistrust(sampleB, "B"))
  }

  /// Whole numbers of magnitude 1…8, so that integer products stay exact in FP64.
  private static func randomVector(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
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

  private static func rootMeanSquare(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
  }

  /// Zeros can be skipped, and constants summed, by a kernel that multiplies nothing.
  private static func reasonToMistrust(_ sample: [Double], _ name: String) -> String? {
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
