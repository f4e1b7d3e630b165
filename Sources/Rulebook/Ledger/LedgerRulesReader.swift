import Rating

/// Reads how a ledger is held against an instrument.
struct LedgerRulesReader {
  private enum RootKey: String, FieldKey {
    case instrument, counts, routes, order, limits, shares, ambiguities
    case notModelled = "not-modelled"
  }
  private enum RouteKey: String, FieldKey { case id, title, scope, takes }
  private enum LimitKey: String, FieldKey {
    case allowance, agreement, by, routes, binds, since, attrition, reference
  }
  private enum ShareKey: String, FieldKey {
    case allowance, outside, each
    case measuredOn = "measured-on"
    case reference
  }

  let rulebook: Rulebook

  func rules(_ root: YAMLNode) throws(RulebookError) -> LedgerRules {
    let fields = try root.fields(RootKey.self)
    let instrument = try instrument(fields.required(.instrument))
    let counts = try references(fields.required(.counts))
    return LedgerRules(
      rulebook: rulebook, instrument: instrument, counts: counts,
      routes: try routes(fields.required(.routes), of: instrument, counts: counts),
      order: try fields.required(.order).choices("route"),
      limits: try fields.required(.limits).list().map { (node) throws(RulebookError) in
        try limit(node, of: instrument)
      },
      shares: try fields.required(.shares).list().map { (node) throws(RulebookError) in
        try share(node, of: instrument)
      },
      ambiguities: try AmbiguityReader(fields.required(.ambiguities)).ambiguities(),
      notModelled: try fields.required(.notModelled).texts())
  }

  private func instrument(_ node: YAMLNode) throws(RulebookError) -> Instrument {
    let id = try node.text()
    guard let instrument = rulebook.instruments.first(where: { $0.id == id }) else {
      throw node.invalid("the instrument '\(id)' is not in the rulebook", "name the id of a rule file")
    }
    return instrument
  }

  private func references(_ node: YAMLNode) throws(RulebookError) -> [Condition.ParagraphReference] {
    try node.list().map { (entry) throws(RulebookError) in
      let parts = try entry.text().split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2,
        let instrument = rulebook.instruments.first(where: { $0.id == parts[0] }),
        instrument.paragraphs.contains(where: { $0.id == parts[1] })
      else {
        throw entry.invalid("no such paragraph", "write instrument/paragraph, such as us-3a090/3A090.a.1")
      }
      return Condition.ParagraphReference(
        instrument: parts[0], paragraph: parts[1], location: entry.location)
    }
  }

  private func routes(
    _ node: YAMLNode, of instrument: Instrument, counts: [Condition.ParagraphReference]
  ) throws(RulebookError) -> [Route: RouteRule] {
    var routes: [Route: RouteRule] = [:]
    for entry in try node.list() {
      let fields = try entry.fields(RouteKey.self)
      let id: Route = try fields.required(.id).choice("route")
      routes[id] = RouteRule(
        title: try fields.required(.title).text(),
        scope: try fields.required(.scope).scope(among: instrument.scopes),
        takes: try fields.optional(.takes).map(references) ?? counts)
    }
    for route in Route.allCases where route != .licence && routes[route] == nil {
      throw node.invalid("the route '\(route.rawValue)' is missing", "add it")
    }
    return routes
  }

  private func limit(_ node: YAMLNode, of instrument: Instrument) throws(RulebookError) -> LimitRule {
    let fields = try node.fields(LimitKey.self)
    let routes: [Route] = try fields.required(.routes).choices("route")
    let by: [LimitRule.Key] = try fields.required(.by).choices("key")
    return LimitRule(
      allowance: try allowance(fields.required(.allowance), of: instrument, quantity: .tpp),
      agreement: try fields.optional(.agreement).map { (node) throws(RulebookError) in
        try allowance(node, of: instrument, quantity: .tpp)
      },
      by: Set(by), routes: Set(routes), binds: Set(try fields.optional(.binds)?.choices("route") ?? routes),
      since: LedgerDay(try fields.required(.since).date()),
      dropsAttrited: try fields.optional(.attrition)?.flag() ?? false,
      reference: try fields.required(.reference).text())
  }

  private func share(_ node: YAMLNode, of instrument: Instrument) throws(RulebookError) -> ShareRule {
    let fields = try node.fields(ShareKey.self)
    return ShareRule(
      allowance: try allowance(fields.required(.allowance), of: instrument, quantity: .computeShare),
      outside: try place(fields.required(.outside)),
      isByCountry: try fields.optional(.each)?.flag() ?? false,
      measuredOn: try fields.optional(.measuredOn)?.list().map { (node) throws(RulebookError) in
        try node.monthDay()
      } ?? [],
      reference: try fields.required(.reference).text())
  }

  private func place(_ node: YAMLNode) throws(RulebookError) -> Place {
    let text = try node.text()
    if rulebook.countries.group(text) != nil { return .group(text) }
    if let code = CountryCode(text), rulebook.countries[code] != nil { return .country(code) }
    throw node.invalid("'\(text)' is no group and no country", "name a group of groups.yaml, or a code")
  }

  private func allowance(
    _ node: YAMLNode, of instrument: Instrument, quantity: Quantity
  ) throws(RulebookError) -> AllowanceRule {
    let id = try node.text()
    guard let allowance = instrument.allowances.first(where: { $0.id == id }),
      allowance.parameter.quantity == quantity
    else {
      throw node.invalid(
        "\(instrument.id) has no allowance '\(id)' in \(quantity.unit)", "name one of its allowances")
    }
    return allowance
  }
}

extension YAMLNode {
  fileprivate func choices<Choice: RawRepresentable & CaseIterable>(
    _ what: String
  ) throws(RulebookError) -> [Choice] where Choice.RawValue == String {
    try list().map { (entry) throws(RulebookError) in try entry.choice(what) }
  }

  fileprivate func monthDay() throws(RulebookError) -> ShareRule.MonthDay {
    let text = try text()
    guard let date = CalendarDate("2023-\(text)") else {
      throw invalid("'\(text)' is no day of the year", "write it as \"MM-DD\", in quotes")
    }
    return ShareRule.MonthDay(month: date.month, day: date.day)
  }
}
