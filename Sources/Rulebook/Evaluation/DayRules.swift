import Rating

/// The rules of one day, prepared once and then asked about any number of items and transactions.
///
/// What an item is under the rules does not turn on where it goes, and where a rule reaches does not turn on the item:
/// the two are worked out apart and joined in an `Answer`.
public final class DayRules: Sendable {
  /// One paragraph in force.
  public struct Entry: Sendable {
    public let instrument: Instrument
    public let paragraph: Paragraph
    /// On the day.
    public let status: Status
    let notModelled: [String]
  }

  public let date: CalendarDate
  /// In the order of the files.
  public let entries: [Entry]
  let countries: CountryTable
  private let instruments: [Instrument]
  private let indices: [Key: Int]
  private let firstDays: [Instrument.Kind: CalendarDate]

  private struct Key: Hashable {
    let instrument: String
    let paragraph: String
  }

  init(_ rulebook: Rulebook, on date: CalendarDate) {
    self.date = date
    countries = rulebook.countries
    instruments = rulebook.instruments
    entries = rulebook.instruments.flatMap { instrument in
      let status = Status(instrument.status, on: date)
      let notModelled = instrument.notModelled(on: date)
      return instrument.paragraphs.filter { $0.isInForce(on: date) }.map {
        Entry(instrument: instrument, paragraph: $0, status: status, notModelled: notModelled)
      }
    }
    indices = Dictionary(
      uniqueKeysWithValues: entries.enumerated().map {
        (Key(instrument: $1.instrument.id, paragraph: $1.paragraph.id), $0)
      })
    firstDays = Dictionary(
      rulebook.instruments.flatMap(\.paragraphs).map { ($0.kind, $0.from) }, uniquingKeysWith: min)
  }

  /// What each paragraph that tests a figure of the subject says of it, in the order of the files, wherever it goes.
  ///
  /// - Throws: `noFigures` and `unusableFigure` for a subject that no rule can be held against, and
  ///   `beforeFirstRule` for a day before every paragraph that could apply.
  public func findings(_ subject: Subject) throws(RulebookError) -> ItemFindings {
    try subject.check()
    let kinds = Set(subject.operands.keys.map(\.subjectKind))
    guard let first = kinds.compactMap({ firstDays[$0] }).min() else {
      throw .noFigures(subject: subject.name)
    }
    guard first <= date else { throw .beforeFirstRule(date: date, first: first) }
    let applicable = entries.indices.filter { kinds.contains(entries[$0].paragraph.kind) }
    let evaluator = Evaluator(day: self, subject: subject)
    let isDisputed = subject.operands.values.contains { $0.published != nil }
    return ItemFindings(
      applicable.map { finding($0, evaluator: evaluator, isDisputed: isDisputed) }, entries: applicable)
  }

  /// Which rules reach a transaction, whatever the item.
  public func reach(_ transaction: Transaction) -> Reach {
    let evaluator = Evaluator(day: self, transaction: transaction)
    var known: [ReachKey: ReachFinding] = [:]
    let findings = entries.map { entry in
      Standing.allCases.map { standing -> ReachFinding? in
        guard let scope = entry.paragraph.scope, let version = scope.version(on: date, under: standing)
        else { return nil }
        let key = ReachKey(location: version.location)
        if let finding = known[key] { return finding }
        let finding = ReachFinding(version, root: evaluator.decided(version.condition))
        known[key] = finding
        return finding
      }
    }
    return Reach(
      transaction: transaction, findings: findings,
      goods: entries.map { $0.paragraph.kind.movesGoods })
  }

  /// Whether an allowance of the day is open to a transaction; `nil` where it does not turn on places.
  public func reach(
    of allowance: Allowance, _ transaction: Transaction, under standing: Standing
  ) -> ReachFinding? {
    let scopes = instruments.first { $0.id == allowance.instrument }?.scopes
    let version = scopes?.first { $0.id == allowance.scope }?.version(on: date, under: standing)
    return version.map {
      ReachFinding($0, root: Evaluator(day: self, transaction: transaction).decided($0.condition))
    }
  }

  /// The answer about an item and a transaction under one standing.
  public func answer(_ items: ItemFindings, _ reach: Reach, under standing: Standing) -> Answer {
    Answer(day: self, items: items, reach: reach, standing: standing)
  }

  /// Where a version of a scope stands tells it from all others.
  private struct ReachKey: Hashable {
    let file: String
    let line: Int
    let column: Int

    init(location: SourceLocation) {
      file = location.file
      line = location.line
      column = location.column
    }
  }

  func index(of reference: Condition.ParagraphReference) -> Int? {
    indices[Key(instrument: reference.instrument, paragraph: reference.paragraph)]
  }

  private func finding(_ index: Int, evaluator: Evaluator, isDisputed: Bool) -> Finding {
    let entry = entries[index]
    let (instrument, paragraph) = (entry.instrument, entry.paragraph)
    let root = evaluator.node(ofEntry: index)
    let over = isDisputed ? evaluator.decidedOverPublished(paragraph.condition, root: root) : root.outcome
    return Finding(
      instrument: instrument.id, instrumentTitle: instrument.title, jurisdiction: instrument.jurisdiction,
      kind: paragraph.kind, paragraph: paragraph.id, title: paragraph.title, effect: paragraph.effect,
      outcome: root.outcome, outcomeOverPublished: over,
      consequence: paragraph.consequence, citation: paragraph.citation,
      confidence: root.confidence(atMost: paragraph.confidence), status: entry.status,
      trace: Trace(root: root),
      ambiguities: instrument.ambiguities, notModelled: entry.notModelled)
  }
}
