import Rating

/// What is held against the rules: a chip or a training run, with the figures that are known.
public struct Subject: Equatable, Sendable {
  public let name: String
  /// The known figures; a quantity that is missing is unknown.
  public let operands: [Quantity: Operand]
  /// The known facts; one that is missing is unknown.
  public let facts: [Fact: Outcome]

  public init(name: String, operands: [Quantity: Operand], facts: [Fact: Outcome] = [:]) {
    self.name = name
    self.operands = operands
    self.facts = facts
  }

  /// A known figure, or one that follows from known ones.
  func operand(_ quantity: Quantity) -> Operand? {
    if let operand = operands[quantity] { return operand }
    guard quantity == .combinedBandwidth, let dram = operands[.dramBandwidth],
      let io = operands[.aggregateIO]
    else { return nil }
    return dram + io
  }

  /// Throws where a figure is not a finite number of zero or more in the quantity's unit.
  func check() throws(RulebookError) {
    guard !operands.isEmpty else { throw .noFigures(subject: name) }
    for quantity in Quantity.allCases {
      guard let operand = operands[quantity] else { continue }
      if case .upTo(let high) = operand.extent, !(high.isFinite && high > operand.value) {
        throw .unusableFigure(
          subject: name, quantity: quantity,
          reason: "an interval ends at a finite number above its start; give the lower end first")
      }
      guard operand.value.isFinite, operand.value >= 0 else {
        throw .unusableFigure(
          subject: name, quantity: quantity,
          reason: "\(operand.value) is not a number of zero or more; leave an unknown figure out")
      }
      guard operand.unit == quantity.unit else {
        throw .unusableFigure(
          subject: name, quantity: quantity,
          reason: "the unit is \(operand.unit), and the rules count in \(quantity.unit); convert it")
      }
    }
  }
}
