import Rating

/// Reads one rule file into an instrument.
struct InstrumentReader {
  private let root: RuleNode
  private let fields: [String: RuleNode]

  init(_ root: RuleNode) throws(RulebookError) {
    self.root = root
    fields = try root.mapping([
      "id", "title", "jurisdiction", "kind", "confidence", "reviewed-on", "citation", "status", "parameters",
      "paragraphs", "allowances", "ambiguities", "not-modelled", "tests",
    ])
  }

  func instrument() throws(RulebookError) -> Instrument {
    let parameters = try self.parameters()
    let paragraphs = try self.paragraphs(parameters)
    return Instrument(
      id: try required("id").text(), title: try required("title").text(),
      jurisdiction: try required("jurisdiction").text(),
      kind: try required("kind").choice(Instrument.Kind.self),
      confidence: try required("confidence").choice(Confidence.self),
      reviewedOn: try required("reviewed-on").date(), citation: try citation(), statusHistory: try status(),
      parameters: parameters, paragraphs: paragraphs, allowances: try allowances(parameters),
      notModelled: try texts("not-modelled"), ambiguities: try texts("ambiguities"),
      tests: try tests(paragraphs))
  }

  private func required(_ key: String) throws(RulebookError) -> RuleNode {
    try fields.required(key, in: root)
  }

  private func list(_ key: String) throws(RulebookError) -> [RuleNode] { try fields[key]?.items() ?? [] }

  private func texts(_ key: String) throws(RulebookError) -> [String] {
    var texts: [String] = []
    for item in try list(key) { texts.append(try item.text()) }
    return texts
  }

  private func citation() throws(RulebookError) -> Citation {
    let node = try required("citation")
    let fields = try node.mapping(["section", "reference", "url", "retrieved"])
    return Citation(
      section: try fields.required("section", in: node).text(),
      reference: try fields.required("reference", in: node).text(),
      url: try fields.required("url", in: node).text(),
      retrieved: try fields.required("retrieved", in: node).date())
  }

  private func status() throws(RulebookError) -> [StatusRecord] {
    var records: [StatusRecord] = []
    for node in try list("status") {
      let fields = try node.mapping(["what", "holds", "from", "reference", "confidence"])
      records.append(
        StatusRecord(
          what: try fields.required("what", in: node).choice(StatusRecord.What.self),
          holds: try fields.required("holds", in: node).outcome() == .yes,
          from: try fields.required("from", in: node).date(),
          reference: try fields.required("reference", in: node).text(),
          confidence: try fields.required("confidence", in: node).choice(Confidence.self)))
    }
    return records
  }

  private func parameters() throws(RulebookError) -> [String: Instrument.Parameter] {
    var parameters: [String: Instrument.Parameter] = [:]
    for (id, _, node) in try fields["parameters"]?.entries() ?? [] {
      let fields = try node.mapping(["quantity", "values"])
      var values: [Instrument.DatedValue] = []
      for value in try fields.required("values", in: node).items() {
        let dated = try self.value(value)
        if values.contains(where: { $0.from == dated.from }) {
          throw value.error("'\(id)' already has a value from \(dated.from): remove one")
        }
        values.append(dated)
      }
      parameters[id] = Instrument.Parameter(
        id: id, quantity: try fields.required("quantity", in: node).choice(Quantity.self), values: values)
    }
    return parameters
  }

  private func value(_ node: RuleNode) throws(RulebookError) -> Instrument.DatedValue {
    let fields = try node.mapping(["from", "value", "reference", "confidence"])
    let value = try fields.required("value", in: node)
    return Instrument.DatedValue(
      from: try fields.required("from", in: node).date(), value: value.isNull ? nil : try value.number(),
      reference: try fields.required("reference", in: node).text(),
      confidence: try fields.required("confidence", in: node).choice(Confidence.self))
  }

  private func paragraphs(_ parameters: [String: Instrument.Parameter]) throws(RulebookError) -> [Instrument
    .Paragraph]
  {
    var paragraphs: [Instrument.Paragraph] = []
    for node in try list("paragraphs") {
      let fields = try node.mapping(["id", "title", "from", "to", "consequence", "when"])
      let id = try fields.required("id", in: node).text()
      let from = try fields.required("from", in: node).date()
      let to = try fields["to"]?.date()
      if let to, to < from { throw node.error("ends on \(to), before it begins on \(from): correct one") }
      let clash = paragraphs.contains {
        $0.id == id && ($0.to.map { from <= $0 } ?? true) && (to.map { $0 >= from } ?? true)
      }
      if clash {
        throw node.error("the paragraph '\(id)' stands twice for the same days: remove one or end the first")
      }
      let when = try fields.required("when", in: node)
      paragraphs.append(
        Instrument.Paragraph(
          id: id, title: try fields.required("title", in: node).text(), from: from, to: to,
          consequence: try fields.required("consequence", in: node).text(),
          condition: try ConditionReader(parameters: parameters, from: from).condition(when)))
    }
    return paragraphs
  }

  private func allowances(
    _ parameters: [String: Instrument.Parameter]
  ) throws(RulebookError) -> [Instrument.AllowanceRule] {
    var rules: [Instrument.AllowanceRule] = []
    for node in try list("allowances") {
      let fields = try node.mapping(["id", "title", "parameter", "is", "period"])
      let parameter = try fields.required("parameter", in: node)
      let name = try parameter.text()
      if parameters[name] == nil {
        throw parameter.error("no parameter '\(name)': define it under parameters")
      }
      rules.append(
        .init(
          id: try fields.required("id", in: node).text(),
          title: try fields.required("title", in: node).text(),
          parameter: name, comparison: try fields.required("is", in: node).choice(Comparison.self),
          period: try fields.required("period", in: node).text()))
    }
    return rules
  }

  private func tests(_ paragraphs: [Instrument.Paragraph]) throws(RulebookError) -> [Instrument.TestVector] {
    var vectors: [Instrument.TestVector] = []
    for node in try list("tests") {
      let fields = try node.mapping(["name", "on", "figures", "expect"])
      let date = try fields.required("on", in: node).date()
      var expected: [String: Outcome] = [:]
      for (id, key, value) in try fields.required("expect", in: node).entries() {
        if !paragraphs.contains(where: { $0.id == id && $0.isInForce(on: date) }) {
          throw key.error("no paragraph '\(id)' is in force on \(date)")
        }
        expected[id] = try value.outcome()
      }
      vectors.append(
        .init(
          name: try fields.required("name", in: node).text(), date: date,
          subject: try figures(fields.required("figures", in: node)), expected: expected))
    }
    return vectors
  }

  private func figures(_ node: RuleNode) throws(RulebookError) -> SubjectFigures {
    let numbers = ["tpp", "die-area", "aggregate-io", "dram-bandwidth", "training-operations"]
    let fields = try node.mapping(numbers + Fact.allCases.map(\.rawValue))
    var facts: [Fact: Outcome] = [:]
    for fact in Fact.allCases { facts[fact] = try fields[fact.rawValue]?.outcome() }
    return SubjectFigures(
      tpp: try fields["tpp"]?.number(), dieAreaMM2: try fields["die-area"]?.number(),
      aggregateIOGBps: try fields["aggregate-io"]?.number(),
      dramBandwidthGBps: try fields["dram-bandwidth"]?.number(),
      trainingOperations: try fields["training-operations"]?.number(), facts: facts)
  }
}
