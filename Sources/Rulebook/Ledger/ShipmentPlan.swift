import Rating

/// The most that can still go to one recipient on a day, by route, after what a ledger holds.
public struct ShipmentPlan: Sendable {
  /// Whom and where to.
  public struct Recipient: Sendable {
    public let day: LedgerDay
    /// The number of the ultimate parent in the ledger; `nil` for one that is not in it.
    public let parent: Int32?
    public let consignee: Int32?
    public let headquarters: UInt16?
    public let destination: UInt16
    public let chip: UInt16

    public init(
      day: LedgerDay, parent: Int32?, consignee: Int32?, headquarters: UInt16?, destination: UInt16,
      chip: UInt16
    ) {
      self.day = day
      self.parent = parent
      self.consignee = consignee
      self.headquarters = headquarters
      self.destination = destination
      self.chip = chip
    }
  }

  /// One bound on a route.
  public struct Bound: Sendable {
    public let allowance: AllowanceRule
    /// The year or the quarter that leaves least.
    public let period: String
    /// In TPP; `nil` for a share.
    public let limit: ExactTPP?
    /// In per cent; `nil` for a limit in TPP.
    public let percent: Double?
    public let used: ExactTPP
    /// What it leaves; `nil` where nobody knows what the family owns.
    public let left: ExactTPP?
    /// Whole chips that fit into it, or that it takes to begin the duty.
    public let chips: Int?
    /// The same by the highest TPP that sources give of the chip.
    public let chipsByHighest: Int?
    public let reference: String
  }

  /// What one route leaves.
  public struct Option: Sendable {
    public let route: Route
    public let isOpen: Outcome
    /// Why it is not open; `nil` where it is.
    public let refusal: RouteRefusal?
    public let bounds: [Bound]
    /// Duties that begin at an amount.
    public let duties: [Bound]
    /// Whole chips by the tightest bound; `nil` where there is no bound, or one is not known.
    public let chips: Int?
    /// The same by the highest TPP that sources give of the chip.
    public let chipsByHighest: Int?
    /// Whether a bound is not known.
    public let isUnknown: Bool
    /// Whether it takes an authorisation, a licence or a use of the items that a ledger does not show.
    public let needsMore: Bool
  }

  public let kind: ShipmentClass
  public let words: ShipmentClass.Words
  public let price: TPPBand
  public let options: [Option]

  /// Whole chips by the routes together that take no authorisation of the recipient: those that a ledger tries.
  public let found: Int
}

extension Ledger {
  /// What can still go to a recipient on a day.
  ///
  /// Lines after the day count too: what they hold is spoken for. The ledger must be finished.
  /// - Throws: `noTPP`, and `beforeFirstRule` for a day or a chip that no rule covers.
  public mutating func plan(_ recipient: ShipmentPlan.Recipient) throws(Refusal) -> ShipmentPlan {
    guard let price = prices[Int(recipient.chip)] else { throw .noTPP }
    guard let index = classifier.periodIndex(of: recipient.day) else { throw .beforeFirstRule }
    let position: Int
    do {
      position = try classifier.position(
        period: index, chip: recipient.chip, destination: recipient.destination,
        headquarters: recipient.headquarters)
    } catch {
      throw .beforeFirstRule
    }
    let kind = classifier.classes[position]
    let period = classifier.preparedPeriod(index)
    let options = Route.allCases.map { option($0, recipient, kind, period, price) }
    let found = rules.order.compactMap { route in
      options.first { $0.route == route && $0.isOpen == .yes }?.chips
    }
    return ShipmentPlan(
      kind: kind, words: classifier.words[position], price: price, options: options, found: found.reduce(0, +)
    )
  }

  private func option(
    _ route: Route, _ recipient: ShipmentPlan.Recipient, _ kind: ShipmentClass,
    _ period: ShipmentClassifier.Period, _ price: TPPBand
  ) -> ShipmentPlan.Option {
    let hasEnded = period.hasEnded[route.position]
    let isOpen = hasEnded ? .no : kind.isOpen(route)
    let limits = limitsByRoute[route.position]
    let caps = limits.filter { rules.limits[$0].isCap && rules.limits[$0].binds.contains(route) }
    var bounds = kind.counts == .no ? [] : caps.compactMap { bound($0, recipient, price) }
    if route == .uveu { bounds += shareBounds(recipient, kind, period, price) }
    let counts = bounds.map(\.chips)
    let isUnknown = isOpen == .unknown || kind.counts == .unknown || counts.contains(nil)
    return ShipmentPlan.Option(
      route: route, isOpen: isOpen,
      refusal: isOpen == .no
        ? Self.refusal(route, kind, isInForce: period.status[standing].value, hasEnded: hasEnded) : nil,
      bounds: isOpen == .no ? [] : bounds,
      duties: isOpen == .no || kind.counts == .no
        ? [] : limits.filter { !rules.limits[$0].isCap }.compactMap { bound($0, recipient, price) },
      chips: isOpen == .no ? 0 : isUnknown ? nil : counts.compactMap { $0 }.min(),
      chipsByHighest: isOpen == .no ? 0 : isUnknown ? nil : bounds.compactMap(\.chipsByHighest).min(),
      isUnknown: isUnknown, needsMore: !rules.order.contains(route))
  }

  /// What a limit leaves: where it grows from quarter to quarter, the least that any quarter from the day on leaves, as
  /// what is shipped once stays in all.
  private func bound(
    _ position: Int, _ recipient: ShipmentPlan.Recipient, _ price: TPPBand
  ) -> ShipmentPlan.Bound? {
    let rule = rules.limits[position]
    var key = AccountKey()
    if rule.by.contains(.ultimateParent) { key.parent = recipient.parent ?? -1 }
    if rule.by.contains(.consignee) { key.consignee = recipient.consignee ?? -1 }
    if rule.by.contains(.destination) { key.destination = countedCountry[Int(recipient.destination)] }
    if rule.by.contains(.calendarYear) { key.year = Int16(recipient.day.year) }
    let account = books[position].account(key)
    let isPlain = !rule.by.isDisjoint(with: [.calendarYear, .shipment]) || !rule.isCap
    let levels: [LimitUse.Level]
    if isPlain {
      let used = rule.by.contains(.shipment) ? .zero : account?.used.chosen ?? .zero
      levels = [level(used, rule, key, recipient.day)]
    } else {
      levels = self.levels(position, key).filter { $0.quarter >= recipient.day.quarter }.map { entry in
        LimitUse.Level(
          period: entry.quarter.description, used: account?.used(atEndOf: entry.quarter) ?? .zero,
          limit: entry.limit.amount, reference: entry.limit.entry.reference)
      }
    }
    let known = levels.filter { $0.limit != nil }
    guard let tightest = known.min(by: { ($0.left ?? .zero) < ($1.left ?? .zero) }),
      let limit = tightest.limit, let left = tightest.left
    else { return nil }
    return ShipmentPlan.Bound(
      allowance: rule.allowance, period: tightest.period, limit: limit, percent: nil, used: tightest.used,
      left: left, chips: rule.isCap ? left.whole(price.chosen) : chipsToReach(left, price.chosen),
      chipsByHighest: rule.isCap ? left.whole(price.high) : chipsToReach(left, price.high),
      reference: "\(tightest.reference ?? ""); \(rule.reference)")
  }

  /// The fewest chips that reach an amount.
  private func chipsToReach(_ amount: ExactTPP, _ price: ExactTPP) -> Int {
    guard amount > .zero, price > .zero else { return 0 }
    return (amount.thousandths - 1) / price.thousandths + 1
  }

  private func shareBounds(
    _ recipient: ShipmentPlan.Recipient, _ kind: ShipmentClass, _ period: ShipmentClassifier.Period,
    _ price: TPPBand
  ) -> [ShipmentPlan.Bound] {
    let country = countedCountry[Int(recipient.destination)]
    return rules.shares.indices.compactMap { position in
      guard kind.shares[position] == .yes, let entry = period.shares[position], let percent = entry.value
      else { return nil }
      let rule = rules.shares[position]
      let share = share(position, of: recipient.parent ?? -1, country: rule.isByCountry ? country : nil)
      let room = knowsHoldings ? share.room(percent) : nil
      return ShipmentPlan.Bound(
        allowance: rule.allowance, period: "the family's compute", limit: nil, percent: percent,
        used: share.part, left: room, chips: room.map { $0.whole(price.chosen) },
        chipsByHighest: room.map { $0.whole(price.high) },
        reference: "\(entry.reference); \(rule.reference)")
    }
  }
}
