import Rating

/// What arithmetic a matrix multiply really ran, as its answers to crafted operands show.
///
/// The method is that of M. Fasi, N. J. Higham, M. Mikaitis and S. Pranesh, "Numerical behavior of NVIDIA tensor
/// cores", PeerJ Computer Science 7, e330, 2021.
public struct Fingerprint: Codable, Equatable, Sendable {
  /// A figure for each of the two operands.
  public struct Pair<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    public let a: Value
    public let b: Value

    public init(a: Value, b: Value) {
      self.a = a
      self.b = b
    }
  }

  /// What becomes of numbers below the smallest normal one.
  public enum Subnormals: String, Codable, Sendable {
    case kept
    /// They count as zero.
    case flushed
  }

  /// How a partial sum is rounded.
  public enum Rounding: String, Codable, Sendable {
    case nearest
    /// Toward zero or, of a two's complement, down.
    case truncation
  }

  /// What becomes of a sum too large for the accumulator or for C.
  public enum Overflow: String, Codable, Sendable {
    case infinity
    case notANumber
    /// The largest number stands for all larger ones.
    case saturates
    /// The upper bits are lost.
    case wraps
  }

  /// The precision whose format the probes' inputs had.
  public let precision: Precision
  /// Bits of an input that the multiply honours: of the significand, the implicit bit included, or of the integer.
  ///
  /// At most as many as the input format or, should that be narrower, the result has.
  public let significandBits: Pair<Int>
  /// The exponent bits of the widest IEEE 754 range in which both operands are honoured; `nil` for integers.
  public let exponentBits: Int?
  /// Bits that every addition keeps, wherever along the inner dimension its terms stand: of the significand, or of a
  /// signed integer.
  ///
  /// At least so many: bits beyond those of C are told in steps (32, 40, 48, 53, 54, 64), and no more than the
  /// products' range holds, which for FP8 E4M3 is 25.
  public let accumulatorBits: Int
  /// Bits with which a sum comes back in C; never more than the accumulator's or than C's own format has.
  public let resultBits: Int
  /// Whether two neighbouring products are summed in 16 bits that saturate, as x86's `VPMADDUBSW` does; `nil` other
  /// than for INT8.
  public let pairsSaturate: Bool?
  /// Whether the sum changes with the order of its terms; `nil` for integers.
  public let orderDependent: Bool?
  /// What becomes of subnormal inputs; `nil` for integers.
  public let subnormalInputs: Pair<Subnormals>?
  /// What becomes of subnormal results; `nil` where products of normal inputs cannot be that small.
  public let subnormalResults: Subnormals?
  /// How partial sums are rounded; `nil` where it cannot be told and for integers.
  public let rounding: Rounding?
  /// What becomes of a sum that is too large; `nil` where none can be.
  public let overflow: Overflow?
  /// Whether products enter the sum unrounded, by a fused multiply-add or because they fit; `nil` where too few
  /// bits of the inputs are honoured to tell.
  public let productsExact: Bool?
}

extension Fingerprint {
  /// The format in which the inputs were really multiplied; `nil` if none has these bits.
  ///
  /// Never wider than the format of the probes' inputs: a conversion upward is exact and leaves no trace.
  public var impliedPrecision: Precision? {
    let bits = min(significandBits.a, significandBits.b)
    return Precision.allCases.first { candidate in
      switch NumericFormat(candidate) {
      case .float(let format)?: format.significandBits == bits && format.exponentBits == exponentBits
      case .integer(let format)?: format.bits == bits && exponentBits == nil
      case nil: candidate == .int4 && bits == 4 && exponentBits == nil
      }
    }
  }

  /// Why this arithmetic is less than a precision's name claims, in a sentence.
  ///
  /// Inputs and sums handled at more than the name claims are no conflict, and neither are flushed subnormals,
  /// rounding by truncation or products that are rounded before they are summed.
  /// - Returns: `nil` if it is all that the name claims.
  public func conflict(with precision: Precision) -> String? {
    switch (NumericFormat(precision), NumericFormat(self.precision)) {
    case (.float(let format)?, .float?):
      inputConflict(with: format, precision)
        ?? sumConflict(sums: format.sumBits, results: format.resultBits, precision)
    case (.integer(let format)?, .integer?):
      inputConflict(with: format, precision) ?? pairConflict
        ?? sumConflict(sums: format.sumBits, results: format.sumBits, precision)
    default:
      "probed as \(self.precision.label), which says nothing of \(precision.label)"
    }
  }

  /// The fingerprint in a line of a table: "24-bit inputs, 24-bit sums, order-dependent, subnormals kept".
  public var summary: String {
    var parts = ["\(inputBits)-bit inputs", "\(accumulatorBits)-bit sums"]
    if resultBits < min(accumulatorBits, namedResultBits) { parts.append("\(resultBits)-bit results") }
    if pairsSaturate == true { parts.append("pairs saturate") }
    if rounding == .truncation { parts.append("truncated") }
    if let orderDependent { parts.append(orderDependent ? "order-dependent" : "independent of order") }
    if let subnormalSummary { parts.append(subnormalSummary) }
    if exponentBits == nil, let overflow { parts.append(overflow == .wraps ? "wrap" : "saturate") }
    return parts.joined(separator: ", ")
  }

  private var namedResultBits: Int {
    switch NumericFormat(precision) {
    case .float(let format)?: format.resultBits
    case .integer(let format)?: format.sumBits
    case nil: 0
    }
  }

  private var inputBits: String {
    significandBits.a == significandBits.b
      ? "\(significandBits.a)" : "\(significandBits.a)/\(significandBits.b)"
  }

  private var subnormalSummary: String? {
    guard let subnormalInputs else { return nil }
    let inputs: Subnormals = subnormalInputs == Pair(a: .kept, b: .kept) ? .kept : .flushed
    switch (inputs, subnormalResults ?? inputs) {
    case (.kept, .kept): return "subnormals kept"
    case (.flushed, .flushed): return "subnormals flushed"
    case (.flushed, .kept): return "subnormal inputs flushed"
    case (.kept, .flushed): return "subnormal results flushed"
    }
  }

  /// Why the inputs are handled at less than a precision's name claims, whatever the sums are.
  /// - Returns: `nil` if they are not, or if nothing can be told.
  func inputConflict(with precision: Precision) -> String? {
    switch NumericFormat(precision) {
    case .float(let format)?: inputConflict(with: format, precision)
    case .integer(let format)?: inputConflict(with: format, precision)
    case nil: nil
    }
  }

  private func inputConflict(with format: FloatFormat, _ precision: Precision) -> String? {
    let exponentBits = exponentBits ?? 0
    let bits = min(significandBits.a, significandBits.b)
    guard bits < format.significandBits || exponentBits < format.exponentBits else { return nil }
    let article = [8, 11].contains(exponentBits) ? "an" : "a"
    return "inputs keep \(inputBits) significand bits and \(article) \(exponentBits)-bit exponent, "
      + "\(precision.label) has \(format.significandBits) and \(format.exponentBits)"
      + passing(for: precision)
  }

  private func inputConflict(with format: IntegerFormat, _ precision: Precision) -> String? {
    let bits = min(significandBits.a, significandBits.b)
    guard bits < format.bits else { return nil }
    return "inputs keep \(inputBits) bits, \(precision.label) has \(format.bits)" + passing(for: precision)
  }

  private func passing(for precision: Precision) -> String {
    guard let impliedPrecision, impliedPrecision != precision else { return "" }
    return ": \(impliedPrecision.label) passes for \(precision.label)"
  }

  private var pairConflict: String? {
    pairsSaturate == true ? "sums of two neighbouring products saturate at 16 bits" : nil
  }

  private func sumConflict(sums: Int, results: Int, _ precision: Precision) -> String? {
    if accumulatorBits < sums {
      let width = accumulatorWidth.map { ": a \($0)-bit accumulator" } ?? ""
      return "sums keep \(accumulatorBits) bits, \(precision.label) needs \(sums)" + width
    }
    // A result is as narrow as the sum that it rounds.
    let least = min(results, sums)
    return resultBits < least ? "results keep \(resultBits) bits, \(precision.label) needs \(least)" : nil
  }

  /// The width in bits of the usual accumulator that keeps as many bits as this one.
  private var accumulatorWidth: Int? {
    guard exponentBits != nil else { return accumulatorBits }
    return [8: 16, 11: 16, 24: 32][accumulatorBits]
  }
}
