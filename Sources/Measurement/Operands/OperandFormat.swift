import Rating

/// How a precision's operands lie in memory.
struct OperandFormat {
  /// Bytes of an element of A and of B.
  let inputBytes: Int
  /// Bytes of an element of C.
  let outputBytes: Int

  init(_ precision: Precision) {
    switch precision {
    case .fp64: (inputBytes, outputBytes) = (8, 8)
    case .fp32, .tf32: (inputBytes, outputBytes) = (4, 4)
    case .fp16, .bf16, .int16: (inputBytes, outputBytes) = (2, 4)
    case .fp8e4m3, .fp8e5m2, .fp6, .fp4, .int8, .int4: (inputBytes, outputBytes) = (1, 4)
    }
  }

  /// The longest inner dimension for which no 32-bit sum of products can overflow; `nil` for floating point.
  static func longestInner(_ precision: Precision) -> Int? {
    switch precision {
    case .int8: 65_793  // 255·128·k < 2^31
    case .int16: 33_025  // 255·255·k < 2^31
    default: nil
    }
  }
}

/// Calls `body` with the element types of A, B and C.
/// - Returns: `nil` for a precision of which Assay has no elements.
func withElementTypes<Result>(
  of precision: Precision,
  _ body: (any InputElement.Type, any InputElement.Type, any MatrixElement.Type) -> Result
) -> Result? {
  switch precision {
  case .fp64: body(Double.self, Double.self, Double.self)
  case .fp32, .tf32: body(Float.self, Float.self, Float.self)
  case .bf16: body(BFloat16.self, BFloat16.self, Float.self)
  case .fp16: body(Half.self, Half.self, Float.self)
  case .fp8e4m3: body(FP8E4M3.self, FP8E4M3.self, Float.self)
  case .fp8e5m2: body(FP8E5M2.self, FP8E5M2.self, Float.self)
  case .int16: body(Int16.self, Int16.self, Int32.self)
  case .int8: body(UInt8.self, Int8.self, Int32.self)
  case .fp6, .fp4, .int4: nil
  }
}

extension Precision {
  /// The bytes that a square product of side n moves if it moves each operand once, over n².
  public var bytesOfSquareProduct: Int {
    let format = OperandFormat(self)
    return 2 * format.inputBytes + format.outputBytes
  }
}
