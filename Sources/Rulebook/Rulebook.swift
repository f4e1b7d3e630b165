import Rating

/// The law as data, with the answers it gives on a day.
public struct Rulebook: Sendable {
  /// Sorted by file name.
  public let instruments: [Instrument]

  /// The version of the trace's shape.
  static let traceVersion = "1.0.0"

  /// Applies every paragraph in force on a day for which the subject has a figure: those on items to an item,
  /// those on training to a training run.
  /// - Throws: `RulebookError.beforeFirstRule` for a day before any rule of that kind.
  public func classify(_ subject: Subject, on date: CalendarDate) throws(RulebookError) -> [Finding] {
    let isTraining = subject.operands[.trainingOperations] != nil
    let isItem = subject.operands.keys.contains { $0 != .trainingOperations }
    let relevant = instruments.filter { $0.kind == .item && isItem || $0.kind == .training && isTraining }
    let first = relevant.flatMap(\.paragraphs).map(\.from).min()
    if let first, date < first { throw .beforeFirstRule(date, first: first) }
    return relevant.flatMap { instrument in
      instrument.paragraphs.filter { $0.isInForce(on: date) }.map {
        finding($0, of: instrument, subject, date)
      }
    }
  }

  /// The quantities that are set on a day, in the order of the files.
  public func allowances(on date: CalendarDate) -> [Allowance] {
    instruments.flatMap { instrument in
      instrument.allowances.compactMap { rule in
        guard let parameter = instrument.parameters[rule.parameter], let dated = parameter.value(on: date),
          let value = dated.value
        else { return nil }
        return Allowance(
          id: rule.id, title: rule.title, quantity: parameter.quantity, value: value,
          unit: parameter.quantity.unit, comparison: rule.comparison, period: rule.period,
          citation: dated.reference.contains(instrument.citation.reference)
            ? dated.reference : "\(instrument.citation.reference), \(dated.reference)",
          confidence: dated.confidence,
          status: Status(instrument.statusHistory, on: date))
      }
    }
  }

  private func finding(
    _ paragraph: Instrument.Paragraph, of instrument: Instrument, _ subject: Subject, _ date: CalendarDate
  ) -> Finding {
    let trace = Evaluation(rulebook: self, instrument: instrument, subject: subject, date: date)
      .trace(paragraph.condition)
    return Finding(
      traceVersion: Self.traceVersion, instrument: instrument.id, instrumentTitle: instrument.title,
      paragraph: paragraph.id, title: paragraph.title, outcome: trace.outcome,
      consequence: paragraph.consequence,
      citation: instrument.citation, confidence: instrument.confidence,
      status: Status(instrument.statusHistory, on: date), trace: trace, notModelled: instrument.notModelled)
  }

  /// Finds a paragraph in force on a day by its name as a condition writes it.
  func paragraph(
    _ name: String, from instrument: Instrument, on date: CalendarDate
  ) -> (Instrument, Instrument.Paragraph)? {
    paragraphs(named: name, from: instrument).first { $0.1.isInForce(on: date) }
  }

  /// All versions of a paragraph: "3A090.a.1" of the same instrument, "us-3a090/3A090.a.1" of another.
  func paragraphs(named name: String, from instrument: Instrument) -> [(Instrument, Instrument.Paragraph)] {
    let parts = name.split(separator: "/", maxSplits: 1)
    let owner = parts.count == 2 ? instruments.first { $0.id == parts[0] } : instrument
    guard let owner, let id = parts.last else { return [] }
    return owner.paragraphs.filter { $0.id == id }.map { (owner, $0) }
  }
}
