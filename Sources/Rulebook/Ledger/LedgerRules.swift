import Rating

/// How a ledger is held against an instrument: which items count, whom each limit is for, what uses it up.
public struct LedgerRules: Sendable {
  public let rulebook: Rulebook
  public let instrument: Instrument
  /// The paragraphs whose items count.
  public let counts: [Condition.ParagraphReference]
  public let routes: [Route: RouteRule]
  /// The routes that are tried where a line names none, in this order.
  public let order: [Route]
  public let limits: [LimitRule]
  public let shares: [ShareRule]
  public let ambiguities: [Ambiguity]
  public let notModelled: [String]

  /// Reads `ledger/us-ai-diffusion.yaml` of a rulebook's folder.
  ///
  /// - Throws: `RulebookError` with the place of what cannot be read or does not fit the rulebook.
  public static func load(directory: String, rulebook: Rulebook) throws(RulebookError) -> LedgerRules {
    let file = RuleFile(path: directory + "/ledger/us-ai-diffusion.yaml")
    return try LedgerRulesReader(rulebook: rulebook).rules(file.root())
  }

  /// Reads every `ledger/*.yaml` of a rulebook's folder, to check them.
  ///
  /// - Throws: `RulebookError` with the place of the first that cannot be read or does not fit the rulebook.
  public static func loadAll(directory: String, rulebook: Rulebook) throws(RulebookError) -> [LedgerRules] {
    try RuleFile.paths(in: directory + "/ledger").map { (path) throws(RulebookError) in
      try LedgerRulesReader(rulebook: rulebook).rules(RuleFile(path: path).root())
    }
  }

  /// Whether an agreement between governments could raise what a country is allowed: not where no allowance of this kind
  /// is open to it, on any day of the rule.
  public func canBeRaised(_ country: CountryCode, under standing: Standing) -> Bool {
    let transaction = Transaction(destination: country, headquarters: country)
    return limits.compactMap { $0.agreement?.scope }.contains { scope in
      scope.versions.contains { version in
        Evaluator(day: rulebook.rules(on: version.from), transaction: transaction).node(version.condition)
          .outcome
          != .no
      }
    }
  }

  /// What an answer for a day leaves out, the days after the review among it.
  public func notModelled(on date: CalendarDate) -> [String] {
    (date <= instrument.reviewedOn
      ? [] : ["changes to the text after \(instrument.reviewedOn), when it was last reviewed"]) + notModelled
  }

  /// Where the instrument stands on a day.
  public func status(on date: CalendarDate) -> Status { Status(instrument.status, on: date) }
}

/// What a route is open to.
public struct RouteRule: Sendable {
  public let title: String
  public let scope: Scope
  /// The paragraphs whose items may take it.
  public let takes: [Condition.ParagraphReference]
}

/// A limit in TPP, for whom it is and what adds up to it.
public struct LimitRule: Sendable {
  /// For whom a limit is, or in which part of time.
  public enum Key: String, CaseIterable, Sendable {
    case ultimateParent = "ultimate-parent"
    case consignee, destination
    case calendarYear = "calendar-year"
    /// Each line by itself.
    case shipment
  }

  public let allowance: AllowanceRule
  /// What takes the allowance's place in countries with an agreement.
  public let agreement: AllowanceRule?
  public let by: Set<Key>
  /// The routes whose lines add up to it.
  public let routes: Set<Route>
  /// The routes that it bounds.
  public let binds: Set<Route>
  /// The first day that counts.
  public let since: LedgerDay
  /// Whether chips that were lost drop out.
  public let dropsAttrited: Bool
  /// For whom and over what it adds up, in the words of the law.
  public let reference: String

  /// Whether it bounds what is permitted; a duty starts at it otherwise.
  public var isCap: Bool { [.atMost, .lessThan].contains(allowance.comparison) }
}

/// A bound on the share of a family's compute that lies in some places.
public struct ShareRule: Sendable {
  public let allowance: AllowanceRule
  /// What lies outside this place counts.
  public let outside: Place
  /// Whether each country is bounded by itself.
  public let isByCountry: Bool
  /// The days of the year (month, day) on which it is measured; empty where it holds at every line.
  public let measuredOn: [MonthDay]
  public let reference: String

  public struct MonthDay: Sendable {
    public let month: Int
    public let day: Int
  }
}
