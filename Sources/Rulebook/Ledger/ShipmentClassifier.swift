import Rating

/// Classifies shipments: once for each chip, span of time, and kind of destination and headquarters, never for each line.
struct ShipmentClassifier {
  private struct PlaceKey: Hashable {
    let period: Int
    let destination: UInt16
    let headquarters: UInt16?
  }
  private struct ItemKey: Hashable {
    let period: Int
    let chip: UInt16
  }
  /// What turns on places alone.
  private struct Places {
    let reach: Reach
    let routes: [Outcome]
    let shares: [Outcome]
    let limits: [Outcome]
  }

  /// What holds in one span of time.
  struct Period {
    let rules: DayRules
    let status: Status
    /// By position in the rules' limits: the value in force and, where there is an agreement, the value with it.
    let limits: [(value: Limit?, agreement: Limit?)]
    /// By position of the route: whether it has ended with the last value of a limit that bounds it.
    let hasEnded: [Bool]
    /// By position in the rules' shares: the value in force in per cent.
    let shares: [DatedValue?]
    /// By position in the rules' shares, then in the table of countries: whether a country lies outside.
    let isOutside: [[Bool]]
    let destinations: CountryKinds
    let headquarters: CountryKinds
    /// The first span with the same answers about paragraphs and places.
    let classPeriod: Int
  }

  /// A limit in force.
  struct Limit {
    let amount: ExactTPP
    let entry: DatedValue
  }

  let rules: LedgerRules
  let standing: Standing
  let chips: [Subject]
  private let periods: RulePeriods
  /// The span in which the instrument begins.
  private let firstOwnPeriod: Int
  private var prepared: [Period?]
  private var items: [ItemKey: ItemFindings] = [:]
  private var places: [PlaceKey: Places] = [:]
  private var table = ClassTable(chips: 0, destinations: .none, headquarters: .none)
  /// The span of the table, and the first one with the same answers.
  private var tablePeriod = -1
  private var classPeriod: Int?
  /// By the first span with the same answers: the tables that are not in use.
  private var tables: [Int: ClassTable] = [:]
  private(set) var classes: [ShipmentClass] = []
  /// By position in `classes`.
  private(set) var words: [ShipmentClass.Words] = []

  init(rules: LedgerRules, standing: Standing, chips: [Subject]) {
    self.rules = rules
    self.standing = standing
    self.chips = chips
    let periods = RulePeriods(rules.rulebook)
    self.periods = periods
    firstOwnPeriod =
      rules.instrument.status.filter { $0.standing == .codified && $0.value }.map(\.from).min()
      .flatMap { periods.index(of: LedgerDay($0)) } ?? 0
    prepared = Array(repeating: nil, count: periods.starts.count)
  }

  /// The position of the span of a day; `nil` before every rule.
  func periodIndex(of day: LedgerDay) -> Int? { periods.index(of: day) }

  /// What holds in a span.
  mutating func preparedPeriod(_ index: Int) -> Period {
    if let period = prepared[index] { return period }
    let period = prepare(index)
    prepared[index] = period
    return period
  }

  /// The position in `classes` of the answer about a shipment.
  ///
  /// - Throws: `RulebookError.beforeFirstRule`, and `noFigures` for a chip that no rule can be held against.
  mutating func position(
    period: Int, chip: UInt16, destination: UInt16, headquarters: UInt16?
  ) throws(RulebookError) -> Int {
    if period != tablePeriod { enter(period) }
    let index = table.index(chip: chip, destination: destination, headquarters: headquarters)
    if table[index] >= 0 { return Int(table[index]) }
    let prepared = preparedPeriod(period)
    let place = PlaceKey(
      period: prepared.classPeriod,
      destination: prepared.destinations.first[Int(prepared.destinations.kinds[Int(destination)])],
      headquarters: headquarters.map {
        prepared.headquarters.first[Int(prepared.headquarters.kinds[Int($0)])]
      })
    let answer = try classify(prepared.classPeriod, chip, place)
    table[index] = Int32(classes.count)
    classes.append(answer.kind)
    words.append(answer.words)
    return classes.count - 1
  }

  /// Lays out the table of a span, or takes up again that of the last span with the same answers.
  private mutating func enter(_ period: Int) {
    let prepared = preparedPeriod(period)
    tablePeriod = period
    guard prepared.classPeriod != classPeriod else { return }
    if let classPeriod { tables[classPeriod] = table }
    classPeriod = prepared.classPeriod
    table =
      tables[prepared.classPeriod]
      ?? ClassTable(
        chips: chips.count, destinations: prepared.destinations, headquarters: prepared.headquarters)
  }

  private mutating func classify(
    _ period: Int, _ chip: UInt16, _ place: PlaceKey
  ) throws(RulebookError) -> (kind: ShipmentClass, words: ShipmentClass.Words) {
    let rules = preparedPeriod(period).rules
    let item = try item(ItemKey(period: period, chip: chip), rules)
    let places = places(place, rules)
    let answer = rules.answer(item, places.reach, under: standing)
    let isControlled = answer.isControlled
    let controls = answer.paragraphs.filter { $0.effect == .control }
    let counts = meets(self.rules.counts, item)
    let takes = Route.allCases.map { self.rules.routes[$0].map { meets($0.takes, item) } ?? .yes }
    let ownedPeriod = max(period, firstOwnPeriod)
    let owned = try self.item(ItemKey(period: ownedPeriod, chip: chip), preparedPeriod(ownedPeriod).rules)
    let reasons = controls.filter { $0.outcome == .unknown }.compactMap(\.reason)
    let isOpenQuestion = isControlled == .unknown || counts == .unknown
    let kind = ShipmentClass(
      counts: counts, isOwnedClass: meets(self.rules.counts, owned), isControlled: isControlled,
      open: PackedOutcomes(zip(places.routes, takes).map { .all([$0, $1]) }), takes: PackedOutcomes(takes),
      shares: PackedOutcomes(places.shares), limits: PackedOutcomes(places.limits))
    let words = ShipmentClass.Words(
      paragraphs: controls.filter { $0.outcome == .yes }.map(\.paragraph),
      reason: isOpenQuestion ? reasons.first ?? "a figure of the chip is not known" : nil)
    return (kind, words)
  }

  private func meets(_ paragraphs: [Condition.ParagraphReference], _ item: ItemFindings) -> Outcome {
    .any(
      paragraphs.map { reference in
        item.findings.first {
          $0.instrument == reference.instrument && $0.paragraph == reference.paragraph
        }?.outcome ?? .no
      })
  }

  private mutating func item(_ key: ItemKey, _ rules: DayRules) throws(RulebookError) -> ItemFindings {
    if let item = items[key] { return item }
    let item = try rules.findings(chips[Int(key.chip)])
    items[key] = item
    return item
  }

  private mutating func places(_ key: PlaceKey, _ rules: DayRules) -> Places {
    if let known = places[key] { return known }
    let countries = self.rules.rulebook.countries.countries
    let transaction = Transaction(
      destination: countries[Int(key.destination)].code,
      headquarters: key.headquarters.map { countries[Int($0)].code })
    let inForce = preparedPeriod(key.period).status[standing].value
    func reaches(_ scope: Scope?) -> Outcome {
      guard let scope else { return inForce }
      guard let version = scope.version(on: rules.date, under: standing) else { return .no }
      return .all([
        inForce, Evaluator(day: rules, transaction: transaction).node(version.condition).outcome,
      ])
    }
    /// What was licensed before the rule began counts where the rule would have reached it.
    func concerns(_ scope: Scope?) -> Outcome {
      guard let scope, let version = scope.version(on: rules.date, under: standing) ?? scope.versions.first
      else { return .yes }
      return Evaluator(day: rules, transaction: transaction).node(version.condition).outcome
    }
    let result = Places(
      reach: rules.reach(transaction),
      routes: Route.allCases.map { route in self.rules.routes[route].map { reaches($0.scope) } ?? .yes },
      shares: self.rules.shares.map { reaches($0.allowance.scope) },
      limits: self.rules.limits.map { concerns($0.allowance.scope) })
    places[key] = result
    return result
  }

  private func prepare(_ index: Int) -> Period {
    let date = periods.starts[index].date
    let status = Status(rules.instrument.status, on: date)
    let isInForce = status[standing].value == .yes
    func limit(_ rule: AllowanceRule?) -> Limit? {
      guard isInForce, let entry = rule?.parameter.value(on: date),
        let amount = entry.value.flatMap(ExactTPP.init)
      else { return nil }
      return Limit(amount: amount, entry: entry)
    }
    func hasEnded(_ rule: LimitRule) -> Bool {
      isInForce && rule.isCap && rule.allowance.parameter.repeal(on: date) != nil
    }
    let countries = rules.rulebook.countries
    return Period(
      rules: rules.rulebook.rules(on: date), status: status,
      limits: rules.limits.map { (limit($0.allowance), limit($0.agreement)) },
      hasEnded: Route.allCases.map { route in
        rules.limits.contains { $0.binds.contains(route) && hasEnded($0) }
      },
      shares: rules.shares.map { isInForce ? $0.allowance.parameter.value(on: date) : nil },
      isOutside: rules.shares.map { share in
        countries.countries.map { !countries.isInside($0.code, share.outside, on: date) }
      }, destinations: CountryKinds(of: .destination, rules.rulebook, on: date),
      headquarters: CountryKinds(of: .headquarters, rules.rulebook, on: date),
      classPeriod: periods.classStart(of: index))
  }
}
