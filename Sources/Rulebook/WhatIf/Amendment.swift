import Rating

/// What a what-if file puts in the place of some numbers of an instrument of the law.
struct Amendment {
  let file: String
  let id: String
  let title: String
  let standings: SupposedStandings
  let values: [String: [DatedValue]]

  /// The first day of any of its numbers.
  var firstDay: CalendarDate? { values.values.compactMap(\.first?.from).min() }

  /// From its first day on the supposed values stand alone; before it the law's do.
  func parameters(_ law: [Parameter]) -> [Parameter] {
    law.map { parameter in
      guard let supposed = values[parameter.id], let first = supposed.first?.from else { return parameter }
      return Parameter(
        id: parameter.id, quantity: parameter.quantity,
        values: parameter.values.filter { $0.from < first } + supposed)
    }
  }

  /// On the days on which the file is supposed to have a standing its values stand, on all others the law's.
  func parameters(_ law: [Parameter], under standing: Standing) -> [Parameter] {
    law.map { parameter in
      guard let supposed = values[parameter.id] else { return parameter }
      let days = Set((parameter.values + supposed).map(\.from) + standings.statements.map(\.from)).sorted()
      var values: [DatedValue] = []
      var last: DatedValue?
      for day in days {
        let own = standings.holds(standing, on: day) ? supposed.last { $0.from <= day } : nil
        guard let entry = own ?? parameter.values.last(where: { $0.from <= day }), entry != last else {
          continue
        }
        last = entry
        values.append(
          DatedValue(
            from: day, announced: entry.from == day ? entry.announced : nil, value: entry.value,
            reference: entry.reference, confidence: entry.confidence))
      }
      return Parameter(id: parameter.id, quantity: parameter.quantity, values: values)
    }
  }
}
