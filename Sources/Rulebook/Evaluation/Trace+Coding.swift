import Rating

// What is put into words only when it is asked for is written out, and worked out anew when it is read.

extension Trace.Node: Codable {
  private enum CodingKeys: CodingKey { case title, kind, outcome, limb, fact, place, children, cases }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decode(Kind.self, forKey: .kind)
    let limb = try container.decodeIfPresent(Trace.Limb.self, forKey: .limb)
    let isWorded = [.paragraph, .place, .cases].contains(kind) || (kind == .limb && limb == nil)
    self.init(
      kind, try container.decode(Outcome.self, forKey: .outcome),
      words: isWorded ? try container.decode(String.self, forKey: .title) : "", limb: limb,
      fact: try container.decodeIfPresent(Trace.FactTest.self, forKey: .fact),
      place: try container.decodeIfPresent(Trace.PlaceFinding.self, forKey: .place),
      children: try container.decode([Trace.Node].self, forKey: .children),
      cases: try container.decodeIfPresent([Trace.Case].self, forKey: .cases) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(title, forKey: .title)
    try container.encode(kind, forKey: .kind)
    try container.encode(outcome, forKey: .outcome)
    try container.encodeIfPresent(limb, forKey: .limb)
    try container.encodeIfPresent(fact, forKey: .fact)
    try container.encodeIfPresent(place, forKey: .place)
    try container.encode(children, forKey: .children)
    if !cases.isEmpty { try container.encode(cases, forKey: .cases) }
  }
}

extension Trace.Limb: Codable {
  private enum CodingKeys: CodingKey {
    case quantity, comparison, threshold, operand, factor, tpp, flip, margin, crossing
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    quantity = try container.decode(Quantity.self, forKey: .quantity)
    comparison = try container.decode(Comparison.self, forKey: .comparison)
    threshold = try container.decode(Trace.Threshold.self, forKey: .threshold)
    operand = try container.decodeIfPresent(Operand.self, forKey: .operand)
    factor = try container.decodeIfPresent(Double.self, forKey: .factor)
    tpp = try container.decodeIfPresent(Double.self, forKey: .tpp)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(quantity, forKey: .quantity)
    try container.encode(comparison, forKey: .comparison)
    try container.encode(threshold, forKey: .threshold)
    try container.encodeIfPresent(operand, forKey: .operand)
    try container.encodeIfPresent(factor, forKey: .factor)
    try container.encodeIfPresent(tpp, forKey: .tpp)
    try container.encode(flip, forKey: .flip)
    try container.encodeIfPresent(margin, forKey: .margin)
    try container.encodeIfPresent(crossing, forKey: .crossing)
  }
}

extension Trace.FactTest: Codable {
  private enum CodingKeys: CodingKey { case fact, required, known, flip }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fact = try container.decode(Fact.self, forKey: .fact)
    required = try container.decode(Bool.self, forKey: .required)
    known = try container.decode(Outcome.self, forKey: .known)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(fact, forKey: .fact)
    try container.encode(required, forKey: .required)
    try container.encode(known, forKey: .known)
    try container.encode(flip, forKey: .flip)
  }
}
