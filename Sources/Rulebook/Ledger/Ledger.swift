import Rating

/// Adds up shipments in the order of their dates, under one standing of the rules, and holds every sum against the
/// limits of its day.
public struct Ledger: Sendable {
  /// Why a line is not added.
  public enum Refusal: Error, Equatable, Sendable {
    /// The chip has no TPP that could be added up.
    case noTPP
    /// The day lies before every rule.
    case beforeFirstRule
    /// The sum would be too large to be exact.
    case tooLarge
    /// The day lies before that of the line before.
    case outOfOrder
    /// More was lost than there was.
    case lostMoreThanOwned
  }

  /// Where a shipment ended up.
  public enum Place: Hashable, Sendable {
    case route(Route)
    /// No licence requirement reaches it.
    case noLicenceNeeded
    /// Not known: a figure of the chip or the headquarters are missing.
    case unknown
  }

  public let rules: LedgerRules
  public let standing: Standing
  /// The countries whose allocation was raised by an agreement between governments.
  public let agreements: Set<CountryCode>
  /// Whether what the families own besides the ledger was given, without which no share is known.
  public var knowsHoldings: Bool { gaveHoldings && refusedChanges.isEmpty }
  private let gaveHoldings: Bool
  public internal(set) var lastDay: LedgerDay?
  public internal(set) var tallies = LedgerTallies()
  /// The changes of stock that could not be made.
  public internal(set) var refusedChanges: [(change: StockChange, refusal: Refusal)] = []

  var classifier: ShipmentClassifier
  var books: [LedgerBook]
  var families: [Int32: ValidatedFamily] = [:]
  var holdings = FamilyHoldings()
  var shareCrossings: [ShareKey: ShareCrossing] = [:]
  var total = ExactTPP.zero
  let prices: [TPPBand?]
  let plans: [LimitPlan]
  /// By position of the route: the limits that its lines add up to.
  let limitsByRoute: [[Int]]
  /// By position in the table of countries: the position of the country that counts.
  let countedCountry: [UInt16]
  let hasAgreement: [Bool]
  var changes: ArraySlice<StockChange>
  private var periodIndex = -1
  private(set) var period: ShipmentClassifier.Period?
  /// By position of the limit: the amounts in force, without and with an agreement.
  private var amounts: [(value: ExactTPP?, agreement: ExactTPP?)] = []
  /// Whether the instrument has the standing on the day of the ledger.
  private var inForce = Outcome.unknown
  private let order: [Route]

  /// - Parameters:
  ///   - chips: what the numbers of chips in the lines stand for.
  ///   - agreements: the countries with a raised allocation.
  ///   - changes: what families own besides the ledger, or lost, in any order.
  ///   - knowsHoldings: whether the changes hold all that families own besides the ledger.
  public init(
    rules: LedgerRules, standing: Standing, chips: [Subject], agreements: Set<CountryCode> = [],
    changes: [StockChange] = [], knowsHoldings: Bool = false
  ) {
    self.rules = rules
    self.standing = standing
    self.agreements = agreements
    gaveHoldings = knowsHoldings
    self.changes = changes.sorted { ($0.day, $0.kind.rank) < ($1.day, $1.kind.rank) }[...]
    classifier = ShipmentClassifier(rules: rules, standing: standing, chips: chips)
    books = Array(repeating: LedgerBook(), count: rules.limits.count)
    prices = chips.map { TPPBand($0.operands[.tpp]) }
    tallies.chips = Array(repeating: LedgerTally(), count: chips.count)
    plans = rules.limits.map(LimitPlan.init)
    order = rules.order
    limitsByRoute = Route.allCases.map { route in
      rules.limits.indices.filter { rules.limits[$0].routes.contains(route) }
    }
    let countries = rules.rulebook.countries.countries
    let positions = Dictionary(
      uniqueKeysWithValues: countries.enumerated().map { ($1.code, UInt16($0)) })
    countedCountry = countries.enumerated().map { positions[$1.countsAs] ?? UInt16($0) }
    hasAgreement = countries.map { agreements.contains($0.code) }
  }

  /// Adds a line.
  ///
  /// - Returns: where it ended up.
  /// - Throws: `Refusal`; the line is then left out of everything.
  @discardableResult
  public mutating func add(_ shipment: Shipment) throws(Refusal) -> Place {
    if let lastDay, shipment.day < lastDay { throw .outOfOrder }
    guard let price = prices[Int(shipment.chip)] else { throw .noTPP }
    guard let amount = price.times(shipment.quantity), total + amount.high <= .largest else {
      throw .tooLarge
    }
    try advance(to: shipment.day)
    let position: Int
    do {
      position = try classifier.position(
        period: periodIndex, chip: shipment.chip, destination: shipment.destination,
        headquarters: shipment.headquarters)
    } catch {
      throw .beforeFirstRule
    }
    let kind = classifier.classes[position]
    let place = place(shipment, amount, kind, position)
    total += amount.high
    tallies.add(shipment, amount.chosen, kind, position, place)
    if kind.isOwnedClass == .yes {
      holdings.add(amount.chosen, to: shipment.parent, in: countedCountry[Int(shipment.destination)])
      if case .route(.uveu) = place { validate(shipment, kind) }
      checkShares(shipment, kind)
    }
    return place
  }

  /// Makes the changes of stock that are left, and measures what is measured on days up to one.
  public mutating func finish(on day: LedgerDay) {
    if lastDay == nil, let index = classifier.periodIndex(of: day) { enter(index) }
    makeChanges(through: nil)
    measureShares(before: max(day, lastDay ?? day), inclusive: true)
  }

  /// The classes that lines fell into, with how many.
  public var classes: [(kind: ShipmentClass, words: ShipmentClass.Words, tally: LedgerTally)] {
    tallies.classes.indices.map { (classifier.classes[$0], classifier.words[$0], tallies.classes[$0]) }
  }

  mutating func advance(to day: LedgerDay) throws(Refusal) {
    guard day != lastDay else { return }
    guard let index = classifier.periodIndex(of: day) else { throw .beforeFirstRule }
    measureShares(before: day, inclusive: false)
    lastDay = day
    enter(index)
    makeChanges(through: day)
  }

  private mutating func enter(_ index: Int) {
    guard index != periodIndex else { return }
    periodIndex = index
    let entered = classifier.preparedPeriod(index)
    period = entered
    inForce = entered.status[standing].value
    amounts = entered.limits.map { ($0.value?.amount, $0.agreement?.amount) }
  }

  /// The limit in force on the day of the ledger for an account; `nil` where there is none.
  func amount(_ position: Int, _ key: AccountKey) -> ExactTPP? {
    guard position < amounts.count else { return nil }
    if let destination = key.destination, hasAgreement[Int(destination)] {
      return amounts[position].agreement ?? amounts[position].value
    }
    return amounts[position].value
  }

  private mutating func place(
    _ shipment: Shipment, _ amount: TPPBand, _ kind: ShipmentClass, _ position: Int
  ) -> Place {
    if kind.isControlled == .no { return .noLicenceNeeded }
    if kind.counts == .unknown { return unknown(shipment, position) }
    guard let route = shipment.route else { return find(shipment, amount, kind, position) }
    let hasEnded = period?.hasEnded[route.position] ?? false
    switch hasEnded ? .no : kind.isOpen(route) {
    case .no:
      let refusal = Self.refusal(route, kind, isInForce: inForce, hasEnded: hasEnded)
      tallies.refuse(route, refusal, shipment, amount.chosen)
    case .yes:
      if kind.counts == .yes { use(route, shipment, amount, kind) }
    case .unknown:
      tallies.undecidedRoutes.add(shipment.quantity, amount.chosen)
      if kind.counts == .yes { use(route, shipment, amount, kind) }
    }
    return .route(route)
  }

  /// Why a route is not open to a class of shipment. A rule of which no statement says that it stands is not in force yet.
  static func refusal(
    _ route: Route, _ kind: ShipmentClass, isInForce: Outcome, hasEnded: Bool
  ) -> RouteRefusal {
    if isInForce != .yes { return .notInForce }
    if kind.takes(route) == .no { return .item }
    return kind.isOpen(route) == .no ? .place : hasEnded ? .ended : .place
  }

  /// The first route, in the order of the rules, that is open and has room; a licence where none has.
  private mutating func find(
    _ shipment: Shipment, _ amount: TPPBand, _ kind: ShipmentClass, _ position: Int
  ) -> Place {
    guard kind.isControlled == .yes else { return unknown(shipment, position) }
    var route = Route.licence
    for candidate in order {
      let isOpen = kind.isOpen(candidate)
      if isOpen == .unknown { return unknown(shipment, position) }
      if isOpen == .yes, hasRoom(candidate, shipment, amount.chosen) {
        route = candidate
        break
      }
    }
    if kind.counts == .yes { use(route, shipment, amount, kind) }
    tallies.addFound(route, shipment.quantity, kind.counts == .yes ? amount.chosen : .zero)
    return .route(route)
  }

  private mutating func unknown(_ shipment: Shipment, _ position: Int) -> Place {
    guard tallies.keepsUnknown else { return .unknown }
    let reason =
      classifier.words[position].reason
      ?? (shipment.headquarters == nil
        ? "the headquarters are not given, on which the routes turn"
        : "whether a route is open to it is not known")
    tallies.noteUnknown(shipment, reason)
    return .unknown
  }

  private func hasRoom(_ route: Route, _ shipment: Shipment, _ amount: ExactTPP) -> Bool {
    for position in limitsByRoute[route.position] where plans[position].isCap && plans[position].binds(route)
    {
      let key = key(plans[position], shipment)
      guard let limit = self.amount(position, key) else { return false }
      if plans[position].isBeyond(books[position].used(key) + amount, limit) { return false }
    }
    return true
  }

  private mutating func use(
    _ route: Route, _ shipment: Shipment, _ amount: TPPBand, _ kind: ShipmentClass
  ) {
    for position in limitsByRoute[route.position]
    where shipment.day >= plans[position].since && kind.limits[position] != .no {
      add(
        amount, to: position, key(plans[position], shipment), isBound: plans[position].binds(route),
        day: shipment.day, at: LedgerPlace(file: .ledger, line: shipment.line))
    }
  }

  private func key(_ plan: LimitPlan, _ shipment: Shipment) -> AccountKey {
    AccountKey(
      parent: plan.byParent ? shipment.parent : nil, consignee: plan.byConsignee ? shipment.consignee : nil,
      destination: plan.byDestination ? countedCountry[Int(shipment.destination)] : nil,
      year: plan.byYear ? Int16(shipment.day.year) : nil)
  }

  /// Adds to an account and notes where it crosses the limit of the day.
  mutating func add(
    _ amount: TPPBand, to position: Int, _ key: AccountKey, isBound: Bool, day: LedgerDay,
    at place: LedgerPlace
  ) {
    let plan = plans[position]
    let limit = self.amount(position, key)
    let account = books[position].position(of: key)
    let sum = plan.isSingle ? amount : books[position].accounts[account].used + amount
    books[position].accounts[account].change(to: sum, in: plan.isCumulative ? day.quarter : nil)
    books[position].accounts[account].lines += 1
    guard let limit, isBound, plan.isBeyond(sum.high, limit) else { return }
    if books[position].accounts[account].disputedLine == 0 {
      books[position].accounts[account].disputedLine = place.line
    }
    if plan.isBeyond(sum.low, limit) { books[position].accounts[account].isCrossedByAll = true }
    guard plan.isBeyond(sum.chosen, limit) else { return }
    books[position].accounts[account].linesBeyond += 1
    guard books[position].accounts[account].crossing < 0 else { return }
    let values = period?.limits[position]
    let isRaised = key.destination.map { hasAgreement[Int($0)] } ?? false
    books[position].accounts[account].crossing = Int32(books[position].crossings.count)
    books[position].crossings.append(
      LedgerBook.Crossing(
        place: place, day: day, used: sum.chosen, limit: limit,
        reference: ((isRaised ? values?.agreement : nil) ?? values?.value)?.entry.reference ?? ""))
  }
}

extension StockChange.Kind {
  /// On one day, what is owned comes before what is lost.
  fileprivate var rank: Int { self == .owned ? 0 : 1 }
}
