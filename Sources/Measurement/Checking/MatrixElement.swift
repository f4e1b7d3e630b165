/// An element of an operand or a result, exactly representable as a `Double`.
protocol MatrixElement {
  var exact: Double { get }
}

/// An element that can be drawn at random, so that no operand is zero, sparse or degenerate.
protocol RandomElement: MatrixElement {
  /// Maps 64 random bits to an element: uniform on [-1, 1) rounded to the format, or over all integers of it.
  init(randomBits: UInt64)
}

extension RandomElement {
  fileprivate static func uniform(_ bits: UInt64) -> Double { Double(Int64(bitPattern: bits)) * 0x1p-63 }
}

extension Double: RandomElement {
  init(randomBits: UInt64) { self = Self.uniform(randomBits) }
  var exact: Double { self }
}

extension Float: RandomElement {
  init(randomBits: UInt64) { self = Float(Self.uniform(randomBits)) }
  var exact: Double { Double(self) }
}

/// A 16-bit brain float: the upper half of an IEEE 754 single.
struct BFloat16: RandomElement {
  let bitPattern: UInt16

  init(randomBits: UInt64) {
    let bits = Float(Self.uniform(randomBits)).bitPattern
    bitPattern = UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
  }
  var exact: Double { Double(Float(bitPattern: UInt32(bitPattern) << 16)) }
}

/// An IEEE 754 half, kept as its bits so that hosts without the type can still move it.
struct Half: RandomElement {
  let value: Float16

  init(randomBits: UInt64) { value = Float16(Self.uniform(randomBits)) }
  var exact: Double { Double(value) }
}

extension UInt8: RandomElement {
  init(randomBits: UInt64) { self.init(truncatingIfNeeded: randomBits >> 32) }
  var exact: Double { Double(self) }
}

extension Int8: RandomElement {
  init(randomBits: UInt64) { self.init(truncatingIfNeeded: randomBits >> 32) }
  var exact: Double { Double(self) }
}

extension Int32: MatrixElement {
  var exact: Double { Double(self) }
}
