import Rating

/// Works a conversion out step by step.
struct ConversionWorker {
  let tf32Reading: TF32Reading
  let facilityFactor: Double?
  private(set) var steps: [ConversionStep] = []
  private(set) var unknown: Conversion.Unknown?

  init(tf32Reading: TF32Reading, facilityFactor: Double?) {
    self.tf32Reading = tf32Reading
    self.facilityFactor = facilityFactor
  }

  /// - Returns: the quantity in the target's unit; `nil` where a figure is unknown.
  mutating func convert(
    _ amount: Double, _ from: ConversionUnit, _ to: ConversionUnit, along route: ConversionRoute
  ) -> BoundedValue? {
    guard let source = route.source, let target = route.target else { return BoundedValue(amount) }
    guard var measured = measure(amount, from, source) else { return nil }
    if let via = route.via {
      guard let chips = count(measured, source, in: via),
        let step = step("\(target.label) of them", chips, "chips", .times, via, target)
      else { return nil }
      measured = step.bounded
    }
    if case .chip(let chip) = to { return count(measured, target, in: chip) }
    return express(measured, target, in: to)
  }

  /// A quantity of a unit as an amount of its measure.
  private mutating func measure(
    _ amount: Double, _ unit: ConversionUnit, _ measure: ConversionMeasure
  ) -> BoundedValue? {
    if case .chip(let chip) = unit {
      return step("\(measure.label) of all", BoundedValue(amount), "chips", .times, chip, measure)?.bounded
    }
    let extra = [unit.sizeTerm(.times), facility(unit, .over)].compactMap { $0 }
    guard !extra.isEmpty else { return BoundedValue(amount) }
    let first = ConversionStep.Term(nil, BoundedValue(amount), unit.shortLabel)
    return add(ConversionStep("\(measure.label) that this is", [first] + extra, unit: measure.unit)).bounded
  }

  /// An amount of a measure in a unit that is a fixed amount of it.
  private mutating func express(
    _ measured: BoundedValue, _ measure: ConversionMeasure, in unit: ConversionUnit
  ) -> BoundedValue {
    let extra = [facility(unit, .times), unit.sizeTerm(.over)].compactMap { $0 }
    guard !extra.isEmpty else { return measured }
    let first = ConversionStep.Term(nil, measured, measure.unit)
    return add(ConversionStep("in \(unit.shortLabel)", [first] + extra, unit: unit.shortLabel)).bounded
  }

  /// How many chips have an amount of a measure.
  private mutating func count(
    _ measured: BoundedValue, _ measure: ConversionMeasure, in chip: Chip
  ) -> BoundedValue? {
    step("in \(chip.name)", measured, measure.unit, .over, chip, measure, result: "chips")?.bounded
  }

  /// Joins a quantity and a chip's figure, after the steps that lead to that figure.
  private mutating func step(
    _ label: String, _ quantity: BoundedValue, _ unit: String, _ operation: DerivedFigure.Operation,
    _ chip: Chip,
    _ measure: ConversionMeasure, result: String? = nil
  ) -> ConversionStep? {
    switch chip.measured(by: measure, tf32Reading: tf32Reading) {
    case .unknown(let reason, let remedy):
      unknown = .init(reason: reason, remedy: remedy)
      return nil
    case .known(let leading, let term):
      for step in leading where !steps.contains(step) { steps.append(step) }
      return add(
        ConversionStep(label, [.init(nil, quantity, unit), term(operation)], unit: result ?? measure.unit))
    }
  }

  private mutating func add(_ step: ConversionStep) -> ConversionStep {
    steps.append(step)
    return step
  }

  private func facility(_ unit: ConversionUnit, _ operation: DerivedFigure.Operation) -> ConversionStep.Term?
  {
    guard unit == .megawatt, let facilityFactor else { return nil }
    return .init(
      operation, BoundedValue(facilityFactor), "(facility factor)",
      note: "the user's own factor, not from the database")
  }
}

extension ConversionUnit {
  /// The unit after a number: "chips", "TPP", "tops8-epoch".
  public var shortLabel: String {
    switch self {
    case .chip: "chips"
    case .tpp: "TPP"
    case .equivalent(let definition): definition.id
    case .megawatt: "MW"
    case .usDollar: "USD"
    }
  }
}
