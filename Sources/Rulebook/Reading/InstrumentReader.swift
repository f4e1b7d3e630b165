import Rating

/// Reads the root of a rule file as an instrument.
struct InstrumentReader {
  private enum Key: String, FieldKey {
    case id, title, jurisdiction, kind, citation, confidence
    case reviewedOn = "reviewed-on"
    case reviewDays = "review-days"
    case status, parameters, scopes, paragraphs, allowances, ambiguities
    case notModelled = "not-modelled"
    case tests
  }

  enum StatusKey: String, FieldKey { case what, value, from, reference, confidence }

  /// The key that ends a rule file, so that who needs no vectors can leave its value unread.
  static let lastKey = Key.tests.rawValue

  private let root: YAMLNode
  private let withTests: Bool

  init(_ root: YAMLNode, withTests: Bool) {
    self.root = root
    self.withTests = withTests
  }

  func instrument() throws(RulebookError) -> Instrument {
    let fields = try root.fields(Key.self)
    let written = try fields.required(.id)
    let id = try written.text()
    let kind: Instrument.Kind = try fields.required(.kind).choice("kind of instrument")
    let citation = try CitationReader(fields.required(.citation)).citation()
    let confidence = try fields.confidence(.confidence)
    let parameters =
      try fields.optional(.parameters).map { (node) throws(RulebookError) in
        try ParameterReader(node).parameters()
      } ?? []
    let scopes = try ScopeReader(instrument: id).scopes(fields.optional(.scopes))
    let rules = RuleReader(
      instrument: id, kind: kind, parameters: parameters, scopes: scopes,
      citation: citation, confidence: confidence)
    return Instrument(
      id: id, title: try fields.required(.title).text(),
      jurisdiction: try fields.required(.jurisdiction).text(), kind: kind, citation: citation,
      confidence: confidence, reviewedOn: try fields.required(.reviewedOn).date(),
      reviewDays: try fields.required(.reviewDays).wholeNumber(),
      status: try status(fields), parameters: parameters,
      paragraphs: try optional(kind == .allowance, .paragraphs, in: fields).map {
        (node) throws(RulebookError) in
        try rules.paragraphs(node)
      } ?? [],
      allowances: try optional(kind != .allowance, .allowances, in: fields).map {
        (node) throws(RulebookError) in
        try rules.allowances(node)
      } ?? [],
      scopes: scopes,
      ambiguities: try fields.optional(.ambiguities).map { (node) throws(RulebookError) in
        try AmbiguityReader(node).ambiguities()
      } ?? [],
      notModelled: try fields.required(.notModelled).texts(),
      tests: try tests(fields, kind: kind), location: written.location)
  }

  private func tests(
    _ fields: YAMLFields<Key>, kind: Instrument.Kind
  ) throws(RulebookError) -> [RuleTest] {
    guard let tests = try root.isWhatIf ? fields.optional(.tests) : fields.required(.tests) else { return [] }
    guard try root.entries().last?.value.location == tests.location else {
      throw tests.invalid("the vectors do not end the file", "move 'tests:' to its end")
    }
    guard withTests else { return [] }
    return try RuleTestReader(kind: kind).tests(tests)
  }

  /// The rules of an instrument: the one list its kind must have, the other it may.
  private func optional(
    _ isOptional: Bool, _ key: Key, in fields: YAMLFields<Key>
  ) throws(RulebookError) -> YAMLNode? {
    isOptional ? fields.optional(key) : try fields.required(key)
  }

  private func status(_ fields: YAMLFields<Key>) throws(RulebookError) -> [StatusStatement] {
    if root.isWhatIf, fields.optional(.status) == nil { return [] }
    return try Self.status(fields.required(.status))
  }

  /// The dated sentences about where an instrument stands.
  static func status(_ node: YAMLNode) throws(RulebookError) -> [StatusStatement] {
    try node.list().map { (entry) throws(RulebookError) in
      let fields = try entry.fields(StatusKey.self)
      return StatusStatement(
        standing: try fields.required(.what).choice("status"), value: try fields.required(.value).flag(),
        from: try fields.required(.from).date(), reference: try fields.required(.reference).reference(),
        confidence: try fields.confidence(.confidence))
    }
  }
}
