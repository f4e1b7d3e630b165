import Rating

extension Ledger {
  /// Takes the recipient's family for a universal validated end user from this line on.
  mutating func validate(_ shipment: Shipment, _ kind: ShipmentClass) {
    let isBound = rules.shares.indices.map { kind.shares[$0] == .yes }
    if var family = families[shipment.parent] {
      family.isBound = zip(family.isBound, isBound).map { $0 || $1 }
      family.last = shipment
      families[shipment.parent] = family
    } else {
      families[shipment.parent] = ValidatedFamily(isBound: isBound, last: shipment)
    }
  }

  /// Holds the shares that bound every transfer against what the family owns after a line.
  mutating func checkShares(_ shipment: Shipment, _ kind: ShipmentClass) {
    guard !families.isEmpty, families[shipment.parent] != nil else { return }
    for position in rules.shares.indices
    where rules.shares[position].measuredOn.isEmpty && kind.shares[position] == .yes {
      let country = countedCountry[Int(shipment.destination)]
      check(
        position, of: shipment.parent, country: rules.shares[position].isByCountry ? country : nil,
        line: shipment.line, day: shipment.day)
    }
  }

  /// Measures the shares of the days after the last line and before another day.
  mutating func measureShares(before day: LedgerDay, inclusive: Bool) {
    guard let lastDay, !families.isEmpty else { return }
    for position in rules.shares.indices {
      for year in lastDay.year...max(lastDay.year, day.year) {
        for point in rules.shares[position].measuredOn {
          guard let date = CalendarDate(year: year, month: point.month, day: point.day) else { continue }
          let measured = LedgerDay(date)
          guard measured >= lastDay, measured < day || (inclusive && measured == day) else { continue }
          for (parent, family) in families where family.isBound[position] {
            check(position, of: parent, country: nil, line: family.last.line, day: measured)
          }
        }
      }
    }
  }

  /// What a family owns outside the places of a share rule, or in one country outside.
  func share(_ position: Int, of parent: Int32, country: UInt16?) -> ComputeShare {
    guard let isOutside = period?.isOutside[position] else { return ComputeShare(part: .zero, whole: .zero) }
    var part = ExactTPP.zero
    var whole = ExactTPP.zero
    for holding in holdings.holdings(of: parent) {
      whole += holding.amount
      if country.map({ $0 == holding.country }) ?? true, isOutside[Int(holding.country)] {
        part += holding.amount
      }
    }
    return ComputeShare(part: part, whole: whole)
  }

  private mutating func check(
    _ position: Int, of parent: Int32, country: UInt16?, line: Int32, day: LedgerDay
  ) {
    guard let entry = period?.shares[position], let bound = entry.value else { return }
    let share = share(position, of: parent, country: country)
    guard !share.isWithin(rules.shares[position].allowance.comparison, bound) else { return }
    let key = ShareKey(rule: position, parent: parent, country: country)
    guard shareCrossings[key] == nil else { return }
    shareCrossings[key] = ShareCrossing(
      rule: position, parent: parent, country: country, line: line, day: day, share: share, bound: bound,
      reference: entry.reference)
  }
}

/// Tells the shares of one rule apart.
struct ShareKey: Hashable, Sendable {
  let rule: Int
  let parent: Int32
  let country: UInt16?
}
