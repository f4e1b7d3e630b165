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
  public let knowsHoldings: Bool
  public internal(set) var lastDay: LedgerDay?
  public internal(set) var places: [Place: LedgerTally] = [:]
  /// Lines whose route was found, not named.
  public internal(set) var found: [Route: LedgerTally] = [:]
  public internal(set) var refusedRoutes: [RefusedRoute] = []
  /// By position of the chip.
  public internal(set) var chipTallies: [LedgerTally]
  /// Lines that name a route and need none.
  public internal(set) var needless = LedgerTally()
  /// Lines that name a route of which it is not known whether it is open.
  public internal(set) var undecidedRoutes = LedgerTally()
  /// The first lines of unknown class, and why.
  public internal(set) var firstUnknown: [(shipment: Shipment, reason: String)] = []
  /// The changes of stock that could not be made.
  public internal(set) var refusedChanges: [(change: StockChange, refusal: Refusal)] = []

  var classifier: ShipmentClassifier
  var books: [LedgerBook]
  var families: [Int32: ValidatedFamily] = [:]
  var holdings = FamilyHoldings()
  var shareCrossings: [ShareKey: ShareCrossing] = [:]
  var classTallies: [LedgerTally] = []
  var total = ExactTPP.zero
  let chips: [ExactTPP?]
  let limitsByRoute: [[Int]]
  /// By position in the table of countries: the position of the country that counts.
  let countedCountry: [UInt16]
  let hasAgreement: [Bool]
  private var changes: ArraySlice<StockChange>
  private var periodIndex = -1
  private(set) var period: ShipmentClassifier.Period?

  /// - Parameters:
  ///   - chips: what the numbers of chips in the lines stand for.
  ///   - agreements: the countries with a raised allocation.
  ///   - changes: what families own besides the ledger or lost, in any order; `nil` where it is not known what they own.
  public init(
    rules: LedgerRules, standing: Standing, chips: [Subject], agreements: Set<CountryCode> = [],
    changes: [StockChange] = [], knowsHoldings: Bool = false
  ) {
    self.rules = rules
    self.standing = standing
    self.agreements = agreements
    self.knowsHoldings = knowsHoldings
    self.changes = changes.sorted { ($0.day, $0.kind.rank) < ($1.day, $1.kind.rank) }[...]
    classifier = ShipmentClassifier(rules: rules, standing: standing, chips: chips)
    books = Array(repeating: LedgerBook(), count: rules.limits.count)
    self.chips = chips.map { $0.operands[.tpp].flatMap { ExactTPP($0.value) } }
    chipTallies = Array(repeating: LedgerTally(), count: chips.count)
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
    guard let price = chips[Int(shipment.chip)] else { throw .noTPP }
    guard let amount = price.times(shipment.quantity), total + amount <= .largest else { throw .tooLarge }
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
    let place = place(shipment, amount, kind)
    total += amount
    tally(shipment, amount, kind, position, place)
    if kind.isOwnedClass == .yes {
      holdings.add(amount, to: shipment.parent, in: countedCountry[Int(shipment.destination)])
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
  public var classes: [(kind: ShipmentClass, tally: LedgerTally)] {
    classTallies.indices.map { (classifier.classes[$0], classTallies[$0]) }
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
    period = classifier.preparedPeriod(index)
  }

  /// The position of the limit in force on the day of the ledger for an account.
  func limit(_ position: Int, _ key: AccountKey) -> ShipmentClassifier.Limit? {
    guard let values = period?.limits[position] else { return nil }
    if let destination = key.destination, hasAgreement[Int(destination)] {
      return values.agreement ?? values.value
    }
    return values.value
  }

  private mutating func place(_ shipment: Shipment, _ amount: ExactTPP, _ kind: ShipmentClass) -> Place {
    if kind.isControlled == .no { return .noLicenceNeeded }
    if kind.counts == .unknown { return .unknown }
    guard let route = shipment.route else { return find(shipment, amount, kind) }
    switch kind.isOpen(route) {
    case .no:
      refuse(shipment, amount, kind, route)
    case .yes:
      if kind.counts == .yes { use(route, shipment, amount) }
    case .unknown:
      undecidedRoutes.add(shipment.quantity, amount)
      if kind.counts == .yes { use(route, shipment, amount) }
    }
    return .route(route)
  }

  /// The first route, in the order of the rules, that is open and has room; a licence where none has.
  private mutating func find(_ shipment: Shipment, _ amount: ExactTPP, _ kind: ShipmentClass) -> Place {
    guard kind.isControlled == .yes else { return .unknown }
    var route = Route.licence
    for candidate in rules.order {
      if kind.isOpen(candidate) == .unknown { return .unknown }
      if kind.isOpen(candidate) == .yes, hasRoom(candidate, shipment, amount) {
        route = candidate
        break
      }
    }
    if kind.counts == .yes { use(route, shipment, amount) }
    found[route, default: LedgerTally()].add(shipment.quantity, kind.counts == .yes ? amount : .zero)
    return .route(route)
  }

  private func hasRoom(_ route: Route, _ shipment: Shipment, _ amount: ExactTPP) -> Bool {
    limitsByRoute[route.position].allSatisfy { position in
      let rule = rules.limits[position]
      guard rule.isCap, rule.binds.contains(route) else { return true }
      let key = key(rule, shipment)
      guard let limit = limit(position, key) else { return false }
      let used = books[position].account(key)?.used ?? .zero
      return rule.allowance.comparison.holds((used + amount).value, limit.amount.value)
    }
  }

  private mutating func use(_ route: Route, _ shipment: Shipment, _ amount: ExactTPP) {
    for position in limitsByRoute[route.position] where shipment.day >= rules.limits[position].since {
      let rule = rules.limits[position]
      add(
        amount, to: position, key(rule, shipment), isBound: rule.binds.contains(route), day: shipment.day,
        at: LedgerPlace(file: .ledger, line: shipment.line))
    }
  }

  private func key(_ rule: LimitRule, _ shipment: Shipment) -> AccountKey {
    var key = AccountKey()
    if rule.by.contains(.ultimateParent) { key.parent = shipment.parent }
    if rule.by.contains(.consignee) { key.consignee = shipment.consignee }
    if rule.by.contains(.destination) { key.destination = countedCountry[Int(shipment.destination)] }
    if rule.by.contains(.calendarYear) { key.year = shipment.day.year }
    return key
  }

  /// Adds to an account and notes where it crosses the limit of the day.
  private mutating func add(
    _ amount: ExactTPP, to position: Int, _ key: AccountKey, isBound: Bool, day: LedgerDay,
    at place: LedgerPlace
  ) {
    let rule = rules.limits[position]
    let isSingle = rule.by.contains(.shipment)
    let limit = limit(position, key)
    let account = books[position].position(of: key)
    let isCumulative = rule.by.isDisjoint(with: [.calendarYear, .shipment])
    let sum = isSingle ? amount : books[position].accounts[account].used + amount
    books[position].accounts[account].change(to: sum, in: isCumulative ? day.quarter : nil)
    books[position].accounts[account].lines += 1
    guard let limit, isBound,
      rule.allowance.comparison.holds(sum.value, limit.amount.value) != rule.isCap
    else { return }
    books[position].accounts[account].linesBeyond += 1
    guard books[position].accounts[account].crossing == nil else { return }
    books[position].accounts[account].crossing = LedgerAccount.Crossing(
      place: place, day: day, used: sum, limit: limit.amount, reference: limit.entry.reference)
  }

  private mutating func makeChanges(through day: LedgerDay?) {
    while let change = changes.first, day.map({ change.day <= $0 }) ?? true {
      changes.removeFirst()
      do {
        try make(change)
      } catch {
        refusedChanges.append((change, error))
      }
    }
  }

  private mutating func make(_ change: StockChange) throws(Refusal) {
    guard let price = chips[Int(change.chip)] else { throw .noTPP }
    guard let amount = price.times(change.quantity), total + amount <= .largest else { throw .tooLarge }
    let country = countedCountry[Int(change.destination)]
    let key = AccountKey(parent: change.parent, destination: country)
    let national = rules.limits.indices.filter { rules.limits[$0].dropsAttrited }
    switch change.kind {
    case .owned:
      total += amount
      holdings.add(amount, to: change.parent, in: country)
      guard change.isNational else { return }
      for position in national {
        add(
          amount, to: position, key, isBound: true, day: change.day,
          at: LedgerPlace(file: .owned, line: change.line))
      }
    case .attrited:
      let used = national.map { books[$0].account(key)?.used ?? .zero }.min() ?? .zero
      guard holdings.amount(of: change.parent, in: country) >= amount, !change.isNational || used >= amount
      else { throw .lostMoreThanOwned }
      holdings.remove(amount, from: change.parent, in: country)
      guard change.isNational else { return }
      for position in national {
        let account = books[position].position(of: key)
        let sum = books[position].accounts[account].used - amount
        books[position].accounts[account].change(to: sum, in: change.day.quarter)
      }
    }
  }
}

extension StockChange.Kind {
  /// On one day, what is owned comes before what is lost.
  fileprivate var rank: Int { self == .owned ? 0 : 1 }
}
