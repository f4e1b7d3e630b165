import Rating

/// Two systems side by side: figure by figure, and the power that each figure takes.
public struct SystemComparison: Sendable {
  /// What is compared: a figure, or power over it.
  public enum Measure: Hashable, Sendable {
    case figure(SystemQuantity)
    /// Power over a figure, in kW for one of its unit. Over PFLOP/s it is the energy of an operation in pJ.
    case powerOver(SystemQuantity)

    /// "dense BF16", "energy per operation at BF16", "power per TB of memory".
    public var label: String {
      switch self {
      case .figure(let quantity): quantity.label
      case .powerOver(.rate(let precision)): "energy per operation at \(precision.label)"
      case .powerOver(let quantity): "power per \(quantity.unit) of \(quantity.label)"
      }
    }

    /// Whether it is a rate at a precision, or energy at one.
    public var isRate: Bool {
      switch self {
      case .figure(.rate), .powerOver(.rate): true
      default: false
      }
    }

    public var unit: String {
      switch self {
      case .figure(let quantity): quantity.unit
      case .powerOver(.rate): "pJ"
      case .powerOver(let quantity): "kW per \(quantity.unit)"
      }
    }
  }

  /// One measure of both systems.
  public struct Row: Sendable {
    public let measure: Measure
    public let first: BoundedValue?
    public let second: BoundedValue?
    /// First over second; `nil` where one of them is unknown.
    public let ratio: BoundedValue?
  }

  public let first: RatedSystem
  public let second: RatedSystem
  /// The measures that at least one has.
  public let rows: [Row]

  /// - Throws: `ChipDBError.badQuestion` for a system with itself.
  public init(_ first: RatedSystem, _ second: RatedSystem) throws(ChipDBError) {
    guard first.system.id != second.system.id else {
      throw .badQuestion("\(first.system.id) is named twice, by its id or another name: name another system")
    }
    let quantities = SystemQuantity.allCases
    let measures = quantities.map(Measure.figure) + quantities.filter { $0 != .power }.map(Measure.powerOver)
    self.first = first
    self.second = second
    rows = measures.compactMap { measure in
      let values = [first, second].map { $0.bounded(measure) }
      guard values.contains(where: { $0 != nil }) else { return nil }
      return Row(
        measure: measure, first: values[0], second: values[1],
        ratio: values[0].flatMap { a in values[1].map { a / $0 } })
    }
  }
}

extension RatedSystem {
  /// A measure with the interval that the sources leave; `nil` where a figure is unknown.
  public func bounded(_ measure: SystemComparison.Measure) -> BoundedValue? {
    switch measure {
    case .figure(let quantity): value(quantity)?.bounded
    case .powerOver(let quantity):
      value(.power).flatMap { power in value(quantity).map { power.bounded / $0.bounded } }
    }
  }
}
