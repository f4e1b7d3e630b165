import Rating
import Rulebook

/// Figures that a user gives, each a number or an interval, and what follows from them.
public struct GivenFigures: Sendable {
  public var name: String
  /// Dense TOP/s.
  public var rates: [Precision: ClosedRange<Double>]
  /// Each in its quantity's unit.
  public var figures: [Quantity: ClosedRange<Double>]
  public var dieAreaMM2: ClosedRange<Double>?
  public var facts: [Fact: Outcome]
  public var tf32Reading: TF32Reading

  public init(
    name: String, rates: [Precision: ClosedRange<Double>] = [:],
    figures: [Quantity: ClosedRange<Double>] = [:],
    dieAreaMM2: ClosedRange<Double>? = nil, facts: [Fact: Outcome] = [:], tf32Reading: TF32Reading
  ) {
    self.name = name
    self.rates = rates
    self.figures = figures
    self.dieAreaMM2 = dieAreaMM2
    self.facts = facts
    self.tf32Reading = tf32Reading
  }

  /// The figures as a rule sees them: TPP from the rates, performance density from TPP and area.
  public var subject: Subject {
    let source = "command line"
    var operands: [Quantity: Operand] = [:]
    for (quantity, range) in figures { operands[quantity] = Operand(range, of: quantity, source: source) }
    let low = rating(\.lowerBound)
    let high = rating(\.upperBound)
    if let least = low.governing, let most = high.governing {
      operands[.tpp] = Operand(
        least.tpp...most.tpp, of: .tpp, source: source, evidence: .declared,
        rate: least == most ? .init(most) : nil)
    }
    if let least = low.rows.map(\.tops).max(), let most = high.rows.map(\.tops).max() {
      operands[.processingPerformance] = Operand(
        least...most, of: .processingPerformance, source: source, evidence: .declared)
    }
    if let tpp = operands[.tpp], let dieAreaMM2 {
      let density =
        tpp.possible.lowerBound / dieAreaMM2.upperBound...tpp.possible.upperBound / dieAreaMM2.lowerBound
      operands[.performanceDensity] = Operand(
        density, of: .performanceDensity, source: "TPP / applicable die area, \(source)", rate: tpp.rate)
    }
    return Subject(name: name, operands: operands, facts: facts)
  }

  /// Every figure that is an interval.
  public var sweeps: [FigureSweep] {
    var found: [FigureSweep] = []
    for precision in Precision.allCases {
      guard let range = rates[precision], range.lowerBound < range.upperBound else { continue }
      found.append(
        FigureSweep(
          label: "\(precision.label) rate", unit: "TOP/s", interval: range, figures: self,
          open: .rate(precision)))
    }
    for quantity in Quantity.allCases {
      guard let range = figures[quantity], range.lowerBound < range.upperBound else { continue }
      found.append(
        FigureSweep(
          label: quantity.label, unit: quantity.unit, interval: range, figures: self, open: .figure(quantity))
      )
    }
    if let range = dieAreaMM2, range.lowerBound < range.upperBound {
      found.append(
        FigureSweep(label: "applicable die area", unit: "mm²", interval: range, figures: self, open: .dieArea)
      )
    }
    return found
  }

  private func rating(_ end: (ClosedRange<Double>) -> Double) -> PerformanceRating {
    PerformanceRating(
      rates.map { Throughput(precision: $0, tops: end($1), evidence: .declared, source: "command line") },
      evidence: .declared, tf32Reading: tf32Reading)
  }
}

/// Figures of which one alone is open, within an interval.
public struct FigureSweep: Sendable {
  enum Open: Sendable {
    case rate(Precision)
    case figure(Quantity)
    case dieArea
  }

  public let label: String
  public let unit: String
  public let interval: ClosedRange<Double>
  let figures: GivenFigures
  let open: Open

  /// The item with the open figure at `x`.
  func subject(at x: Double) -> Subject { setting(figures, to: x).subject }

  fileprivate func setting(_ figures: GivenFigures, to x: Double) -> GivenFigures {
    var figures = figures
    switch open {
    case .rate(let precision): figures.rates[precision] = x...x
    case .figure(let quantity): figures.figures[quantity] = x...x
    case .dieArea: figures.dieAreaMM2 = x...x
    }
    return figures
  }
}

extension [FigureSweep] {
  /// The item with every open figure at its value, in the same order.
  func subject(at values: [Double]) -> Subject? {
    first.map { zip(self, values).reduce($0.figures) { $1.0.setting($0, to: $1.1) }.subject }
  }
}
