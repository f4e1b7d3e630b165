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
}
