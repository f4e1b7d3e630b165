import Parallel
import Rating

/// The dated rules of every rule file, and the questions that they answer.
public struct Rulebook: Sendable {
  /// In the order of the file names.
  public let instruments: [Instrument]
  /// The countries and the dated groups of them.
  public let countries: CountryTable
  /// The files that suppose rules, in the order in which they were applied.
  public let whatIfs: [WhatIf]

  /// Reads every `*.yaml` file of a folder, in the order of their names, and the countries in its folder `countries`.
  ///
  /// - Parameter withTests: whether the test vectors are read, which only a check of the rules needs.
  /// - Throws: `RulebookError.unreadable` for a folder without rule files, and for the first broken
  ///   place `RulebookError.invalid` with its file, line, column and remedy.
  public static func load(directory: String, withTests: Bool = true) throws(RulebookError) -> Rulebook {
    let instruments = try RuleFile.paths(in: directory).concurrentMap { (path) throws(RulebookError) in
      let root = try RuleFile(path: path).root(withoutValueOf: withTests ? nil : InstrumentReader.lastKey)
      return try InstrumentReader(root, withTests: withTests).instrument()
    }
    return try Rulebook(
      checking: instruments, countries: CountryReader(directory: directory + "/countries").table())
  }

  init(
    checking instruments: [Instrument], countries: CountryTable, whatIfs: [WhatIf] = []
  ) throws(RulebookError) {
    self.whatIfs = whatIfs
    self.instruments = instruments
    self.countries = countries
    try RulebookChecks(rulebook: self).run()
  }

  /// The instrument with an id, or those that hold a paragraph or an allowance with it.
  /// - Throws: `RulebookError.unknownRule` with the nearest ids.
  public func instruments(matching id: String) throws(RulebookError) -> [Instrument] {
    func ids(_ instrument: Instrument) -> [String] {
      [instrument.id] + instrument.paragraphs.map(\.id) + instrument.allowances.map(\.id)
    }
    let wanted = id.lowercased()
    let found = instruments.filter { ids($0).contains { $0.lowercased() == wanted } }
    guard found.isEmpty else { return found }
    let known = Set(instruments.flatMap(ids)).sorted()
    throw .unknownRule(id, nearest: nearestTexts(to: wanted, among: known))
  }

  /// The rules of one day, prepared for many questions.
  public func rules(on date: CalendarDate) -> DayRules { DayRules(self, on: date) }

  /// What every paragraph in force on a day that tests a figure of the subject says of it, in the order of the files,
  /// wherever it goes.
  ///
  /// - Throws: `noFigures` and `unusableFigure` for a subject that no rule can be held against, and
  ///   `beforeFirstRule` for a day before every paragraph that could apply.
  public func classify(_ subject: Subject, on date: CalendarDate) throws(RulebookError) -> [Finding] {
    try rules(on: date).findings(subject).findings
  }

  /// The allowances and training lines with a value on a day, in the order of the files.
  public func allowances(on date: CalendarDate) -> [Allowance] {
    instruments.filter { !$0.status(on: date).isDisplaced }.flatMap { instrument in
      instrument.allowances.compactMap { rule in
        allowance(
          rule.parameter, rule.comparison, in: instrument, id: rule.id, title: rule.title,
          period: rule.period, scope: rule.scope, citation: rule.citation, on: date)
      } + trainingLines(of: instrument, on: date)
    }
  }

  private func trainingLines(of instrument: Instrument, on date: CalendarDate) -> [Allowance] {
    instrument.paragraphs.filter { $0.isInForce(on: date) }.flatMap { paragraph in
      paragraph.condition.limbs.filter { $0.quantity == .trainingOperations }.compactMap { limb in
        allowance(
          limb.parameter, limb.comparison, in: instrument, id: paragraph.id, title: paragraph.title,
          period: "the training of one model", scope: paragraph.scope, citation: paragraph.citation, on: date)
      }
    }
  }

  private func allowance(
    _ parameter: Parameter, _ comparison: Comparison, in instrument: Instrument, id: String, title: String,
    period: String, scope: Scope?, citation: Citation, on date: CalendarDate
  ) -> Allowance? {
    guard let quantity = parameter.quantity, let entry = parameter.value(on: date), let value = entry.value
    else { return nil }
    return Allowance(
      instrument: instrument.id, id: id, title: title, quantity: quantity, value: value,
      unit: quantity.unit, comparison: comparison, period: period, scope: scope?.id,
      reference: entry.reference,
      citation: citation, confidence: min(entry.confidence, instrument.confidence),
      status: Status(instrument.status, on: date), notModelled: instrument.notModelled(on: date))
  }
}
