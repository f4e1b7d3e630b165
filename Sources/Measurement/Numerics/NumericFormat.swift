import Rating

/// The inputs and sums that a precision's name stands for.
enum NumericFormat: Equatable {
  case float(FloatFormat)
  case integer(IntegerFormat)

  /// - Returns: `nil` for a precision that no multiply here offers: FP6, FP4 and INT4.
  init?(_ precision: Precision) {
    switch precision {
    case .fp64: self = .float(FloatFormat(significandBits: 53, exponentBits: 11, sumBits: 53, resultBits: 53))
    case .fp32: self = .float(FloatFormat(significandBits: 24, exponentBits: 8))
    case .tf32: self = .float(FloatFormat(significandBits: 11, exponentBits: 8))
    case .fp16: self = .float(FloatFormat(significandBits: 11, exponentBits: 5))
    case .bf16: self = .float(FloatFormat(significandBits: 8, exponentBits: 8))
    case .fp8e4m3: self = .float(FloatFormat(significandBits: 4, exponentBits: 4, sumBits: 12))
    case .fp8e5m2: self = .float(FloatFormat(significandBits: 3, exponentBits: 5, sumBits: 12))
    case .int16: self = .integer(IntegerFormat(bits: 16, isFirstUnsigned: false))
    case .int8: self = .integer(IntegerFormat(bits: 8, isFirstUnsigned: true))
    case .fp6, .fp4, .int4: return nil
    }
  }
}

/// A binary floating-point format of inputs, with IEEE 754's bias.
struct FloatFormat: Equatable {
  /// Bits of the significand, the implicit one included.
  let significandBits: Int
  let exponentBits: Int
  /// The fewest significand bits that a sum must keep for the name to be honest.
  ///
  /// Those of FP32; for FP8 more than the 11 of FP16, as NVIDIA Hopper's tensor cores sum FP8 in around 14
  /// (DeepSeek-AI, "DeepSeek-V3 Technical Report", arXiv 2412.19437, section 3.3.2).
  var sumBits = 24
  /// Significand bits of an element of C.
  var resultBits = 24

  /// The largest e for which 2^e and 2^-e are both normal with this many exponent bits.
  static func symmetricExponent(bits: Int) -> Int { (1 << (bits - 1)) - 2 }

  var symmetricExponent: Int { Self.symmetricExponent(bits: exponentBits) }
}

/// Integer inputs that are summed in 32 bits.
struct IntegerFormat: Equatable {
  let bits: Int
  /// Whether A holds unsigned values; B is always signed.
  let isFirstUnsigned: Bool
  let sumBits = 32

  /// The values of which each has one bit of A alone.
  var bitsOfA: [Double] { isFirstUnsigned ? (0..<bits).map { Double(1 << $0) } : bitsOfB }

  /// The values of which each has one bit of B alone.
  var bitsOfB: [Double] { (0..<bits).map { Double($0 == bits - 1 ? -(1 << $0) : 1 << $0) } }

  var largestA: Int { isFirstUnsigned ? (1 << bits) - 1 : largestB }
  var largestB: Int { (1 << (bits - 1)) - 1 }
  var smallestB: Int { -(1 << (bits - 1)) }
}
