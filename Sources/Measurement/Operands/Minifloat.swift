import Foundation

/// The two 8-bit floating-point formats of the OCP specification OFP8, revision 1.0.
protocol Minifloat: InputElement {
  var bitPattern: UInt8 { get }
  init(bitPattern: UInt8)
  /// Explicit significand bits.
  static var fractionBits: Int { get }
  static var bias: Int { get }
  /// The largest finite value; larger ones are clipped to it.
  static var largest: Double { get }
}

extension Minifloat {
  /// Rounds to the nearest, ties to even.
  init(nearest value: Double) {
    let sign: UInt8 = value.sign == .minus ? 0x80 : 0
    let magnitude = min(value.magnitude, Self.largest)
    let least = 1 - Self.bias
    let exponent = magnitude == 0 ? least : max(Int(magnitude.exponent), least)
    let units = scalbn(magnitude, Self.fractionBits - exponent).rounded(.toNearestOrEven)
    // Units past the fraction carry into the exponent by themselves; subnormals have none.
    let bits = (exponent - least) << Self.fractionBits + Int(units)
    self.init(bitPattern: sign | UInt8(truncatingIfNeeded: bits))
  }

  var exact: Double {
    let field = Int(bitPattern & 0x7f) >> Self.fractionBits
    let fraction = Double(Int(bitPattern & 0x7f) & (1 << Self.fractionBits - 1))
    let leading = field == 0 ? 0 : Double(1 << Self.fractionBits)
    let magnitude = scalbn(leading + fraction, max(field, 1) - Self.bias - Self.fractionBits)
    return bitPattern & 0x80 == 0 ? magnitude : -magnitude
  }
}

/// E4M3: no infinity, one NaN, up to 448.
struct FP8E4M3: Minifloat {
  let bitPattern: UInt8
  static let fractionBits = 3
  static let bias = 7
  static let largest = 448.0
}

/// E5M2: as IEEE 754, up to 57,344.
struct FP8E5M2: Minifloat {
  let bitPattern: UInt8
  static let fractionBits = 2
  static let bias = 15
  static let largest = 57_344.0
}
