import Rating

/// How an element of a device's matrix lies in memory.
public enum ElementFormat: String, CaseIterable, Codable, Sendable {
  case fp64, fp32, fp16, bf16, fp8e4m3, fp8e5m2, fp4, int8, int32

  /// The format of the inputs at a precision; `nil` for those of which no device's product is known here.
  public init?(inputsOf precision: Precision) {
    switch precision {
    case .fp64: self = .fp64
    case .fp32, .tf32: self = .fp32
    case .fp16: self = .fp16
    case .bf16: self = .bf16
    case .fp8e4m3: self = .fp8e4m3
    case .fp8e5m2: self = .fp8e5m2
    case .fp4: self = .fp4
    case .int8: self = .int8
    case .fp6, .int16, .int4: return nil
    }
  }

  public var bits: Int {
    switch self {
    case .fp64: 64
    case .fp32, .int32: 32
    case .fp16, .bf16: 16
    case .fp8e4m3, .fp8e5m2, .int8: 8
    case .fp4: 4
    }
  }

  /// The bytes of some elements in a row.
  public func bytes(_ count: Int) -> Int { (count * bits + 7) / 8 }

  /// The most by which rounding a value to this format can change it, relative to it; 0 for integers.
  var unitRoundoff: Double {
    switch self {
    case .fp64: 0x1p-53
    case .fp32: 0x1p-24
    case .fp16: 0x1p-11
    case .bf16: 0x1p-8
    case .fp8e4m3: 0x1p-4
    case .fp8e5m2: 0x1p-3
    case .fp4: 0x1p-2
    case .int8, .int32: 0
    }
  }
}
