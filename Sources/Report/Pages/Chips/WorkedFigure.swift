import ChipDB
import Rating

/// A derived figure with its formula in numbers.
public struct WorkedFigure: Encodable, Sendable {
  public let figure: DerivedFigure

  init(_ figure: DerivedFigure) { self.figure = figure }

  /// "10,066.25 TOP/s × 6 bit = 60,398 TPP".
  public var working: String { "\(formula) = \(NumberFormat.number(figure.value)) \(figure.unit)" }

  /// The formula with the sources of its operands: "989.4 TOP/s (klockwood-h100, secondary) × 16 bit".
  var sourcedFormula: String {
    joined { operand in
      let origin = [operand.source, operand.grade?.rawValue, operand.isOwn ? "own" : nil].compactMap { $0 }
        .joined(separator: ", ")
      return operand.text + (origin.isEmpty ? "" : " (\(origin))")
    }
  }

  /// The figure as people read it.
  var value: String { NumberFormat.number(figure.value) }

  /// "54,000 to 60,000", or a dash where the sources agree.
  var interval: String { figure.bounded.intervalText }

  private var formula: String { joined(\.text) }

  private func joined(_ text: (DerivedFigure.Operand) -> String) -> String {
    figure.operands.map(text).joined(separator: " \(figure.operation.symbol) ")
  }

  private enum CodingKeys: CodingKey { case working }

  /// The figure's own keys, and its working.
  public func encode(to encoder: any Encoder) throws {
    try figure.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(working, forKey: .working)
  }
}

extension BoundedValue {
  /// "54,000 to 60,000", or a dash where the sources agree; with as many digits as it takes to tell the ends apart.
  var intervalText: String {
    guard isDisputed else { return "-" }
    let texts = (4...12).map { digits in
      (
        NumberFormat.number(range.lowerBound, digits: digits),
        NumberFormat.number(range.upperBound, digits: digits)
      )
    }
    let (low, high) = texts.first { $0.0 != $0.1 } ?? texts[0]
    return "\(low) to \(high)"
  }
}

extension DerivedFigure.Operand {
  fileprivate var text: String { "\(NumberFormat.exact(value)) \(unit)" }
}

extension DerivedFigure.Operation {
  var symbol: String {
    switch self {
    case .times: "×"
    case .over: "/"
    case .plus: "+"
    }
  }
}

extension DerivedFigure.Quantity {
  /// The quantity as a table names it.
  var label: String {
    switch self {
    case .tpp: "TPP"
    case .performanceDensity: "performance density"
    case .performanceDensityWithoutIO: "performance density without I/O dies"
    case .topsPerWatt: "operations per energy"
    case .topsPerDollar: "operations per price"
    case .bytesPerOperation: "memory bandwidth per operation"
    case .operationsPerByte: "ridge point: operations per byte of bandwidth"
    }
  }
}
