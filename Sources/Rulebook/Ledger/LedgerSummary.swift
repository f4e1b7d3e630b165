import Rating

/// What a limit leaves to one party, or whether a duty has begun.
public struct LimitUse: Sendable {
  /// The position in the rules' limits.
  public let limit: Int
  public let key: AccountKey
  /// In the period asked about: the year, or up to the end of the quarter.
  public let now: Level
  /// By quarter for what adds up over the whole time of the rule; empty otherwise.
  public let quarters: [Level]
  public let lines: Int

  /// The sum and the limit in one period.
  public struct Level: Sendable {
    /// "2025", "2025 Q3"; "all" for one that does not turn on time.
    public let period: String
    public let used: ExactTPP
    /// `nil` where none is in force.
    public let limit: ExactTPP?
    public let reference: String?
    /// What may still be added, below zero where the limit is passed; `nil` where none is in force.
    public var left: ExactTPP? { limit.map { $0 - used } }
  }
}

/// The first line at which a limit was passed, or a duty began.
public struct LimitCrossing: Sendable {
  /// The position in the rules' limits.
  public let limit: Int
  public let key: AccountKey
  public let place: LedgerPlace
  public let day: LedgerDay
  /// The sum with the line.
  public let used: ExactTPP
  public let bound: ExactTPP
  /// The source of the value.
  public let reference: String
  /// How many lines stand beyond the limit, the first one among them.
  public let linesBeyond: Int
  /// Whether the sum passes the limit also by the lowest figures that sources give of the chips.
  public let isByAllSources: Bool
}

/// A limit that is not passed by the chosen figures of the chips, but by the highest that sources give.
public struct LimitContest: Sendable {
  /// The position in the rules' limits.
  public let limit: Int
  public let key: AccountKey
  /// The first line at which they pass it.
  public let line: Int32
  public let sum: TPPBand
}

/// What a family that ships as a universal validated end user has where, at the end of the ledger.
public struct ShareUse: Sendable {
  /// The position in the rules' shares.
  public let rule: Int
  public let parent: Int32
  public let country: UInt16?
  public let share: ComputeShare
  /// In per cent; `nil` where none is in force.
  public let bound: Double?
}

extension Ledger {
  /// The first lines that pass a limit, in the order of their dates.
  public var brokenLimits: [LimitCrossing] { crossings { $0.isCap } }

  /// The limits that would be passed by the highest figures that sources give, in the order of their lines.
  public var contestedLimits: [LimitContest] {
    books.indices.filter { plans[$0].isCap }.flatMap { limit in
      books[limit].accounts.filter { $0.disputedLine > 0 && $0.crossing < 0 }.map {
        LimitContest(limit: limit, key: $0.key, line: $0.disputedLine, sum: $0.used)
      }
    }.sorted { ($0.line, $0.limit) < ($1.line, $1.limit) }
  }

  /// The first lines from which on a report or a notice is due, in the order of their dates.
  public var duties: [LimitCrossing] { crossings { !$0.isCap } }

  /// The first lines that pass a share, in the order of their dates. Not to be relied on unless `knowsHoldings`.
  public var brokenShares: [ShareCrossing] {
    shareCrossings.values.sorted {
      ($0.day, $0.line, $0.rule, $0.parent) < ($1.day, $1.line, $1.rule, $1.parent)
    }
  }

  /// How many parties have an account under a limit.
  public func accountCount(_ limit: Int) -> Int { books[limit].accounts.count }

  /// The parties that a limit leaves least to on a day, the most used first.
  public func uses(of limit: Int, on day: LedgerDay, atMost count: Int) -> [LimitUse] {
    let rule = rules.limits[limit]
    guard !rule.by.contains(.shipment) else { return [] }
    let accounts = books[limit].accounts.filter { $0.key.year.map { Int($0) == day.year } ?? true }
    let ranked = accounts.sorted { a, b in
      let (usedA, usedB) = (used(a, rule, day), used(b, rule, day))
      return usedA != usedB ? usedA > usedB : a.key.packed < b.key.packed
    }
    return ranked.prefix(count).map { use($0, limit, day) }
  }

  /// What validated families have where.
  public var shareUses: [ShareUse] {
    families.keys.sorted().flatMap { parent -> [ShareUse] in
      rules.shares.indices.filter { families[parent]?.isBound[$0] == true }.flatMap { rule -> [ShareUse] in
        let countries: [UInt16?] =
          rules.shares[rule].isByCountry
          ? holdings.holdings(of: parent).map(\.country).filter { period?.isOutside[rule][Int($0)] == true }
            .sorted() : [nil]
        return countries.map { country in
          ShareUse(
            rule: rule, parent: parent, country: country, share: share(rule, of: parent, country: country),
            bound: period?.shares[rule]?.value)
        }
      }
    }
  }

  /// Where and when a limit has which value: at the end of each quarter in which one is in force, or at the end of the
  /// ledger's.
  func levels(_ limit: Int, _ key: AccountKey) -> [(quarter: Quarter, limit: ShipmentClassifier.Limit)] {
    let rule = rules.limits[limit]
    let allowance = key.destination.map { hasAgreement[Int($0)] } == true ? rule.agreement : nil
    let parameter = (allowance ?? rule.allowance).parameter
    guard let first = parameter.values.first?.from, let last = parameter.values.last else { return [] }
    let end = LedgerDay(last.from).quarter
    var quarter = LedgerDay(first).quarter
    var levels: [(quarter: Quarter, limit: ShipmentClassifier.Limit)] = []
    while quarter <= end {
      let status = Status(rules.instrument.status, on: quarter.end)[standing].value
      if status == .yes, let entry = parameter.value(on: quarter.end),
        let amount = entry.value.flatMap(ExactTPP.init)
      {
        levels.append((quarter, ShipmentClassifier.Limit(amount: amount, entry: entry)))
      }
      quarter = quarter.next
    }
    return levels
  }

  private func use(_ account: LedgerAccount, _ limit: Int, _ day: LedgerDay) -> LimitUse {
    let rule = rules.limits[limit]
    let quarters =
      rule.isCap && account.key.year == nil
      ? levels(limit, account.key).map { level in
        LimitUse.Level(
          period: level.quarter.description, used: account.used(atEndOf: level.quarter),
          limit: level.limit.amount, reference: level.limit.entry.reference)
      } : []
    return LimitUse(
      limit: limit, key: account.key,
      now: level(used(account, rule, day), rule, account.key, day),
      quarters: quarters, lines: Int(account.lines))
  }

  /// The level of an account in the period of a day.
  func level(
    _ used: ExactTPP, _ rule: LimitRule, _ key: AccountKey, _ day: LedgerDay
  ) -> LimitUse.Level {
    let date = rule.by.contains(.calendarYear) ? day.date : day.quarter.end
    let isRaised = key.destination.map { hasAgreement[Int($0)] } == true
    let parameter = ((isRaised ? rule.agreement : nil) ?? rule.allowance).parameter
    let isInForce = Status(rules.instrument.status, on: date)[standing].value == .yes
    let entry = isInForce ? parameter.value(on: date) : nil
    return LimitUse.Level(
      period: rule.by.contains(.calendarYear) ? "\(day.year)" : day.quarter.description, used: used,
      limit: entry?.value.flatMap(ExactTPP.init), reference: entry?.reference)
  }

  /// The sum of an account in the period of a day.
  func used(_ account: LedgerAccount, _ rule: LimitRule, _ day: LedgerDay) -> ExactTPP {
    rule.by.contains(.calendarYear) ? account.used.chosen : account.used(atEndOf: day.quarter)
  }

  private func crossings(_ isWanted: (LimitRule) -> Bool) -> [LimitCrossing] {
    books.indices.filter { isWanted(rules.limits[$0]) }.flatMap { limit in
      books[limit].accounts.filter { $0.crossing >= 0 }.map { account in
        let crossing = books[limit].crossings[Int(account.crossing)]
        return LimitCrossing(
          limit: limit, key: account.key, place: crossing.place, day: crossing.day, used: crossing.used,
          bound: crossing.limit, reference: crossing.reference, linesBeyond: Int(account.linesBeyond),
          isByAllSources: account.isCrossedByAll)
      }
    }.sorted { ($0.day, $0.place.line, $0.limit) < ($1.day, $1.place.line, $1.limit) }
  }
}
