import Rating

/// The spans of time between two changes of any rule: within one, every day has the same answers.
struct RulePeriods: Sendable {
  /// The first day of each, ascending.
  let starts: [LedgerDay]
  /// The days on which more changes than the amount of an allowance.
  private let classChanges: Set<LedgerDay>

  init(_ rulebook: Rulebook) {
    var days: Set<LedgerDay> = []
    var amounts: Set<LedgerDay> = []
    func add(_ date: CalendarDate?) { if let date { days.insert(LedgerDay(date)) } }
    for instrument in rulebook.instruments {
      for statement in instrument.status { add(statement.from) }
      let limbs = instrument.paragraphs.flatMap(\.condition.limbs)
      let tested = Set(limbs.flatMap { [$0.parameter.id, $0.weight?.id] }.compactMap { $0 })
      for parameter in instrument.parameters {
        for value in parameter.values {
          if tested.contains(parameter.id) { add(value.from) } else { amounts.insert(LedgerDay(value.from)) }
        }
      }
      for version in instrument.scopes.flatMap(\.versions) { add(version.from) }
      for paragraph in instrument.paragraphs {
        add(paragraph.from)
        add(paragraph.to?.next)
      }
    }
    for group in rulebook.countries.groups {
      add(group.from)
      for membership in group.memberships {
        add(membership.from)
        add(membership.until)
      }
    }
    classChanges = days
    starts = days.union(amounts).sorted()
  }

  /// The first of the spans up to one that differ from it in amounts alone.
  func classStart(of index: Int) -> Int {
    starts.indices.prefix(index + 1).last { classChanges.contains(starts[$0]) } ?? index
  }

  /// The position of the span that holds a day; `nil` before the first change.
  func index(of day: LedgerDay) -> Int? {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}

extension CalendarDate {
  /// The day after; `nil` after the last day of the year 9999.
  fileprivate var next: CalendarDate? {
    CalendarDate(year: year, month: month, day: day + 1) ?? CalendarDate(year: year, month: month + 1, day: 1)
      ?? CalendarDate(year: year + 1, month: 1, day: 1)
  }
}
