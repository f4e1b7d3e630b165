import CGEMM

/// The formats of elements, as docs/worker-protocol.md defines what is drawn in them; written for tests, apart from the
/// kernels that they test: a small format's nearest element is looked for among all.
enum HipFormat: CaseIterable, CustomStringConvertible {
  case fp64, fp32, fp16, bf16, fp8e4m3, fp8e5m2, fp4, int8, int32

  /// Those of inputs.
  static let drawn: [HipFormat] = [.fp64, .fp32, .fp16, .bf16, .fp8e4m3, .fp8e5m2, .fp4, .int8]

  var number: Int32 {
    let value: assay_format =
      switch self {
      case .fp64: ASSAY_FP64
      case .fp32: ASSAY_FP32
      case .fp16: ASSAY_FP16
      case .bf16: ASSAY_BF16
      case .fp8e4m3: ASSAY_FP8E4M3
      case .fp8e5m2: ASSAY_FP8E5M2
      case .fp4: ASSAY_FP4
      case .int8: ASSAY_INT8
      case .int32: ASSAY_INT32
      }
    return Int32(bitPattern: value.rawValue)
  }

  var description: String {
    switch self {
    case .fp64: "FP64"
    case .fp32: "FP32"
    case .fp16: "FP16"
    case .bf16: "BF16"
    case .fp8e4m3: "FP8 E4M3"
    case .fp8e5m2: "FP8 E5M2"
    case .fp4: "FP4"
    case .int8: "INT8"
    case .int32: "INT32"
    }
  }

  var bits: Int {
    switch self {
    case .fp64: 64
    case .fp32, .int32: 32
    case .fp16, .bf16: 16
    case .fp8e4m3, .fp8e5m2, .int8: 8
    case .fp4: 4
    }
  }

  /// Bytes of so many elements.
  func bytes(_ count: Int) -> Int { (count * bits + 7) / 8 }

  /// The value of an element with these bits.
  func value(_ code: UInt64) -> Double {
    switch self {
    case .fp64: Double(bitPattern: code)
    case .fp32: Double(Float(bitPattern: UInt32(code)))
    case .fp16: Double(Float16(bitPattern: UInt16(code)))
    case .bf16: Double(Float(bitPattern: UInt32(code) << 16))
    case .int8: Double(Int8(truncatingIfNeeded: code))
    case .int32: Double(Int32(truncatingIfNeeded: code))
    case .fp8e4m3: Self.small(code, fraction: 3, bias: 7, finite: 0x7e, infinity: nil)
    case .fp8e5m2: Self.small(code, fraction: 2, bias: 15, finite: 0x7b, infinity: 0x7c)
    case .fp4: Self.small(code << 4, fraction: 1, bias: 1, finite: 0x70, infinity: nil, cut: 4)
    }
  }

  // A sign in bit 7, an exponent and a fraction, of which the lowest bits are cut off.
  private static func small(
    _ code: UInt64, fraction: Int, bias: Int, finite: UInt64, infinity: UInt64?, cut: Int = 0
  ) -> Double {
    let magnitude = code & 0x7f
    guard magnitude <= finite else { return magnitude == infinity ? .infinity : .nan }
    let units = Double((magnitude >> UInt64(cut)) & (1 << UInt64(fraction) - 1))
    let exponent = Int(magnitude >> UInt64(cut + fraction))
    let scale = Double(sign: .plus, exponent: max(exponent, 1) - bias - fraction, significand: 1)
    let value = (exponent == 0 ? units : units + Double(1 << fraction)) * scale
    return code & 0x80 == 0 ? value : -value
  }

  /// The bits of the element that is nearest to a value, ties to even.
  func code(_ value: Double) -> UInt64 {
    switch self {
    case .fp64: value.bitPattern
    case .fp32: UInt64(Float(value).bitPattern)
    case .fp16: UInt64(Float16(value).bitPattern)
    case .bf16: Self.upperHalf(Float(value))
    case .int8: UInt64(UInt8(bitPattern: Int8(value)))
    case .int32: UInt64(UInt32(bitPattern: Int32(value)))
    case .fp8e4m3, .fp8e5m2, .fp4: nearest(value)
    }
  }

  private static func upperHalf(_ value: Float) -> UInt64 {
    let (lower, upper) = (value.bitPattern & 0xffff, UInt64(value.bitPattern >> 16))
    return upper + (lower > 0x8000 || (lower == 0x8000 && upper & 1 == 1) ? 1 : 0)
  }

  private func nearest(_ value: Double) -> UInt64 {
    let half: UInt64 = 1 << UInt64(bits - 1)
    let magnitudes = (0..<half).filter { self.value($0).isFinite }
    let best = magnitudes.min {
      let (one, other) = (abs(self.value($0) - abs(value)), abs(self.value($1) - abs(value)))
      return one != other ? one < other : $0 & 1 < $1 & 1
    }
    // There are finite magnitudes in every format.
    return best! + (value.sign == .minus ? half : 0)
  }

  /// What is drawn from a value between -1 and 1.
  func drawn(_ value: Double) -> UInt64 {
    switch self {
    case .int8: code(min(127, (-127 + (value + 1) * 127.5).rounded(.down)))
    case .fp4: code(6 * value)
    default: code(value)
    }
  }

  /// Elements as they lie in memory.
  func packed(_ codes: [UInt64]) -> [UInt8] {
    if self == .fp4 {
      return stride(from: 0, to: codes.count, by: 2).map {
        UInt8(codes[$0] | ($0 + 1 < codes.count ? codes[$0 + 1] << 4 : 0))
      }
    }
    return codes.flatMap { code in (0..<bits / 8).map { UInt8(truncatingIfNeeded: code >> UInt64(8 * $0)) } }
  }

  func unpacked(_ bytes: [UInt8], count: Int) -> [UInt64] {
    if self == .fp4 {
      return (0..<count).map { UInt64(bytes[$0 / 2] >> ($0 % 2 * 4) & 0xf) }
    }
    let size = bits / 8
    return (0..<count).map { index in
      (0..<size).reduce(0) { $0 | UInt64(bytes[index * size + $1]) << UInt64(8 * $1) }
    }
  }
}
