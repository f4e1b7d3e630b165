/// A signed byte without -128, so that every input has its negative.
struct SymmetricInt8: InputElement {
  let value: Int8

  init(nearest value: Double) { self.value = Int8(min(max(value.rounded(), -127), 127)) }

  init(_ value: Double, of distribution: OperandDistribution) {
    let fitted =
      switch distribution {
      case .uniform: (-127 + (value + 1) * 127.5).rounded(.down)
      case .normal: (value * 127 / 4).rounded()
      case .trig: (value * 127).rounded()
      case .int, .zeros: value
      }
    self.value = Int8(min(max(fitted, -127), 127))
  }

  var exact: Double { Double(value) }
}
