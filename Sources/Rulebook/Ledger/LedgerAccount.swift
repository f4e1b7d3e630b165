import Rating

/// For whom an account is kept, and in which year; what a limit does not turn on is `nil`.
public struct AccountKey: Hashable, Sendable {
  public var parent: Int32?
  public var consignee: Int32?
  /// The position in the table of countries.
  public var destination: UInt16?
  public var year: Int16?

  public init(
    parent: Int32? = nil, consignee: Int32? = nil, destination: UInt16? = nil, year: Int16? = nil
  ) {
    self.parent = parent
    self.consignee = consignee
    self.destination = destination
    self.year = year
  }

  /// The same in one number, which tells the accounts of one limit apart.
  var packed: UInt64 {
    UInt64(UInt32(bitPattern: parent ?? consignee ?? 0)) << 32 | UInt64(destination ?? 0) << 16
      | UInt64(UInt16(bitPattern: year ?? 0))
  }
}

/// Where a line stands.
public struct LedgerPlace: Hashable, Sendable {
  public enum File: Sendable {
    case ledger, owned, attrited
  }

  public let file: File
  public let line: Int32
}

/// What has been added up for one limit and one party.
struct LedgerAccount: Sendable {
  /// The sum at the end of a quarter in which it changed.
  struct Mark: Sendable {
    let quarter: Quarter
    var used: ExactTPP
  }

  let key: AccountKey
  var used = TPPBand.zero
  var lines: Int32 = 0
  /// How many lines stand beyond the limit.
  var linesBeyond: Int32 = 0
  /// The position of the first of them among the book's crossings; -1 for none.
  var crossing: Int32 = -1
  /// The first line at which the highest figures that sources give pass the limit; 0 for none.
  var disputedLine: Int32 = 0
  /// Whether the lowest figures pass it too.
  var isCrossedByAll = false
  var marks: [Mark] = []

  /// Changes the sum, and keeps what it was at the end of earlier quarters.
  mutating func change(to sum: TPPBand, in quarter: Quarter?) {
    used = sum
    guard let quarter else { return }
    if marks.last?.quarter == quarter {
      marks[marks.count - 1].used = sum.chosen
    } else {
      marks.append(Mark(quarter: quarter, used: sum.chosen))
    }
  }

  /// The sum at the end of a quarter.
  func used(atEndOf quarter: Quarter) -> ExactTPP {
    marks.last { $0.quarter <= quarter }?.used ?? .zero
  }
}

/// The accounts of one limit.
struct LedgerBook: Sendable {
  /// The first line at which a limit was passed, or at which a duty began.
  struct Crossing: Sendable {
    let place: LedgerPlace
    let day: LedgerDay
    let used: ExactTPP
    let limit: ExactTPP
    let reference: String
  }

  private var positions: [UInt64: Int32] = [:]
  var accounts: [LedgerAccount] = []
  var crossings: [Crossing] = []

  /// The position of an account, which is opened if need be.
  mutating func position(of key: AccountKey) -> Int {
    let packed = key.packed
    if let position = positions[packed] { return Int(position) }
    positions[packed] = Int32(accounts.count)
    accounts.append(LedgerAccount(key: key))
    return accounts.count - 1
  }

  /// The account of a party; `nil` where nothing was added up.
  func account(_ key: AccountKey) -> LedgerAccount? {
    positions[key.packed].map { accounts[Int($0)] }
  }

  /// What an account has used.
  func used(_ key: AccountKey) -> ExactTPP {
    positions[key.packed].map { accounts[Int($0)].used.chosen } ?? .zero
  }
}

/// A limit as the lines of a ledger meet it: without words, so that nothing is counted up for each of millions.
struct LimitPlan: Sendable {
  let byParent: Bool
  let byConsignee: Bool
  let byDestination: Bool
  let byYear: Bool
  let isSingle: Bool
  let isCap: Bool
  let comparison: Comparison
  let since: LedgerDay
  /// By position of the route, one bit each.
  private let binding: UInt8

  init(_ rule: LimitRule) {
    byParent = rule.by.contains(.ultimateParent)
    byConsignee = rule.by.contains(.consignee)
    byDestination = rule.by.contains(.destination)
    byYear = rule.by.contains(.calendarYear)
    isSingle = rule.by.contains(.shipment)
    isCap = rule.isCap
    comparison = rule.allowance.comparison
    since = rule.since
    binding = rule.binds.reduce(0) { $0 | 1 << UInt8($1.position) }
  }

  /// Whether it adds up over the whole time of the rule.
  var isCumulative: Bool { !byYear && !isSingle }

  func binds(_ route: Route) -> Bool { binding & 1 << UInt8(route.position) != 0 }

  /// Whether a sum is beyond it: past a cap, or where a duty stands.
  func isBeyond(_ sum: ExactTPP, _ limit: ExactTPP) -> Bool {
    comparison.holds(sum.value, limit.value) != isCap
  }
}
