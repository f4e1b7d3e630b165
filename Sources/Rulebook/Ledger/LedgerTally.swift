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
  /// The allowance that the route draws on has no value any more.
  case ended = "its allowance has ended"
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

/// What went where in a ledger.
public struct LedgerTallies: Sendable {
  /// How many lines of unknown class are kept with their reason.
  private static let unknownLinesKept = 10

  var keepsUnknown: Bool { firstUnknown.count < Self.unknownLinesKept }

  /// By position of the place.
  private var places = [LedgerTally](repeating: LedgerTally(), count: Route.allCases.count + 2)
  /// By position of the route: lines for which it was found, not named.
  private var found = [LedgerTally](repeating: LedgerTally(), count: Route.allCases.count)
  /// By position of the chip.
  public internal(set) var chips: [LedgerTally] = []
  public internal(set) var refusedRoutes: [RefusedRoute] = []
  /// Lines that name a route and need none.
  public internal(set) var needless = LedgerTally()
  /// Lines that name a route of which it is not known whether it is open.
  public internal(set) var undecidedRoutes = LedgerTally()
  /// The first lines of unknown class, and why.
  public internal(set) var firstUnknown: [(shipment: Shipment, reason: String)] = []
  /// By position of the class.
  var classes: [LedgerTally] = []

  mutating func add(
    _ shipment: Shipment, _ amount: ExactTPP, _ kind: ShipmentClass, _ position: Int, _ place: Ledger.Place
  ) {
    while classes.count <= position { classes.append(LedgerTally()) }
    let counted = kind.counts == .yes ? amount : .zero
    classes[position].add(shipment.quantity, amount)
    chips[Int(shipment.chip)].add(shipment.quantity, amount)
    places[place.position].add(shipment.quantity, place == .unknown ? amount : counted)
    if place == .noLicenceNeeded && shipment.route != nil { needless.add(shipment.quantity, counted) }
  }

  /// What ended up in a place.
  public func tally(_ place: Ledger.Place) -> LedgerTally { places[place.position] }

  /// The lines for which a route was found.
  public func found(_ route: Route) -> LedgerTally { found[route.position] }

  mutating func addFound(_ route: Route, _ quantity: Int, _ amount: ExactTPP) {
    found[route.position].add(quantity, amount)
  }

  mutating func noteUnknown(_ shipment: Shipment, _ reason: String) {
    firstUnknown.append((shipment, reason))
  }

  mutating func refuse(_ route: Route, _ refusal: RouteRefusal, _ shipment: Shipment, _ amount: ExactTPP) {
    let known = refusedRoutes.firstIndex { $0.route == route && $0.refusal == refusal }
    if let known {
      refusedRoutes[known].tally.add(shipment.quantity, amount)
    } else {
      var refused = RefusedRoute(route: route, refusal: refusal, first: shipment, tally: LedgerTally())
      refused.tally.add(shipment.quantity, amount)
      refusedRoutes.append(refused)
    }
  }
}

extension Ledger.Place {
  fileprivate var position: Int {
    switch self {
    case .route(let route): route.position
    case .noLicenceNeeded: Route.allCases.count
    case .unknown: Route.allCases.count + 1
    }
  }
}
