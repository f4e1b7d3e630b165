import Rating
import Rulebook

extension YearlyGrowth {
  /// The growth that an index follows; of an index that lowers a line, how fast the need falls.
  init(_ index: GrowthIndex) {
    let range = index.trend.rate.growthRange
    self.init(
      id: index.id, title: index.title, perYear: index.trend.rate.growthPerYear,
      interval: range.map { $0.low...$0.high }, level: range?.level, source: index.trend.provenance.source)
  }
}

extension TrendData {
  /// The growths of every rule, the default first, or the one that is chosen.
  /// - Parameter choosing: ids of indices, at most one of a rule.
  /// - Throws: `ForecastError.badQuestion` for an id that no index has, with the nearest, and for two of one rule.
  public func growths(choosing: [String] = []) throws(ForecastError) -> RuleGrowths {
    var chosen: [GrowthIndex.Rule: String] = [:]
    for id in choosing {
      guard let index = indices.first(where: { $0.id == id.lowercased() }) else {
        throw .badQuestion(
          "there is no index '\(id)': nearest are "
            + nearestTexts(to: id, among: indices.map(\.id)).joined(separator: ", "))
      }
      if let other = chosen.updateValue(index.id, forKey: index.rule) {
        throw .badQuestion("\(other) and \(index.id) are both of \(index.rule.rawValue): choose one")
      }
    }
    var byRule: [IndexRule: [YearlyGrowth]] = [:]
    for rule in GrowthIndex.Rule.allCases {
      guard let key = IndexRule(rawValue: rule.rawValue) else {
        preconditionFailure("the rules of indices are among all rules")
      }
      func isFirst(_ index: GrowthIndex) -> Bool { chosen[rule].map { index.id == $0 } ?? index.isDefault }
      let own = indices.filter { $0.rule == rule }
      byRule[key] = (own.filter(isFirst) + own.filter { !isFirst($0) }).map { YearlyGrowth($0) }
    }
    return RuleGrowths(byRule)
  }

  /// The largest training over time, growing after the last known day as R6 says.
  public func runPath(knownBy: CalendarDate, growths: RuleGrowths) -> RunPath {
    RunPath(
      runs.map { run in
        RunPath.Run(
          id: run.id, name: run.name, date: run.date,
          operations: BoundedValue(
            run.operations, (run.range?.low ?? run.operations)...(run.range?.high ?? run.operations)))
      }, knownBy: knownBy, growth: try? growths.chosen(.largestRun))
  }
}
