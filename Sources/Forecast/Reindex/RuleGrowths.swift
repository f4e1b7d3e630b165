/// The published growths that rules can follow.
public struct RuleGrowths: Sendable {
  /// By rule, the chosen one first.
  private let byRule: [IndexRule: [YearlyGrowth]]

  /// - Parameter byRule: the growths of each rule, the one that is followed first; of R5 the progress of algorithms, above
  ///   1.
  public init(_ byRule: [IndexRule: [YearlyGrowth]]) { self.byRule = byRule }

  /// The growth that a rule follows.
  /// - Throws: `ForecastError.missingFigure` where none is known.
  public func chosen(_ rule: IndexRule) throws(ForecastError) -> YearlyGrowth {
    guard let growth = byRule[rule]?.first else {
      throw .missingFigure(
        what: "a growth for \(rule.rawValue)", remedy: "add one with its source to trends/indices.csv")
    }
    return growth
  }

  /// What others have published of the same.
  public func rivals(_ rule: IndexRule) -> [YearlyGrowth] { Array((byRule[rule] ?? []).dropFirst()) }

  /// The progress of algorithms; `nil` where none is known.
  public var progress: YearlyGrowth? { byRule[.capability]?.first }
}
