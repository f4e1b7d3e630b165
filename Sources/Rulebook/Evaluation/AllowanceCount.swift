import Rating

/// How many chips an allowance of TPP holds, or how many it takes to reach a line in TPP.
public struct AllowanceCount: Codable, Equatable, Sendable {
  public let allowance: Allowance
  /// What one chip counts, in TPP, with the interval that its sources leave.
  public let tppOfOne: BoundedValue
  /// Whole chips by the reported figure: the most that fit, or the fewest that reach the line.
  public let chips: Double
  /// By the highest and the lowest figure that sources give: from the fewest to the most.
  public let range: ClosedRange<Double>

  /// - Parameter tppOfOne: above zero.
  public init(_ allowance: Allowance, tppOfOne: BoundedValue) {
    func whole(_ size: Double) -> Double {
      allowance.comparison.wholeUnits(of: size, against: allowance.value)
    }
    self.allowance = allowance
    self.tppOfOne = tppOfOne
    chips = whole(tppOfOne.value)
    range = whole(tppOfOne.range.upperBound)...whole(tppOfOne.range.lowerBound)
  }

  /// Whether the allowance bounds what is permitted, and not where a duty starts.
  public var isBound: Bool { allowance.comparison == .atMost || allowance.comparison == .lessThan }
}

/// An allowance of TPP that had a value before a day and has none on it.
public struct EndedAllowance: Codable, Equatable, Sendable {
  public let instrument: String
  public let id: String
  public let title: String
  public let period: String
  /// The first day without a value.
  public let since: CalendarDate
  public let reference: String
  public let confidence: Confidence
}

extension Rulebook {
  /// The allowances and lines in TPP with a value on a day.
  /// - Throws: `RulebookError.beforeFirstAllowance` for a day before the first of them.
  public func allowancesOfTPP(on date: CalendarDate) throws(RulebookError) -> [Allowance] {
    let rules = instruments.flatMap(\.allowances).filter { $0.parameter.quantity == .tpp }
    if let first = rules.flatMap(\.parameter.values).map(\.from).min(), date < first {
      throw .beforeFirstAllowance(date: date, first: first)
    }
    return allowances(on: date).filter { $0.quantity == .tpp }
  }

  /// The allowances and lines in TPP that were repealed or have lapsed by a day.
  public func endedAllowancesOfTPP(on date: CalendarDate) -> [EndedAllowance] {
    instruments.filter { !$0.status(on: date).isDisplaced }.flatMap { instrument in
      instrument.allowances.filter { $0.parameter.quantity == .tpp }.compactMap { rule in
        guard let entry = rule.parameter.repeal(on: date) else { return nil }
        return EndedAllowance(
          instrument: instrument.id, id: rule.id, title: rule.title, period: rule.period,
          since: rule.parameter.first(of: entry).from, reference: entry.reference,
          confidence: min(entry.confidence, instrument.confidence))
      }
    }
  }
}
