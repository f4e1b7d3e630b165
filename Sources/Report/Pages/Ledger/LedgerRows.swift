import Rating
import Rulebook

extension LedgerPage {
  /// For whom something is: what does not apply is missing.
  public struct Party: Encodable, Sendable {
    public let ultimateParent: String?
    public let consignee: String?
    public let destination: CountryCode?
    public let year: Int16?

    /// "G42 in AE".
    var words: String {
      let place = destination.map(\.description)
      guard let company = ultimateParent ?? consignee else { return place ?? "each line" }
      return place.map { "\(company) in \($0)" } ?? company
    }
  }

  /// The first line that passes a limit or a share, or from which on a duty stands.
  public struct Crossing: Encodable, Sendable {
    /// The id of the allowance.
    public let limit: String
    public let title: String
    public let party: Party
    public let file: String
    public let line: Int
    public let date: CalendarDate
    public let used: Double
    public let bound: Double
    public let unit: String
    /// By how much the bound is passed.
    public let over: Double
    /// How many lines stand beyond, the first one among them; `nil` for a share.
    public let linesBeyond: Int?
    /// Whether the lowest figures that sources give of the chips pass it too; `nil` for a share.
    public let isByAllSources: Bool?
    public let citation: String
  }

  /// A limit that the chosen figures of the chips keep, and the highest that sources give do not.
  public struct Contest: Encodable, Sendable {
    public let limit: String
    public let party: Party
    public let file: String
    public let line: Int
    public let used: Double
    public let usedByLowest: Double
    public let usedByHighest: Double
  }

  /// The lines that name a route which they cannot take, for one reason.
  public struct Refused: Encodable, Sendable {
    public let route: Route
    public let refusal: RouteRefusal
    public let file: String
    public let firstLine: Int
    public let firstDate: CalendarDate
    public let tally: LedgerTally
    public let citation: String
  }

  /// What a limit leaves to one party.
  public struct Use: Encodable, Sendable {
    public let limit: String
    public let title: String
    public let party: Party
    public let lines: Int
    /// Whether it bounds what is permitted; a report is due from it on otherwise.
    public let isCap: Bool
    public let now: Level
    public let quarters: [Level]
  }

  /// The sum and the limit in one period.
  public struct Level: Encodable, Sendable {
    public let period: String
    public let used: Double
    /// `nil` where none is in force.
    public let limit: Double?
    /// Below zero where the limit is passed.
    public let left: Double?
    public let reference: String?

    init(_ level: LimitUse.Level) {
      period = level.period
      used = level.used.value
      limit = level.limit?.value
      left = level.left?.value
      reference = level.reference
    }
  }

  /// Which share of its compute a validated family has in some places, at the end of the ledger.
  public struct Share: Encodable, Sendable {
    public let limit: String
    public let title: String
    public let party: Party
    public let part: Double
    public let whole: Double
    public let percent: Double
    /// In per cent.
    public let bound: Double?
    public let citation: String
  }

  /// How much went by one route.
  public struct RouteTotal: Encodable, Sendable {
    /// A route, "none needed" or "unknown".
    public let route: String
    public let tally: LedgerTally
    /// Lines for which the route was found.
    public let found: LedgerTally
  }

  /// How much fell into one class.
  public struct Class: Encodable, Sendable {
    public let paragraphs: [String]
    public let isControlled: Outcome
    public let counts: Outcome
    public let reason: String?
    public let tally: LedgerTally
  }

  /// One kind of chip.
  public struct ChipTotal: Encodable, Sendable {
    public let id: String
    public let name: String
    public let tpp: Double
    public let source: String
    /// From the lowest to the highest figure that sources give; `nil` where they agree.
    public let published: ClosedRange<Double>?
    public let isUnverified: Bool
    public let tally: LedgerTally
  }

  /// A line of unknown class.
  public struct Unknown: Encodable, Sendable {
    public let file: String
    public let line: Int
    public let reason: String
  }
}
