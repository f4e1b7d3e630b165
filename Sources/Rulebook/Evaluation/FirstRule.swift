import Rating

/// The rule of a rulebook that came into force before all others.
public struct FirstRule: Codable, Equatable, Sendable {
  public let instrument: String
  /// The paragraph or allowance.
  public let id: String
  public let from: CalendarDate
}

extension Rulebook {
  /// The first rule, for a day before it; `nil` for a day on which some rule was in force already.
  public func firstRule(ifAfter date: CalendarDate) -> FirstRule? {
    let rules = instruments.flatMap { instrument in
      instrument.paragraphs.map { FirstRule(instrument: instrument.id, id: $0.id, from: $0.from) }
        + instrument.allowances.compactMap { rule in
          rule.parameter.values.first.map {
            FirstRule(instrument: instrument.id, id: rule.id, from: $0.from)
          }
        }
    }
    return rules.min { $0.from < $1.from }.flatMap { date < $0.from ? $0 : nil }
  }
}
