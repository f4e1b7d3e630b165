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
    /// All rows, by the device: it shows faults, and not that the device is honest.
    case freivaldsOnDevice = "C·x against A·(B·x) in FP64, on the device itself"
  }

  public let method: Method
  /// How many random vectors have been tried.
  public let vectors: Int
  /// How many products were checked, each on some rows at least.
  public let products: Int
  /// The largest deviation of a row, over all vectors; `nil` when C held NaN or infinity.
  public let residual: Double?
  /// What the deviation was held against; 0 for integers.
  public let bound: Double
  public let passed: Bool
  /// Why passing says little of the product: operands that hide what a kernel does. `nil` when it says what it should.
  public let mistrusted: String?

  /// The residual beside its bound, in words.
  var summary: String {
    guard let residual else { return "the product holds values that are not finite" }
    return "deviation \(residual) where at most \(bound) is rounding"
  }

  /// Both checks as one: it passed if both did, and the larger residual stands.
  func merged(with other: ProductCheck) -> ProductCheck {
    let worse = (residual ?? .infinity) >= (other.residual ?? .infinity) ? self : other
    return ProductCheck(
      method: method, vectors: vectors + other.vectors, products: products + other.products,
      residual: worse.residual, bound: worse.bound, passed: passed && other.passed,
      mistrusted: mistrusted ?? other.mistrusted)
  }
}
