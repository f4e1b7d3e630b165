import Rating

/// Reads the paragraphs or allowances of an instrument.
struct RuleReader {
  private enum ParagraphKey: String, FieldKey {
    case id, title, effect, kind, scope, from, to, citation, confidence, consequence, condition
  }
  private enum AllowanceKey: String, FieldKey {
    case id, title
    case comparison = "is"
    case parameter, period, scope, citation
  }

  let instrument: String
  let kind: Instrument.Kind
  let parameters: [Parameter]
  let scopes: [Scope]
  let citation: Citation
  let confidence: Confidence

  func paragraphs(_ node: YAMLNode) throws(RulebookError) -> [Paragraph] {
    try node.list().map { (entry) throws(RulebookError) in
      let fields = try entry.fields(ParagraphKey.self)
      let from = try fields.required(.from).date()
      let to = try fields.optional(.to).map { (node) throws(RulebookError) in
        let last = try node.date()
        guard from <= last else {
          throw node.invalid("the last day lies before the first", "correct 'from' or 'to'")
        }
        return last
      }
      let kind: Instrument.Kind = try fields.optional(.kind)?.choice("kind of paragraph") ?? kind
      let own = try fields.optional(.confidence) == nil ? confidence : fields.confidence(.confidence)
      return Paragraph(
        id: try fields.required(.id).text(), title: try fields.required(.title).text(),
        effect: try fields.required(.effect).choice("effect"), kind: kind,
        scope: try fields.optional(.scope)?.scope(among: scopes), from: from, to: to,
        citation: try fields.optional(.citation).map { (node) throws(RulebookError) in
          try CitationReader(node).citation()
        } ?? citation,
        confidence: min(own, confidence), consequence: try fields.required(.consequence).text(),
        condition: try ConditionReader(
          instrument: instrument, kind: kind, parameters: parameters
        ).condition(fields.required(.condition)),
        location: try fields.required(.id).location)
    }
  }

  func allowances(_ node: YAMLNode) throws(RulebookError) -> [AllowanceRule] {
    try node.list().map { (entry) throws(RulebookError) in
      let fields = try entry.fields(AllowanceKey.self)
      return AllowanceRule(
        id: try fields.required(.id).text(), title: try fields.required(.title).text(),
        comparison: try fields.required(.comparison).choice("comparison"),
        parameter: try fields.required(.parameter).parameter(among: parameters),
        period: try fields.required(.period).text(),
        scope: try fields.optional(.scope)?.scope(among: scopes),
        citation: try fields.optional(.citation).map { (node) throws(RulebookError) in
          try CitationReader(node).citation()
        } ?? citation,
        location: try fields.required(.id).location)
    }
  }
}

extension YAMLNode {
  /// The parameter that this node names.
  func parameter(among parameters: [Parameter]) throws(RulebookError) -> Parameter {
    let name = try text()
    guard let parameter = parameters.first(where: { $0.id == name }) else {
      let known = parameters.map(\.id).joined(separator: ", ")
      throw invalid("the parameter '\(name)' is not defined", "define it, or use one of \(known)")
    }
    return parameter
  }
}
