/// How many lines, chips and TPP fell into one class.
public struct LedgerTally: Sendable, Encodable {
  public var lines = 0
  public var chips = 0
  /// Of the items that count; of all items where it is not known whether they count.
  public var tpp = ExactTPP.zero

  public init() {}

  public static func + (a: LedgerTally, b: LedgerTally) -> LedgerTally {
    var sum = a
    sum.lines += b.lines
    sum.chips += b.chips
    sum.tpp += b.tpp
    return sum
  }

  mutating func add(_ quantity: Int, _ amount: ExactTPP) {
    lines += 1
    chips += quantity
    tpp += amount
  }
}

/// Why a line cannot go by the route that it names.
public enum RouteRefusal: String, Sendable, Hashable, Encodable {
  /// The rule has not the standing asked about on the day.
  case notInForce = "not in force"
  /// The route is closed to the destination or the headquarters.
  case place = "not open to this destination or headquarters"
  /// The item is of no class that may take the route.
  case item = "not open to this item"
}

/// The lines of one route that cannot go by it for one reason.
public struct RefusedRoute: Sendable {
  public let route: Route
  public let refusal: RouteRefusal
  /// The first line.
  public let first: Shipment
  public internal(set) var tally: LedgerTally
}
