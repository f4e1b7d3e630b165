/// An element of an operand or a result, exactly representable as a `Double`.
protocol MatrixElement: SendableMetatype {
  var exact: Double { get }

  /// Eight elements in a row, read from memory.
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double>
}

extension MatrixElement {
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double> {
    SIMD8(
      start[0].exact, start[1].exact, start[2].exact, start[3].exact, start[4].exact, start[5].exact,
      start[6].exact, start[7].exact)
  }
}

/// An element that can be an input.
protocol InputElement: MatrixElement {
  /// The nearest element to a value.
  init(nearest value: Double)

  /// The element for a value of a distribution.
  init(_ value: Double, of distribution: OperandDistribution)
}

extension InputElement {
  init(_ value: Double, of _: OperandDistribution) { self.init(nearest: value) }
}

extension Double: InputElement {
  init(nearest value: Double) { self = value }
  var exact: Double { self }
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double> {
    UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Double>.self)
  }
}

extension Float: InputElement {
  init(nearest value: Double) { self = Float(value) }
  var exact: Double { Double(self) }
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double> {
    SIMD8<Double>(UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Float>.self))
  }
}

/// A 16-bit brain float: the upper half of an IEEE 754 single.
struct BFloat16: InputElement {
  let bitPattern: UInt16

  init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  init(nearest value: Double) {
    let bits = Float(value).bitPattern
    bitPattern = UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
  }
  var exact: Double { Double(Float(bitPattern: UInt32(bitPattern) << 16)) }
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double> {
    let bits = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt16>.self)
    return SIMD8<Double>(unsafeBitCast(SIMD8<UInt32>(truncatingIfNeeded: bits) &<< 16, to: SIMD8<Float>.self))
  }
}

/// An IEEE 754 half.
struct Half: InputElement {
  let value: Float16

  init(value: Float16) { self.value = value }

  init(nearest value: Double) { self.value = Float16(value) }
  var exact: Double { Double(value) }
}

/// An integer input; a distribution is fitted to its range.
protocol IntegerElement: InputElement, FixedWidthInteger {
  /// The values that inputs take, which may be fewer than the type holds.
  static var lowest: Double { get }
  static var highest: Double { get }
}

extension IntegerElement {
  init(nearest value: Double) {
    self.init(Swift.min(Swift.max(value.rounded(), Double(Self.min)), Double(Self.max)))
  }

  init(_ value: Double, of distribution: OperandDistribution) {
    let (low, high) = (Self.lowest, Self.highest)
    let middle = (low + high) / 2
    let half = (high - low) / 2
    let fitted =
      switch distribution {
      case .uniform: (low + (value + 1) * (half + 0.5)).rounded(.down)
      case .normal: (middle + value * half / 4).rounded()
      case .trig: (middle + value * half).rounded()
      case .int: low < 0 ? value : value.magnitude
      case .zeros: 0.0
      }
    self.init(Swift.min(Swift.max(fitted, low), high))
  }
  var exact: Double { Double(self) }
}

extension UInt8: IntegerElement {
  static var lowest: Double { 0 }
  static var highest: Double { 255 }
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double> {
    let bytes = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt8>.self)
    return SIMD8<Double>(SIMD8<Int32>(truncatingIfNeeded: bytes))
  }
}

extension Int8: IntegerElement {
  static var lowest: Double { -128 }
  static var highest: Double { 127 }
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double> {
    let bytes = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Int8>.self)
    return SIMD8<Double>(SIMD8<Int32>(truncatingIfNeeded: bytes))
  }
}

extension Int16: IntegerElement {
  // Nine bits, so that sums of 33,025 products fit into 32 bits.
  static var lowest: Double { -255 }
  static var highest: Double { 255 }
}

extension Int32: MatrixElement {
  var exact: Double { Double(self) }
  static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Double> {
    SIMD8<Double>(UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Int32>.self))
  }
}
