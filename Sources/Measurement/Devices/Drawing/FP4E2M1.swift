/// OCP MX's 4-bit float E2M1: 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives.
struct FP4E2M1: InputElement {
  /// The sign in bit 3.
  let bitPattern: UInt8

  private static let magnitudes = [0, 0.5, 1, 1.5, 2, 3, 4, 6]
  /// Halfway between neighbours; a value on one goes to the even neighbour.
  private static let bounds = [0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5]

  init(bitPattern: UInt8) { self.bitPattern = bitPattern & 0xf }

  init(nearest value: Double) {
    let magnitude = value.magnitude
    var code: UInt8 = 0
    for (index, bound) in Self.bounds.enumerated()
    where magnitude > bound || magnitude == bound && index % 2 == 1 {
      code = UInt8(index + 1)
    }
    bitPattern = value.sign == .minus ? code | 8 : code
  }

  /// Uniform values are spread over the whole range of the format.
  init(_ value: Double, of distribution: OperandDistribution) {
    self.init(nearest: distribution == .uniform ? 6 * value : value)
  }

  var exact: Double {
    let magnitude = Self.magnitudes[Int(bitPattern & 7)]
    return bitPattern & 8 == 0 ? magnitude : -magnitude
  }
}
