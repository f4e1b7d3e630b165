import Rating

/// The dated rules of every rule file, and the questions that they answer.
public struct Rulebook: Sendable {
  /// In the order of the file names.
  public let instruments: [Instrument]
  /// The countries and the dated groups of them.
  public let countries: CountryTable

  /// Reads every `*.yaml` file of a folder, in the order of their names, and the countries in its folder `countries`.
  ///
  /// - Throws: `RulebookError.unreadable` for a folder without rule files, and for the first broken
  ///   place `RulebookError.invalid` with its file, line, column and remedy.
  public static func load(directory: String) throws(RulebookError) -> Rulebook {
    var instruments: [Instrument] = []
    for path in try RuleFile.paths(in: directory) {
      instruments.append(try InstrumentReader(RuleFile(path: path).root()).instrument())
    }
    return try Rulebook(
      checking: instruments, countries: CountryReader(directory: directory + "/countries").table())
  }

  init(checking instruments: [Instrument], countries: CountryTable) throws(RulebookError) {
    self.instruments = instruments
    self.countries = countries
    try RulebookChecks(rulebook: self).run()
  }

  /// The answer of every item and training paragraph in force on a day, in the order of the files.
  ///
  /// Item paragraphs answer where the subject has an item figure, training paragraphs where it has
  /// training operations.
  ///
  /// - Throws: `noFigures` and `unusableFigure` for a subject that no rule can be held against, and
  ///   `beforeFirstRule` for a day before every paragraph that could apply.
  public func classify(_ subject: Subject, on date: CalendarDate) throws(RulebookError) -> [Finding] {
    try subject.check()
    let kinds = Set(subject.operands.keys.map(\.subjectKind))
    let applicable = instruments.filter { kinds.contains($0.kind) }
    let starts = applicable.flatMap(\.paragraphs).map(\.from)
    guard let first = starts.min() else { throw .noFigures(subject: subject.name) }
    guard first <= date else { throw .beforeFirstRule(date: date, first: first) }
    let evaluator = Evaluator(rulebook: self, subject: subject, date: date)
    return applicable.flatMap { instrument in
      instrument.paragraphs.filter { $0.isInForce(on: date) }.map {
        finding(of: $0, in: instrument, by: evaluator)
      }
    }
  }

  /// The allowances and training lines with a value on a day, in the order of the files.
  public func allowances(on date: CalendarDate) -> [Allowance] {
    instruments.flatMap { instrument in
      instrument.allowances.compactMap { rule in
        allowance(
          rule.parameter, rule.comparison, in: instrument, id: rule.id, title: rule.title,
          period: rule.period, citation: rule.citation, on: date)
      } + trainingLines(of: instrument, on: date)
    }
  }

  /// The paragraph that a reference names, in its version of the day.
  func paragraph(_ reference: Condition.ParagraphReference, on date: CalendarDate) -> Paragraph? {
    instruments.first { $0.id == reference.instrument }?
      .paragraphs.first { $0.id == reference.paragraph && $0.isInForce(on: date) }
  }

  private func finding(
    of paragraph: Paragraph, in instrument: Instrument, by evaluator: Evaluator
  ) -> Finding {
    let root = evaluator.node(paragraph.condition)
    var wide = evaluator
    wide.takesAllPublished = true
    let confidences = root.limbs.map(\.threshold.confidence) + [paragraph.confidence]
    return Finding(
      instrument: instrument.id, instrumentTitle: instrument.title, jurisdiction: instrument.jurisdiction,
      kind: instrument.kind, paragraph: paragraph.id, title: paragraph.title, effect: paragraph.effect,
      outcome: root.outcome, outcomeOverPublished: wide.node(paragraph.condition).outcome,
      consequence: paragraph.consequence, citation: paragraph.citation,
      confidence: confidences.min() ?? paragraph.confidence,
      status: Status(instrument.status, on: evaluator.date), trace: Trace(root: root),
      ambiguities: instrument.ambiguities, notModelled: instrument.notModelled(on: evaluator.date))
  }

  private func trainingLines(of instrument: Instrument, on date: CalendarDate) -> [Allowance] {
    guard instrument.kind == .training else { return [] }
    return instrument.paragraphs.filter { $0.isInForce(on: date) }.flatMap { paragraph in
      paragraph.condition.limbs.filter { $0.quantity == .trainingOperations }.compactMap { limb in
        allowance(
          limb.parameter, limb.comparison, in: instrument, id: paragraph.id, title: paragraph.title,
          period: "the training of one model", citation: paragraph.citation, on: date)
      }
    }
  }

  private func allowance(
    _ parameter: Parameter, _ comparison: Comparison, in instrument: Instrument, id: String, title: String,
    period: String, citation: Citation, on date: CalendarDate
  ) -> Allowance? {
    guard let entry = parameter.value(on: date), let value = entry.value else { return nil }
    return Allowance(
      instrument: instrument.id, id: id, title: title, quantity: parameter.quantity, value: value,
      unit: parameter.quantity.unit, comparison: comparison, period: period, reference: entry.reference,
      citation: citation, confidence: min(entry.confidence, instrument.confidence),
      status: Status(instrument.status, on: date), notModelled: instrument.notModelled(on: date))
  }
}
