import Rating

/// The sizes of one product C = A·B, with A m×k, B k×n and C m×n, all row-major.
public struct GEMMShape: Codable, Hashable, Sendable, CustomStringConvertible {
  public let m: Int
  public let n: Int
  public let k: Int

  /// The longest side that is accepted: what a library with 32-bit integers can address.
  public static let longestSide = Int(Int32.max)

  /// - Throws: `MeasurementError.badShape` when a side is below 1 or above `longestSide`.
  public init(m: Int, n: Int, k: Int) throws(MeasurementError) {
    for (name, side) in [("m", m), ("n", n), ("k", k)] where !(1...Self.longestSide).contains(side) {
      throw .badShape("\(name) = \(side): give a whole number from 1 to \(Self.longestSide)")
    }
    self.m = m
    self.n = n
    self.k = k
  }

  /// A product of three square matrices.
  public init(square side: Int) throws(MeasurementError) {
    try self.init(m: side, n: side, k: side)
  }

  /// Reads "2048" or "4096x1024x512" (m × n × k).
  public init(_ text: String) throws(MeasurementError) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    let sides = parts.compactMap { $0 }
    guard sides.count == parts.count, sides.count == 1 || sides.count == 3 else {
      throw .badShape("'\(text)': give one side (2048) or m x n x k (4096x1024x512) in whole numbers")
    }
    try self.init(
      m: sides[0], n: sides.count == 3 ? sides[1] : sides[0], k: sides.count == 3 ? sides[2] : sides[0])
  }

  /// Operations of one product: 2·m·n·k, a multiply-accumulate counting as two.
  public var operations: Double { 2 * Double(m) * Double(n) * Double(k) }

  /// The rate of one product that took so long, in TOP/s.
  func tops(seconds: Double) -> Double { operations / seconds * 1e-12 }

  /// The bytes of A, B and C, and of B once more in the library's own layout.
  ///
  /// A `Double`, since a side of 10^9 is a request to be refused and must not overflow.
  func operandBytes(_ precision: Precision) -> Double {
    let format = OperandFormat(precision)
    let (m, n, k) = (Double(m), Double(n), Double(k))
    return m * k * Double(format.inputBytes) + 2 * k * n * Double(format.inputBytes)
      + m * n * Double(format.outputBytes)
  }

  public var description: String { "\(m)x\(n)x\(k)" }
}
