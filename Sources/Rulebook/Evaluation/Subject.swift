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

/// A figure of the subject with its origin.
public struct Operand: Codable, Equatable, Sendable {
  public let value: Double
  /// Must be the unit of the quantity that it stands for.
  public let unit: String
  /// The source in words or as an id.
  public let source: String
  /// What a throughput rests on; `nil` for figures that are not throughputs.
  public let evidence: Evidence?
  /// From the lowest to the highest value that sources give; `nil` where they agree.
  public let published: ClosedRange<Double>?
  /// Whether no source of it could be read: an answer that rests on it must not be quoted.
  public let isUnverified: Bool

  /// - Parameter published: from the lowest to the highest value that sources give.
  public init(
    value: Double, unit: String, source: String, evidence: Evidence? = nil,
    published: ClosedRange<Double>? = nil, isUnverified: Bool = false
  ) {
    self.isUnverified = isUnverified
    self.value = value
    self.unit = unit
    self.source = source
    self.evidence = evidence
    self.published = published.flatMap { $0.lowerBound < $0.upperBound ? $0 : nil }
  }

  /// A figure in the quantity's own unit.
  public init(
    _ value: Double, of quantity: Quantity, source: String, evidence: Evidence? = nil,
    published: ClosedRange<Double>? = nil, isUnverified: Bool = false
  ) {
    self.init(
      value: value, unit: quantity.unit, source: source, evidence: evidence, published: published,
      isUnverified: isUnverified)
  }

  /// The figure times a factor of the law, in another unit.
  func weighted(by factor: DatedValue, in unit: String) -> Operand {
    let times = factor.value ?? 1
    return Operand(
      value: value * times, unit: unit,
      source:
        "\(Wording.number(value)) \(self.unit) × \(Wording.number(times)) (\(factor.reference)), \(source)",
      evidence: evidence, published: published.map { $0.lowerBound * times...$0.upperBound * times },
      isUnverified: isUnverified)
  }

  /// Two bandwidths added.
  static func + (a: Operand, b: Operand) -> Operand {
    let low = (a.published?.lowerBound ?? a.value) + (b.published?.lowerBound ?? b.value)
    let high = (a.published?.upperBound ?? a.value) + (b.published?.upperBound ?? b.value)
    return Operand(
      value: a.value + b.value, unit: a.unit, source: "\(a.source) + \(b.source)", evidence: a.evidence,
      published: low...high, isUnverified: a.isUnverified || b.isUnverified)
  }

  /// Whether a test holds for the figure, or for all that sources give: unknown where they fall on both sides.
  func outcome(_ comparison: Comparison, _ threshold: Double, overPublished: Bool) -> Outcome {
    guard overPublished, let published else { return Outcome(comparison.holds(value, threshold)) }
    let ends = [value, published.lowerBound, published.upperBound].map { comparison.holds($0, threshold) }
    return ends.allSatisfy { $0 == ends[0] } ? Outcome(ends[0]) : .unknown
  }
}
