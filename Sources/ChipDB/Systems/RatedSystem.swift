import Rating

/// A system with its chip: what is published of the whole, and what its chips have together.
public struct RatedSystem: Equatable, Sendable {
  /// One figure of the whole.
  public struct Value: Equatable, Sendable {
    public let quantity: SystemQuantity
    /// What is published of the system itself.
    public let published: SourcedValue?
    /// The chip's figure times the number of chips. Never power: what joins and cools the chips takes its own.
    public let reckoned: SourcedValue?
    /// The published figure, or for want of one the reckoned; the interval takes in both.
    public let bounded: BoundedValue
  }

  public let system: ComputeSystem
  public let chip: Chip

  public init(_ system: ComputeSystem, in database: ChipDatabase) throws(ChipDBError) {
    guard let chip = database.chip(id: system.chip) else {
      throw .badQuestion("the chip '\(system.chip)' of \(system.id) is not in chips.csv: add it there first")
    }
    self.system = system
    self.chip = chip
  }

  /// Every figure that is known, in the order of the quantities.
  public var values: [Value] { SystemQuantity.allCases.compactMap(value) }

  /// One figure; `nil` where it is neither published nor follows from the chip's.
  public func value(_ quantity: SystemQuantity) -> Value? {
    let published = SourcedValue.chosen(
      from: system.figures.filter { $0.quantity == quantity }.map(\.value))
    let reckoned = chipFigure(quantity).map {
      $0.times(system.count).converted(unit: quantity.unit, over: Self.chipUnitsPerSystemUnit)
    }
    guard let reported = published ?? reckoned else { return nil }
    let ranges = [published, reckoned].compactMap { $0?.range }
    let low = ranges.map(\.lowerBound).min() ?? reported.value
    let high = ranges.map(\.upperBound).max() ?? reported.value
    return Value(
      quantity: quantity, published: published, reckoned: reckoned,
      bounded: BoundedValue(reported.value, low...high))
  }

  /// TOP/s in a PFLOP/s, GB in a TB.
  private static let chipUnitsPerSystemUnit = 1000.0

  private func chipFigure(_ quantity: SystemQuantity) -> SourcedValue? {
    switch quantity {
    case .rate(let precision): chip.declared(precision)
    case .memory: chip.memoryCapacityGB
    case .bandwidth: chip.memoryBandwidthGBps
    case .scaleUp:
      SourcedValue.chosen(
        from: chip.interconnect.filter { $0.link == system.link }.map(\.bandwidthGBps))
    case .power: nil
    }
  }
}

extension SourcedValue {
  /// The same value in a larger unit.
  fileprivate func converted(unit: String, over size: Double) -> SourcedValue {
    var converted = SourcedValue(
      value: value / size, unit: unit, source: source, grade: grade, asOf: asOf, note: note, place: place,
      isOwn: isOwn)
    converted.conflicts = conflicts.map { $0.converted(unit: unit, over: size) }
    return converted
  }
}
