import Rating

/// An element in which a chain can run, and how it is drawn.
protocol ChainElement: InputElement {
  /// How many elements are drawn from 64 random bits.
  static var countOfWord: Int { get }

  /// Several vectors of a check side by side: what one row of them is.
  associatedtype Lanes: CheckLanes

  /// The element as the check's arithmetic has it.
  var factor: Lanes.Factor { get }

  /// Writes as many elements as 64 random bits give.
  /// - Parameter width: of the range in which floating-point numbers lie, to either side of 0; integers take all values.
  static func draw(_ word: UInt64, width: Double, into place: UnsafeMutablePointer<Self>)
}

/// An element of X, which a product's sums are rounded to.
protocol ChainInput: ChainElement {
  /// An element of the products that are to be rounded.
  associatedtype Sum: MatrixElement
  /// An element of M.
  associatedtype Factor: ChainElement where Factor.Lanes == Lanes

  /// The nearest element; for integers that of the lowest bits.
  init(rounding sum: Sum)
}

extension ChainElement where Lanes == SIMD8<Double> {
  var factor: Double { exact }
}

extension ChainElement where Lanes == SIMD64<UInt16>, Self: FixedWidthInteger {
  var factor: UInt16 { UInt16(truncatingIfNeeded: self) }
}

extension Double: ChainInput {
  typealias Lanes = SIMD8<Double>
  typealias Factor = Double
  static var countOfWord: Int { 1 }

  static func draw(_ word: UInt64, width: Double, into place: UnsafeMutablePointer<Double>) {
    place.pointee = Double(Int64(bitPattern: word)) * (width * 0x1p-63)
  }
  init(rounding sum: Double) { self = sum }
}

extension Float: ChainInput {
  typealias Lanes = SIMD8<Double>
  typealias Factor = Float
  static var countOfWord: Int { 2 }

  static func draw(_ word: UInt64, width: Double, into place: UnsafeMutablePointer<Float>) {
    place[0] = Float(Double(Int32(truncatingIfNeeded: word)) * (width * 0x1p-31))
    place[1] = Float(Double(Int32(truncatingIfNeeded: word >> 32)) * (width * 0x1p-31))
  }
  init(rounding sum: Float) { self = sum }
}

extension BFloat16: ChainInput {
  typealias Lanes = SIMD8<Double>
  typealias Factor = BFloat16
  static var countOfWord: Int { 4 }

  static func draw(_ word: UInt64, width: Double, into place: UnsafeMutablePointer<BFloat16>) {
    let width = width * 0x1p-15
    for lane in 0..<4 {
      place[lane] = BFloat16(nearest: Double(Int16(truncatingIfNeeded: word >> UInt64(16 * lane))) * width)
    }
  }
  init(rounding sum: Float) { self.init(nearest: Double(sum)) }
}

extension Half: ChainInput {
  typealias Lanes = SIMD8<Double>
  typealias Factor = Half
  static var countOfWord: Int { 4 }

  static func draw(_ word: UInt64, width: Double, into place: UnsafeMutablePointer<Half>) {
    let width = width * 0x1p-15
    for lane in 0..<4 {
      place[lane] = Half(nearest: Double(Int16(truncatingIfNeeded: word >> UInt64(16 * lane))) * width)
    }
  }
  init(rounding sum: Float) { self.init(value: Float16(sum)) }
}

extension UInt8: ChainInput {
  typealias Lanes = SIMD64<UInt16>
  typealias Factor = Int8
  static var countOfWord: Int { 8 }

  static func draw(_ word: UInt64, width _: Double, into place: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(place).storeBytes(of: word.littleEndian, as: UInt64.self)
  }
  init(rounding sum: Int32) { self.init(truncatingIfNeeded: sum) }
}

extension Int8: ChainElement {
  typealias Lanes = SIMD64<UInt16>
  static var countOfWord: Int { 8 }

  static func draw(_ word: UInt64, width _: Double, into place: UnsafeMutablePointer<Int8>) {
    UnsafeMutableRawPointer(place).storeBytes(of: word.littleEndian, as: UInt64.self)
  }
}

extension Precision {
  /// The elements of X in a chain at this precision; `nil` where there is none.
  var chainInput: (any ChainInput.Type)? {
    switch self {
    case .fp64: Double.self
    case .fp32: Float.self
    case .bf16: BFloat16.self
    case .fp16: Half.self
    case .int8: UInt8.self
    case .tf32, .fp8e4m3, .fp8e5m2, .fp6, .fp4, .int16, .int4: nil
    }
  }
}
