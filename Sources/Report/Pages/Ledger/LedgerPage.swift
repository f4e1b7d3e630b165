import ChipDB
import Rating
import Rulebook

/// What `assay ledger check` tells: which line breaks which limit, what is left, and what went by which route.
public struct LedgerPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  /// The day on which what is left is told.
  public let date: CalendarDate
  public let standing: Standing
  /// Of the instrument, on that day.
  public let status: Status
  public let instrument: String
  public let file: String
  public let lines: Int
  public let linesLeftOut: Int
  /// The first problems; `linesLeftOut` counts all.
  public let problems: [String]
  /// Whether the file was out of order and was sorted by date.
  public let isSorted: Bool
  public let ignoredColumns: [String]
  public let agreements: [CountryCode]
  /// Whether a limit, a share or a route is broken.
  public let isBroken: Bool
  public let broken: [Crossing]
  public let brokenCount: Int
  /// Limits that the highest published figures of the chips would pass.
  public let contested: [Contest]
  public let contestedCount: Int
  public let refusedRoutes: [Refused]
  public let brokenShares: [Crossing]
  public let brokenShareCount: Int
  /// Whether what families own besides the ledger was given; without it no share is known.
  public let knowsHoldings: Bool
  public let duties: [Crossing]
  public let dutyCount: Int
  public let headroom: [Use]
  /// By id of the limit: how many parties have an account.
  public let accounts: [String: Int]
  public let shares: [Share]
  public let routes: [RouteTotal]
  public let classes: [Class]
  public let chips: [ChipTotal]
  public let unknown: [Unknown]
  public let undecidedRoutes: LedgerTally
  public let needless: LedgerTally
  public let ambiguities: [String]
  public let notModelled: [String]
  let instrumentTitle: String

  /// - Parameter count: how many parties and first lines are told of each limit.
  public init(_ reading: LedgerReading, atMost count: Int) {
    let ledger = reading.ledger
    let rules = ledger.rules
    let day = LedgerDay(reading.question.date)
    let writer = LedgerRowWriter(reading)
    date = reading.question.date
    standing = ledger.standing
    status = rules.status(on: date)
    instrument = rules.instrument.id
    instrumentTitle = rules.instrument.title
    file = reading.fileName(.ledger)
    lines = reading.lines
    linesLeftOut = reading.problemCount
    problems = reading.problems.map(\.description)
    isSorted = reading.isSorted
    ignoredColumns = reading.ignoredColumns
    agreements = ledger.agreements.sorted()
    knowsHoldings = ledger.knowsHoldings
    let limits = ledger.brokenLimits
    let contests = ledger.contestedLimits
    contested = contests.prefix(count).map(writer.contest)
    contestedCount = contests.count
    let shareBreaks = ledger.brokenShares
    isBroken =
      !limits.isEmpty || !ledger.tallies.refusedRoutes.isEmpty
      || (ledger.knowsHoldings && !shareBreaks.isEmpty)
    broken = limits.prefix(count).map(writer.crossing)
    brokenCount = limits.count
    brokenShares = shareBreaks.prefix(count).map(writer.crossing)
    brokenShareCount = shareBreaks.count
    let duties = ledger.duties
    self.duties = duties.prefix(count).map(writer.crossing)
    dutyCount = duties.count
    refusedRoutes = ledger.tallies.refusedRoutes.map(writer.refused)
    headroom = rules.limits.indices.flatMap { ledger.uses(of: $0, on: day, atMost: count).map(writer.use) }
    accounts = Dictionary(
      rules.limits.indices.map { (rules.limits[$0].allowance.id, ledger.accountCount($0)) },
      uniquingKeysWith: +)
    shares = ledger.shareUses.prefix(count * rules.shares.count).map(writer.share)
    routes = writer.routes
    classes = writer.classes
    chips = writer.chips
    unknown = ledger.tallies.firstUnknown.map { writer.unknown($0.shipment, $0.reason) }
    undecidedRoutes = ledger.tallies.undecidedRoutes
    needless = ledger.tallies.needless
    ambiguities = (rules.instrument.ambiguities + rules.ambiguities).map(\.text)
    notModelled = rules.notModelled(on: date)
  }
}
