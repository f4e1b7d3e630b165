import Rating

/// A kind of product that a device offers: a precision, and what a library leaves to choose about it.
public struct ProductVariant: Codable, Hashable, Sendable {
  /// How exactly products are summed.
  public enum Accumulation: String, Codable, Sendable {
    /// As exactly as the device can.
    case full
    /// Faster and less exact, where the device has both: FP8 without promotion to FP32, FP16 summed in FP16.
    case fast
  }

  /// Zeros that the device's multiply can skip.
  public enum Sparsity: String, Codable, Sendable {
    /// Of four neighbouring elements of a row of A, two are zero.
    case twoOfFour = "2:4"
  }

  public let precision: Precision
  /// The format of C.
  public let output: ElementFormat
  public let accumulate: Accumulation
  /// `nil` for a dense product, the only kind that earns TPP.
  public let sparsity: Sparsity?
  /// Whether B lies as n rows of k elements.
  public let transposed: Bool

  public init(
    precision: Precision, output: ElementFormat, accumulate: Accumulation = .full, sparsity: Sparsity? = nil,
    transposed: Bool = true
  ) {
    self.precision = precision
    self.output = output
    self.accumulate = accumulate
    self.sparsity = sparsity
    self.transposed = transposed
  }

  /// The format of A and B; `nil` for a precision of which there is no product here.
  var input: ElementFormat? { ElementFormat(inputsOf: precision) }

  /// What is measured as one row: the format of C and the layout of B are the search's to choose.
  public struct Kind: Codable, Hashable, Sendable {
    public let precision: Precision
    public let accumulate: Accumulation
    public let sparsity: Sparsity?

    /// "FP8 E4M3, fast accumulation", "BF16, sparse 2:4".
    public var label: String {
      [
        precision.label, accumulate == .fast ? "fast accumulation" : nil,
        sparsity.map { "sparse \($0.rawValue)" },
      ].compactMap { $0 }.joined(separator: ", ")
    }
  }

  public var kind: Kind { Kind(precision: precision, accumulate: accumulate, sparsity: sparsity) }

  /// The bytes of A, of B and of C: a `Double`, since a side of 10^9 is a request to be refused and must not overflow.
  func bytes(_ shape: GEMMShape) -> (a: Double, b: Double, c: Double) {
    let (m, n, k) = (Double(shape.m), Double(shape.n), Double(shape.k))
    let width = Double((input ?? .fp64).bits) / 8
    return (m * k * width, k * n * width, m * n * Double(output.bits) / 8)
  }

  /// The longest inner dimension for which no sum of products can overflow; `nil` for floating point.
  var longestInner: Int? {
    // 127·127·k < 2^31
    precision == .int8 ? 133_143 : nil
  }
}
