import Foundation

/// An input element as it lies in memory.
protocol DrawnElement: InputElement {
  static var format: ElementFormat { get }
  /// The bits, in the lower end.
  var bits: UInt64 { get }
  /// The element of which these are the bits.
  init(bits: UInt64)
  /// The element with the other sign.
  var negated: Self { get }
}

extension DrawnElement {
  /// Floating point changes its sign bit.
  var negated: Self { Self(bits: bits ^ 1 << UInt64(Self.format.bits - 1)) }
}

extension Double: DrawnElement {
  static var format: ElementFormat { .fp64 }
  var bits: UInt64 { bitPattern }
  init(bits: UInt64) { self.init(bitPattern: bits) }
}

extension Float: DrawnElement {
  static var format: ElementFormat { .fp32 }
  var bits: UInt64 { UInt64(bitPattern) }
  init(bits: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: bits)) }
}

extension Half: DrawnElement {
  static var format: ElementFormat { .fp16 }
  var bits: UInt64 { UInt64(value.bitPattern) }
  init(bits: UInt64) { self.init(value: Float16(bitPattern: UInt16(truncatingIfNeeded: bits))) }
}

extension BFloat16: DrawnElement {
  static var format: ElementFormat { .bf16 }
  var bits: UInt64 { UInt64(bitPattern) }
  init(bits: UInt64) { self.init(bitPattern: UInt16(truncatingIfNeeded: bits)) }
}

extension FP8E4M3: DrawnElement {
  static var format: ElementFormat { .fp8e4m3 }
  var bits: UInt64 { UInt64(bitPattern) }
  init(bits: UInt64) { self.init(bitPattern: UInt8(truncatingIfNeeded: bits)) }
}

extension FP8E5M2: DrawnElement {
  static var format: ElementFormat { .fp8e5m2 }
  var bits: UInt64 { UInt64(bitPattern) }
  init(bits: UInt64) { self.init(bitPattern: UInt8(truncatingIfNeeded: bits)) }
}

extension FP4E2M1: DrawnElement {
  static var format: ElementFormat { .fp4 }
  var bits: UInt64 { UInt64(bitPattern) }
  init(bits: UInt64) { self.init(bitPattern: UInt8(truncatingIfNeeded: bits)) }
}

extension SymmetricInt8: DrawnElement {
  static var format: ElementFormat { .int8 }
  var bits: UInt64 { UInt64(UInt8(bitPattern: value)) }
  init(bits: UInt64) { value = Int8(truncatingIfNeeded: bits) }
  var negated: Self { Self(bits: UInt64(UInt8(bitPattern: -value))) }
}

extension ElementFormat {
  /// The type of an input's elements; `nil` for a format in which there are only results.
  var inputType: (any DrawnElement.Type)? {
    switch self {
    case .fp64: Double.self
    case .fp32: Float.self
    case .fp16: Half.self
    case .bf16: BFloat16.self
    case .fp8e4m3: FP8E4M3.self
    case .fp8e5m2: FP8E5M2.self
    case .fp4: FP4E2M1.self
    case .int8: SymmetricInt8.self
    case .int32: nil
    }
  }

  /// The values of elements that lie in a row, exactly.
  /// - Returns: `nil` when the bytes are not those of so many elements.
  func values(_ data: Data, count: Int) -> [Double]? {
    guard data.count == bytes(count) else { return nil }
    if self == .int32 {
      return data.withUnsafeBytes { bytes in
        (0..<count).map { Double(bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)) }
      }
    }
    func values<Element: DrawnElement>(_: Element.Type) -> [Double] {
      data.withUnsafeBytes { bytes in
        (0..<count).map { Element(bits: Self.bits(bytes, $0, width: Element.format.bits)).exact }
      }
    }
    return inputType.map { values($0) }
  }

  /// The bits of an element: little-endian, two of 4 bits a byte, the first in the low half.
  private static func bits(_ bytes: UnsafeRawBufferPointer, _ index: Int, width: Int) -> UInt64 {
    switch width {
    case 4: UInt64(bytes[index / 2] >> (index % 2 == 0 ? 0 : 4) & 0xf)
    case 8: UInt64(bytes[index])
    case 16: UInt64(bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
    case 32: UInt64(bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    default: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
    }
  }
}
