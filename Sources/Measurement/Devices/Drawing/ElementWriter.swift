import Foundation

/// Lays elements in a row: little-endian, two of 4 bits a byte, the first in the low half.
struct ElementWriter {
  private var data: Data
  private var half: UInt8?

  init(capacity: Int) { data = Data(capacity: capacity) }

  mutating func append<Element: DrawnElement>(_ element: Element) {
    let bits = element.bits
    switch Element.format.bits {
    case 4:
      if let low = half {
        data.append(low | UInt8(truncatingIfNeeded: bits) << 4)
        half = nil
      } else {
        half = UInt8(truncatingIfNeeded: bits)
      }
    case 8: data.append(UInt8(truncatingIfNeeded: bits))
    case let width: withUnsafeBytes(of: bits.littleEndian) { data.append(contentsOf: $0.prefix(width / 8)) }
    }
  }

  /// Ends a row: what follows begins with a byte of its own.
  mutating func endRow() {
    if let low = half { data.append(low) }
    half = nil
  }

  /// Everything that was appended.
  mutating func finished() -> Data {
    endRow()
    return data
  }
}
