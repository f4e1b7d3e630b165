import ChipDB
import Rating
import Rulebook

extension Subject {
  /// A chip as a rule sees it: its chosen declared figures, each with its source.
  public init(_ chip: Chip, tf32Reading: TF32Reading) {
    let rating = chip.rating(tf32Reading: tf32Reading)
    var operands: [Quantity: Operand] = [:]
    if let governing = rating.governing {
      operands[.tpp] = Operand(
        value: governing.tpp,
        source: "\(NumberFormat.number(governing.tops)) TOP/s dense \(governing.precision.label) × "
          + "\(governing.bitLength) bit, \(governing.source)",
        evidence: .declared)
      if let area = chip.applicableDieArea.mm2, let density = rating.performanceDensity(areaMM2: area),
        case .known(let sourced) = chip.applicableDieArea
      {
        operands[.performanceDensity] = Operand(
          value: density,
          source: "TPP / \(NumberFormat.number(area)) mm², \(sourced.source) (\(sourced.grade.rawValue))",
          evidence: .declared)
      }
    }
    operands[.aggregateIO] = chip.aggregateIOGBps.map(Self.operand)
    operands[.dramBandwidth] = chip.memoryBandwidthGBps.map(Self.operand)
    self.init(name: chip.name, operands: operands, facts: [.dataCentre: chip.dataCentre])
  }

  private static func operand(_ value: SourcedValue) -> Operand {
    Operand(value: value.value, source: "\(value.source) (\(value.grade.rawValue))", evidence: .declared)
  }
}
