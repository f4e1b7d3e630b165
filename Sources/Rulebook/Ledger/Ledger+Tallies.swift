import Rating

extension Ledger {
  /// How many lines of unknown class are kept with their reason.
  static let unknownLinesKept = 10

  mutating func tally(
    _ shipment: Shipment, _ amount: ExactTPP, _ kind: ShipmentClass, _ position: Int, _ place: Place
  ) {
    if classTallies.count < classifier.classes.count {
      classTallies += Array(
        repeating: LedgerTally(), count: classifier.classes.count - classTallies.count)
    }
    let counted = kind.counts == .yes ? amount : .zero
    classTallies[position].add(shipment.quantity, amount)
    chipTallies[Int(shipment.chip)].add(shipment.quantity, amount)
    places[place, default: LedgerTally()].add(shipment.quantity, place == .unknown ? amount : counted)
    if place == .noLicenceNeeded && shipment.route != nil { needless.add(shipment.quantity, counted) }
    if place == .unknown && firstUnknown.count < Self.unknownLinesKept {
      firstUnknown.append((shipment, kind.reason ?? "whether a route is open to it is not known"))
    }
  }

  mutating func refuse(_ shipment: Shipment, _ amount: ExactTPP, _ kind: ShipmentClass, _ route: Route) {
    let refusal: RouteRefusal =
      if period?.status[standing].value == .no {
        .notInForce
      } else if kind.takes(route) == .no {
        .item
      } else {
        .place
      }
    let position =
      refusedRoutes.firstIndex { $0.route == route && $0.refusal == refusal } ?? refusedRoutes.count
    if position == refusedRoutes.count {
      refusedRoutes.append(
        RefusedRoute(route: route, refusal: refusal, first: shipment, tally: LedgerTally()))
    }
    refusedRoutes[position].tally.add(shipment.quantity, amount)
  }
}
