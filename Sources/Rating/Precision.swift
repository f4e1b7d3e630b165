/// A number format of the multiply's inputs.
///
/// The accumulator plays no part: FP8 × FP8 → FP32 is an 8-bit operation
/// (ECCN 3A090, technical note on bit length).
public enum Precision: String, CaseIterable, Codable, Hashable, Sendable {
  case fp64, fp32, tf32, fp16, bf16, fp8e4m3, fp8e5m2, fp6, fp4, int16, int8, int4

  /// The width in bits of the widest multiply input.
  ///
  /// Scale factors shared by a block (MXFP6, NVFP4) are not part of an input and do not count.
  /// - Parameter tf32: how to read TF32, which the regulation does not settle.
  public func bitLength(_ tf32: TF32Reading) -> Int {
    switch self {
    case .fp64: 64
    case .fp32: 32
    case .tf32: tf32.bits
    case .fp16, .bf16, .int16: 16
    case .fp8e4m3, .fp8e5m2, .int8: 8
    case .fp6: 6
    case .fp4, .int4: 4
    }
  }

  /// The name as the field writes it: "FP8 E4M3", "BF16".
  public var label: String {
    switch self {
    case .fp8e4m3: "FP8 E4M3"
    case .fp8e5m2: "FP8 E5M2"
    default: rawValue.uppercased()
    }
  }
}

/// A reading of TF32's bit length, on which the regulation is silent.
///
/// TF32 operands sit in a 32-bit container of which 19 bits are significant. The reading in force
/// is named beside every figure that depends on it.
public enum TF32Reading: String, CaseIterable, Codable, Sendable {
  case container32
  case significant19

  /// The bit length under this reading.
  public var bits: Int {
    switch self {
    case .container32: 32
    case .significant19: 19
    }
  }
}
