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

  /// Checks the result that the operands hold.
  /// - Parameter seed: draws x; a fresh one each time.
  static func verify(_ operands: Operands, seed: UInt64) -> ProductCheck {
    switch operands.precision {
    case .fp64: verify(operands, seed, Double.self, Double.self, Double.self, roundoff: 0x1p-53)
    case .fp32, .tf32: verify(operands, seed, Float.self, Float.self, Float.self, roundoff: 0x1p-24)
    case .bf16: verify(operands, seed, BFloat16.self, BFloat16.self, Float.self, roundoff: 0x1p-24)
    case .fp16: verify(operands, seed, Half.self, Half.self, Float.self, roundoff: 0x1p-24)
    case .int8: verify(operands, seed, UInt8.self, Int8.self, Int32.self, roundoff: 0)
    case .fp8e4m3, .fp8e5m2, .fp6, .fp4, .int16, .int4:
      ProductCheck(method: .freivalds, vectors: 0, residual: nil, bound: 0, passed: false)
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
      passed: passed && other.passed)
  }

  private static func verify<A: MatrixElement, B: MatrixElement, C: MatrixElement>(
    _ operands: Operands, _ seed: UInt64, _: A.Type, _: B.Type, _: C.Type, roundoff: Double
  ) -> ProductCheck {
    let (m, n, k) = (operands.shape.m, operands.shape.n, operands.shape.k)
    let a = operands.a.values(of: A.self)
    let b = operands.b.values(of: B.self)
    let x = randomVector(n, seed: seed)
    let reference = product(a, rows: m, by: product(b, rows: k, by: x))
    let result = product(operands.c.values(of: C.self), rows: m, by: x)
    var residual = 0.0
    for (value, expected) in zip(result, reference) {
      let deviation = (value - expected).magnitude
      residual = deviation.isNaN ? .infinity : max(residual, deviation)
    }
    let (terms, inner) = (Double(n), Double(k))
    let growth = (inner.squareRoot() + terms.squareRoot()) * (inner * terms).squareRoot()
    let bound = 4 * roundoff * growth * rootMeanSquare(a) * rootMeanSquare(b) * rootMeanSquare(x)
    return ProductCheck(
      method: .freivalds, vectors: 1, residual: residual.isFinite ? residual : nil, bound: bound,
      passed: residual <= bound)
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

  /// Row-major matrix times vector, summed in eight lanes.
  private static func product<Element: MatrixElement>(
    _ matrix: UnsafeBufferPointer<Element>, rows: Int, by vector: [Double]
  ) -> [Double] {
    let columns = vector.count
    return vector.withUnsafeBufferPointer { vector in
      (0..<rows).map { row in
        let start = row * columns
        var lanes = SIMD8<Double>.zero
        var column = 0
        while column + 8 <= columns {
          var block = SIMD8<Double>.zero
          var factors = SIMD8<Double>.zero
          for lane in 0..<8 {
            block[lane] = matrix[start + column + lane].exact
            factors[lane] = vector[column + lane]
          }
          lanes += block * factors
          column += 8
        }
        var sum = lanes.sum()
        while column < columns {
          sum += matrix[start + column].exact * vector[column]
          column += 1
        }
        return sum
      }
    }
  }

  /// The root mean square of a sample spread evenly over the elements.
  private static func rootMeanSquare<Element: MatrixElement>(_ values: UnsafeBufferPointer<Element>) -> Double
  {
    let step = max(1, values.count / 4096)
    let sampled = stride(from: 0, to: values.count, by: step).map { values[$0].exact }
    return rootMeanSquare(sampled)
  }

  private static func rootMeanSquare(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
  }
}
