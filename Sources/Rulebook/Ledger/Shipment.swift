/// One line of a ledger: so many chips of one kind to one recipient on one day.
///
/// Names and chips are given as numbers, so that millions of lines can be held: equal numbers stand for equal names.
public struct Shipment: Sendable {
  public let day: LedgerDay
  /// The line of the file, from 1.
  public let line: Int32
  /// The column of the quantity in it, from 1; `nil` where it need not be told again.
  public var column: UInt16?
  public let consignee: Int32
  public let parent: Int32
  /// The position in the table of countries; `nil` where the headquarters are not known.
  public let headquarters: UInt16?
  /// The position in the table of countries.
  public let destination: UInt16
  /// The position in the ledger's list of chips.
  public let chip: UInt16
  /// `nil` where one is to be found.
  public let route: Route?
  public let quantity: Int

  public init(
    day: LedgerDay, line: Int32, consignee: Int32, parent: Int32, headquarters: UInt16?, destination: UInt16,
    chip: UInt16, route: Route?, quantity: Int
  ) {
    self.day = day
    self.line = line
    self.consignee = consignee
    self.parent = parent
    self.headquarters = headquarters
    self.destination = destination
    self.chip = chip
    self.route = route
    self.quantity = quantity
  }
}

/// Chips that a corporate family came to own otherwise than by a line of the ledger, or that it lost.
public struct StockChange: Sendable {
  public enum Kind: Sendable {
    /// Owned besides the ledger: bought at home, or before it begins.
    case owned
    /// Attrited: lost, damaged, failed, moved away or sold.
    case attrited
  }

  public let kind: Kind
  public let day: LedgerDay
  public let line: Int32
  /// The column of the quantity in it, from 1.
  public let column: Int
  public let parent: Int32
  public let destination: UInt16
  public let chip: UInt16
  /// Whether the chips are installed under an authorisation as national validated end user.
  public let isNational: Bool
  public let quantity: Int

  public init(
    kind: Kind, day: LedgerDay, line: Int32, column: Int = 1, parent: Int32, destination: UInt16,
    chip: UInt16,
    isNational: Bool, quantity: Int
  ) {
    self.kind = kind
    self.day = day
    self.line = line
    self.column = column
    self.parent = parent
    self.destination = destination
    self.chip = chip
    self.isNational = isNational
    self.quantity = quantity
  }
}
