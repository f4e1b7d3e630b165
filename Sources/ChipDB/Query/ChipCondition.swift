import Rating

/// A condition on a figure, as "tpp>=4800".
public struct ChipCondition: Equatable, Sendable, CustomStringConvertible {
  public enum Comparison: String, CaseIterable, Sendable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
    case equal = "="

    func holds(_ value: Double, _ limit: Double) -> Bool {
      switch self {
      case .atLeast: value >= limit
      case .atMost: value <= limit
      case .above: value > limit
      case .below: value < limit
      case .equal: value == limit
      }
    }
  }

  public let figure: ChipFigure
  public let comparison: Comparison
  /// In the figure's unit.
  public let limit: Double

  public init(_ figure: ChipFigure, _ comparison: Comparison, _ limit: Double) {
    self.figure = figure
    self.comparison = comparison
    self.limit = limit
  }

  /// Reads a condition: a figure's key, a comparison, a finite number.
  /// - Throws: `ChipDBError.badQuestion` that says which part is wrong and what to write.
  public init(_ text: String) throws(ChipDBError) {
    let signs: [Character] = ["<", ">", "=", "≤", "≥"]
    guard text.utf8.count <= ChipDatabase.longestQuery, let start = text.firstIndex(where: signs.contains)
    else {
      throw .badQuestion(
        "the condition \(text.quotable) has no comparison: write a figure, one of >=, <=, >, < or =, and a number, "
          + "such as 'tpp>=4800'")
    }
    let key = text[..<start].trimmingBlanks
    guard let figure = ChipFigure(rawValue: key.lowercased()) else {
      throw .badQuestion(
        "the condition \(text.quotable): "
          + .unknown("figure", key, among: ChipFigure.allCases.map(\.rawValue)))
    }
    let end = text[start...].firstIndex { !signs.contains($0) } ?? text.endIndex
    let sign = text[start..<end].replacing("≥", with: ">=").replacing("≤", with: "<=")
      .replacing("==", with: "=")
    guard let comparison = Comparison(rawValue: String(sign)) else {
      throw .badQuestion(
        "the condition \(text.quotable): \(String(sign).quotable) is no comparison; write >=, <=, >, < or =")
    }
    let number = text[end...].trimmingBlanks
    let isDecimal = number.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    guard isDecimal, let limit = Double(number), limit.isFinite else {
      throw .badQuestion(
        "the condition \(text.quotable): \(number.quotable) is no finite number; write one such as 4800 or 1.5e3, "
          + "without a unit or separators of thousands")
    }
    self.init(figure, comparison, limit)
  }

  public var description: String {
    "\(figure.rawValue)\(comparison.rawValue)\(Int(exactly: limit).map(String.init) ?? "\(limit)")"
  }

  /// Whether the reported figure meets it; unknown where there is none.
  func outcome(for rated: RatedChip) -> Outcome {
    figure.value(of: rated).map { Outcome(comparison.holds($0, limit)) } ?? .unknown
  }

  /// Whether some published figure says otherwise than the reported one.
  func isDisputed(for rated: RatedChip) -> Bool {
    guard figure.isDisputed(of: rated.chip),
      let bounded = figure.bounded(of: rated.chip, tf32Reading: rated.rating.tf32Reading)
    else { return false }
    let answers = [bounded.value, bounded.range.lowerBound, bounded.range.upperBound].map {
      comparison.holds($0, limit)
    }
    return Set(answers).count > 1
  }
}
