import Rating

/// Reads the root of a rule file as an instrument.
struct InstrumentReader {
  private enum Key: String, FieldKey {
    case id, title, jurisdiction, kind, citation, confidence
    case reviewedOn = "reviewed-on"
    case status, parameters, paragraphs, allowances, ambiguities
    case notModelled = "not-modelled"
    case tests
  }

  private enum StatusKey: String, FieldKey { case what, value, from, reference, confidence }

  private let root: YAMLNode

  init(_ root: YAMLNode) { self.root = root }

  func instrument() throws(RulebookError) -> Instrument {
    let fields = try root.fields(Key.self)
    let id = try fields.required(.id)
    let kind: Instrument.Kind = try fields.required(.kind).choice("kind of instrument")
    let citation = try CitationReader(fields.required(.citation)).citation()
    let confidence: Confidence = try fields.required(.confidence).choice("confidence")
    let parameters = try ParameterReader(fields.required(.parameters)).parameters()
    let rules = RuleReader(
      instrument: try id.text(), kind: kind, parameters: parameters, citation: citation,
      confidence: confidence)
    return Instrument(
      id: try id.text(), title: try fields.required(.title).text(),
      jurisdiction: try fields.required(.jurisdiction).text(), kind: kind, citation: citation,
      confidence: confidence, reviewedOn: try fields.required(.reviewedOn).date(),
      status: try status(fields.required(.status)), parameters: parameters,
      paragraphs: kind == .allowance ? [] : try rules.paragraphs(fields.required(.paragraphs)),
      allowances: kind == .allowance ? try rules.allowances(fields.required(.allowances)) : [],
      ambiguities: try fields.optional(.ambiguities)?.texts() ?? [],
      notModelled: try fields.required(.notModelled).texts(),
      tests: try RuleTestReader(kind: kind).tests(fields.required(.tests)), location: id.location)
  }

  private func status(_ node: YAMLNode) throws(RulebookError) -> [StatusStatement] {
    try node.list().map { (entry) throws(RulebookError) in
      let fields = try entry.fields(StatusKey.self)
      return StatusStatement(
        subject: try fields.required(.what).choice("status"), value: try fields.required(.value).flag(),
        from: try fields.required(.from).date(), reference: try fields.required(.reference).text(),
        confidence: try fields.required(.confidence).choice("confidence"))
    }
  }
}
