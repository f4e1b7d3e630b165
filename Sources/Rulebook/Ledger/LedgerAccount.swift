/// For whom an account is kept, and in which year; what a limit does not turn on is `nil`.
public struct AccountKey: Hashable, Sendable {
  public var parent: Int32?
  public var consignee: Int32?
  /// The position in the table of countries.
  public var destination: UInt16?
  public var year: Int?

  public init(
    parent: Int32? = nil, consignee: Int32? = nil, destination: UInt16? = nil, year: Int? = nil
  ) {
    self.parent = parent
    self.consignee = consignee
    self.destination = destination
    self.year = year
  }

  /// The same in one number, which tells the accounts of one limit apart.
  var packed: UInt64 {
    UInt64(UInt32(bitPattern: parent ?? consignee ?? 0)) << 32 | UInt64(destination ?? 0) << 16
      | UInt64(year ?? 0)
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

  /// The first line at which a limit was passed, or at which a duty began.
  struct Crossing: Sendable {
    let place: LedgerPlace
    let day: LedgerDay
    let used: ExactTPP
    let limit: ExactTPP
    let reference: String
  }

  let key: AccountKey
  var used = ExactTPP.zero
  var lines = 0
  var crossing: Crossing?
  /// How many lines stand beyond the limit, the first one among them.
  var linesBeyond = 0
  var marks: [Mark] = []

  /// Changes the sum, and keeps what it was at the end of earlier quarters.
  mutating func change(to sum: ExactTPP, in quarter: Quarter?) {
    used = sum
    guard let quarter else { return }
    if marks.last?.quarter == quarter {
      marks[marks.count - 1].used = sum
    } else {
      marks.append(Mark(quarter: quarter, used: sum))
    }
  }

  /// The sum at the end of a quarter.
  func used(atEndOf quarter: Quarter) -> ExactTPP {
    marks.last { $0.quarter <= quarter }?.used ?? .zero
  }
}

/// The accounts of one limit.
struct LedgerBook: Sendable {
  private var positions: [UInt64: Int32] = [:]
  var accounts: [LedgerAccount] = []

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
}
