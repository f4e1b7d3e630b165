import CGEMM
import Parallel

/// A format of elements as the plug-in interface and docs/worker-protocol.md define it: independently of the device's
/// kernels, which assemble bits, an element is here looked up among all that the format has.
enum DeviceFormat: Int32, CaseIterable {
  case fp64, fp32, fp16, bf16, fp8e4m3, fp8e5m2, fp4, int8, int32

  var bits: Int {
    switch self {
    case .fp64: 64
    case .fp32, .int32: 32
    case .fp16, .bf16: 16
    case .fp8e4m3, .fp8e5m2, .int8: 8
    case .fp4: 4
    }
  }

  /// Elements to bytes, little-endian; two of 4 bits a byte, the first in the low half.
  func packed(_ elements: [UInt64]) -> [UInt8] {
    if self == .fp4 {
      return stride(from: 0, to: elements.count, by: 2).map {
        UInt8(elements[$0] | ($0 + 1 < elements.count ? elements[$0 + 1] << 4 : 0))
      }
    }
    return elements.flatMap { element in (0..<bits / 8).map { UInt8(truncatingIfNeeded: element >> (8 * $0)) }
    }
  }

  func unpacked(_ bytes: [UInt8], count: Int) -> [UInt64] {
    if self == .fp4 { return (0..<count).map { UInt64(bytes[$0 / 2] >> ($0 % 2 * 4) & 0xf) } }
    let size = bits / 8
    return (0..<count).map { index in
      (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[index * size + $1]) << (8 * $1) }
    }
  }

  /// What an element is worth.
  func value(_ element: UInt64) -> Double {
    switch self {
    case .fp64: Double(bitPattern: element)
    case .fp32: Double(Float(bitPattern: UInt32(element)))
    case .fp16: Double(Float16(bitPattern: UInt16(element)))
    case .bf16: Double(Float(bitPattern: UInt32(element) << 16))
    case .fp8e4m3: element & 0x7f == 0x7f ? .nan : Self.small(element, exponentBits: 4, fractionBits: 3)
    case .fp8e5m2:
      element & 0x7c == 0x7c
        ? (element & 3 == 0 ? (element >> 7 == 0 ? .infinity : -.infinity) : .nan)
        : Self.small(element, exponentBits: 5, fractionBits: 2)
    case .fp4: Self.small(element, exponentBits: 2, fractionBits: 1)
    case .int8: Double(Int8(truncatingIfNeeded: element))
    case .int32: Double(Int32(truncatingIfNeeded: element))
    }
  }

  private static func small(_ element: UInt64, exponentBits: Int, fractionBits: Int) -> Double {
    let field = Int(element >> fractionBits) & (1 << exponentBits - 1)
    let fraction = Double(element & (1 << fractionBits - 1)) / Double(1 << fractionBits)
    let bias = 1 << (exponentBits - 1) - 1
    let magnitude =
      field == 0
      ? Double(sign: .plus, exponent: 1 - bias, significand: fraction)
      : Double(sign: .plus, exponent: field - bias, significand: 1 + fraction)
    return element >> (exponentBits + fractionBits) == 0 ? magnitude : -magnitude
  }

  /// The nearest element to a value that is not beyond the largest; of two the even one.
  func element(_ value: Double) -> UInt64 {
    switch self {
    case .fp64: return value.bitPattern
    case .fp32: return UInt64(Float(value).bitPattern)
    case .fp16: return UInt64(Float16(value).bitPattern)
    case .bf16:
      // Among singles whose lower half is zero.
      let single = Double(Float(value))
      return sign(of: single) | nearest(to: single.magnitude, largest: 0x7f7f)
    case .fp8e4m3: return sign(of: value) | nearest(to: value.magnitude, largest: 0x7e)
    case .fp8e5m2: return sign(of: value) | nearest(to: value.magnitude, largest: 0x7b)
    case .fp4: return sign(of: value) | nearest(to: value.magnitude, largest: 7)
    case .int8: return UInt64(UInt8(bitPattern: Int8(value)))
    case .int32: return UInt64(UInt32(bitPattern: Int32(value)))
    }
  }

  private func sign(of value: Double) -> UInt64 { value.sign == .minus ? 1 << UInt64(bits - 1) : 0 }

  /// Elements without a sign are in the order of their values: the nearest one is found by halving.
  private func nearest(to value: Double, largest: UInt64) -> UInt64 {
    var (below, above) = (UInt64(0), largest)
    while above - below > 1 {
      let middle = (below + above) / 2
      if self.value(middle) <= value { below = middle } else { above = middle }
    }
    let (down, up) = (value - self.value(below), self.value(above) - value)
    return down < up || (down == up && below % 2 == 0) ? below : above
  }

  /// Element `index` of the stream of a seed, as the protocol draws it.
  func drawn(_ index: Int, seed: UInt64) -> UInt64 {
    let unit = Double(Int64(bitPattern: SplitMix64.number(at: index, seed: seed))) * 0x1p-63
    switch self {
    case .fp4: return element(6 * unit)
    case .int8: return element(min((-127 + (unit + 1) * 127.5).rounded(.down), 127))
    default: return element(unit)
    }
  }

  /// The element with the other sign.
  func negated(_ element: UInt64) -> UInt64 {
    self == .int8 ? self.element(-value(element)) : element ^ 1 << UInt64(bits - 1)
  }
}
