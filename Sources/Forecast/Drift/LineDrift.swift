import ChipDB
import Foundation
import Rating
import Rulebook

/// What a line was, is and will be worth.
public struct LineDrift: Sendable {
  /// What is reckoned with, apart from the chips.
  public struct Terms: Sendable {
    /// `nil` where MFU, goodput or precision were not given.
    public var training: TrainingAssumptions?
    /// The operations whose days are asked for.
    public var operations: Double
    /// How long the training of a line in operations takes.
    public var days: Double
    /// The progress of algorithms.
    public var algorithms: YearlyGrowth?
    /// The largest trainings over time; `nil` where they are not known.
    public var runs: RunPath?

    public init(
      training: TrainingAssumptions?, operations: Double, days: Double, algorithms: YearlyGrowth?,
      runs: RunPath?
    ) {
      self.training = training
      self.operations = operations
      self.days = days
      self.algorithms = algorithms
      self.runs = runs
    }
  }

  public let line: ThresholdLine
  public let terms: Terms

  public init(_ line: ThresholdLine, _ terms: Terms) {
    self.line = line
    self.terms = terms
  }

  /// The quantities of chips that some views need.
  public static func quantities(
    _ views: [LineView], of line: ThresholdLine, _ training: TrainingAssumptions?
  ) -> [TrendQuantity] {
    let units = units(of: line, training)
    var quantities: [TrendQuantity] = []
    for view in views {
      switch view {
      case .chips: quantities.append(units.of)
      case .share: if line.bearing != .training { quantities.append(units.of) }
      case .cost: if let perUSD = units.perUSD { quantities.append(perUSD) }
      case .power: if let perWatt = units.perWatt { quantities.append(perWatt) }
      case .trainDays:
        quantities.append(units.of)
        if let training { quantities.append(.figure(.tops(training.precision))) }
      case .effective: break
      }
    }
    return quantities.uniqued
  }

  typealias Units = (of: TrendQuantity, perUSD: TrendQuantity?, perWatt: TrendQuantity?)

  /// A training is measured by the rate of its precision, everything else by TPP.
  static func units(of line: ThresholdLine, _ training: TrainingAssumptions?) -> Units {
    guard line.bearing == .training, let precision = training?.precision else {
      return (.figure(.tpp), .tppPerUSD, .tppPerWatt)
    }
    let bits = TrendQuantity.bitLengths.first { precision.bitLength(.container32) == $0 }
    return (
      .figure(.tops(precision)), bits.map { .densePerUSD(bits: $0) }, bits.map { .densePerWatt(bits: $0) }
    )
  }

  /// What the line is worth on a day in hardware of a source.
  public func worth(_ view: LineView, on date: CalendarDate, in source: OfferSource) -> LineWorth {
    do throws(ForecastError) {
      guard let value = line.entry(on: date)?.value else {
        throw .missingFigure(what: "the line on \(date)", remedy: "it was first written on \(line.written)")
      }
      return switch view {
      case .chips: try chips(value, date, source)
      case .share: try share(value, date, source)
      case .cost: try cost(value, date, source)
      case .power: try power(value, date, source)
      case .trainDays: try days(value, date, source)
      case .effective: try effective(value, date)
      }
    } catch {
      return LineWorth(view, date, missing: error.description)
    }
  }
}

extension ThresholdLine {
  /// The views that say something of what it bears on.
  public var views: [LineView] {
    switch bearing {
    case .chip: [.share, .cost, .power]
    case .stock: [.chips, .cost, .power, .trainDays, .effective]
    case .training: [.chips, .share, .cost, .power, .effective]
    }
  }

  /// Whether a view of it takes assumptions about training.
  public func needsTraining(_ view: LineView) -> Bool {
    switch view {
    case .chips, .cost, .power: bearing == .training
    case .trainDays: bearing == .stock
    case .share, .effective: false
    }
  }
}
