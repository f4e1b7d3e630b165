import ChipDB
import Rating
import Rulebook

/// Puts the numbers of a ledger into names.
struct LedgerRowWriter {
  private let reading: LedgerReading
  private let ledger: Ledger
  private let rules: LedgerRules

  init(_ reading: LedgerReading) {
    self.reading = reading
    ledger = reading.ledger
    rules = reading.ledger.rules
  }

  func crossing(_ crossing: LimitCrossing) -> LedgerPage.Crossing {
    let rule = rules.limits[crossing.limit]
    return LedgerPage.Crossing(
      limit: rule.allowance.id, title: rule.allowance.title, party: party(crossing.key),
      file: reading.fileName(crossing.place.file), line: Int(crossing.place.line), date: crossing.day.date,
      used: crossing.used.value, bound: crossing.bound.value, unit: Quantity.tpp.unit,
      over: (crossing.used - crossing.bound).value, linesBeyond: crossing.linesBeyond,
      isByAllSources: crossing.isByAllSources,
      citation: "\(crossing.reference); \(rule.reference)")
  }

  func crossing(_ crossing: ShareCrossing) -> LedgerPage.Crossing {
    let rule = rules.shares[crossing.rule]
    return LedgerPage.Crossing(
      limit: rule.allowance.id, title: rule.allowance.title,
      party: party(AccountKey(parent: crossing.parent, destination: crossing.country)),
      file: reading.fileName(.ledger), line: Int(crossing.line), date: crossing.day.date,
      used: crossing.share.percent, bound: crossing.bound, unit: Quantity.computeShare.unit,
      over: crossing.share.percent - crossing.bound, linesBeyond: nil, isByAllSources: nil,
      citation: "\(crossing.reference); \(rule.reference)")
  }

  func contest(_ contest: LimitContest) -> LedgerPage.Contest {
    LedgerPage.Contest(
      limit: rules.limits[contest.limit].allowance.id, party: party(contest.key),
      file: reading.fileName(.ledger), line: Int(contest.line), used: contest.sum.chosen.value,
      usedByLowest: contest.sum.low.value, usedByHighest: contest.sum.high.value)
  }

  func refused(_ refused: RefusedRoute) -> LedgerPage.Refused {
    LedgerPage.Refused(
      route: refused.route, refusal: refused.refusal, file: reading.fileName(.ledger),
      firstLine: Int(refused.first.line), firstDate: refused.first.day.date, tally: refused.tally,
      citation: citation(refused))
  }

  func use(_ use: LimitUse) -> LedgerPage.Use {
    let rule = rules.limits[use.limit]
    return LedgerPage.Use(
      limit: rule.allowance.id, title: rule.allowance.title, party: party(use.key), lines: use.lines,
      isCap: rule.isCap, now: LedgerPage.Level(use.now), quarters: use.quarters.map(LedgerPage.Level.init))
  }

  func share(_ use: ShareUse) -> LedgerPage.Share {
    let rule = rules.shares[use.rule]
    return LedgerPage.Share(
      limit: rule.allowance.id, title: rule.allowance.title,
      party: party(AccountKey(parent: use.parent, destination: use.country)),
      part: use.share.part.value, whole: use.share.whole.value, percent: use.share.percent, bound: use.bound,
      citation: rule.reference)
  }

  func unknown(_ shipment: Shipment, _ reason: String) -> LedgerPage.Unknown {
    LedgerPage.Unknown(file: reading.fileName(.ledger), line: Int(shipment.line), reason: reason)
  }

  var routes: [LedgerPage.RouteTotal] {
    let places: [(Ledger.Place, String)] =
      Route.allCases.map { (.route($0), $0.rawValue) } + [
        (.noLicenceNeeded, "none needed"), (.unknown, "unknown"),
      ]
    return places.compactMap { place, name in
      let tally = ledger.tallies.tally(place)
      guard tally.lines > 0 else { return nil }
      var found = LedgerTally()
      if case .route(let route) = place { found = ledger.tallies.found(route) }
      return LedgerPage.RouteTotal(route: name, tally: tally, found: found)
    }
  }

  /// One row for each set of paragraphs and outcomes, the most TPP first.
  var classes: [LedgerPage.Class] {
    var rows: [String: LedgerPage.Class] = [:]
    for (kind, words, tally) in ledger.classes where tally.lines > 0 {
      let key = "\(words.paragraphs) \(kind.isControlled) \(kind.counts) \(words.reason ?? "")"
      rows[key] = LedgerPage.Class(
        paragraphs: words.paragraphs, isControlled: kind.isControlled, counts: kind.counts,
        reason: words.reason, tally: (rows[key]?.tally ?? LedgerTally()) + tally)
    }
    return rows.sorted { ($1.value.tally.tpp, $0.key) < ($0.value.tally.tpp, $1.key) }.map(\.value)
  }

  var chips: [LedgerPage.ChipTotal] {
    ledger.tallies.chips.indices.filter { ledger.tallies.chips[$0].lines > 0 }.compactMap { position in
      let chip = reading.names.database.chips[position]
      return reading.names.subjects[position].operands[.tpp].map { operand in
        LedgerPage.ChipTotal(
          id: chip.id, name: chip.name, tpp: operand.value, source: operand.source,
          published: operand.published, isUnverified: operand.isUnverified,
          tally: ledger.tallies.chips[position])
      }
    }
  }

  func party(_ key: AccountKey) -> LedgerPage.Party {
    LedgerPage.Party(
      ultimateParent: key.parent.map { reading.names.parents[$0] },
      consignee: key.consignee.map { reading.names.consignees[$0] },
      destination: key.destination.map { reading.names.countries.countries[Int($0)].code }, year: key.year)
  }

  private func citation(_ refused: RefusedRoute) -> String {
    let date = refused.first.day.date
    switch refused.refusal {
    case .notInForce:
      return rules.status(on: date)[ledger.standing].reference ?? rules.instrument.citation.reference
    case .ended:
      let ended = rules.limits.first { $0.isCap && $0.binds.contains(refused.route) }
      return ended?.allowance.parameter.repeal(on: date)?.reference ?? rules.instrument.citation.reference
    case .place, .item:
      let scope = rules.routes[refused.route]?.scope.version(on: date, under: ledger.standing)
      return scope?.reference ?? rules.instrument.citation.section
    }
  }
}
