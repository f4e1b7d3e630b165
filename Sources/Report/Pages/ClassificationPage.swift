import Rating
import Rulebook

/// What `assay classify` tells: each paragraph met, not met or undecided, with its working; under each standing apart.
public struct ClassificationPage: Encodable, Sendable {
  /// What is answered under one standing.
  public struct StandingAnswer: Encodable, Sendable {
    public let standing: Standing
    /// Whether a paragraph of control is met and reaches the transaction.
    public let isControlled: Outcome
    public let paragraphs: [ParagraphAnswer]
    /// Where the paragraphs of control that the item meets reach; given where no destination is.
    public let reached: [ReachedParagraphs]
  }

  /// One open figure, and each paragraph whose outcome turns within its interval.
  public struct Interval: Encodable, Sendable {
    public let figure: String
    public let unit: String
    public let range: ClosedRange<Double>
    /// As the user states it; `nil` where nothing is said, and then there is no probability.
    public let distribution: Distribution?
    public let paragraphs: [OutcomeSpans]
  }

  /// Several open figures, and what each paragraph that they leave open says at the ends of their intervals.
  public struct Corners: Encodable, Sendable {
    public struct Figure: Encodable, Sendable {
      public let figure: String
      public let unit: String
      public let range: ClosedRange<Double>
    }

    public let figures: [Figure]
    public let paragraphs: [CornerOutcomes]
  }

  /// Paragraphs with the same reach.
  public struct ReachedParagraphs: Encodable, Sendable {
    public let paragraphs: [String]
    public let reach: Reached
  }

  public let schemaVersion = "3.2.0"
  public let subject: String
  public let date: CalendarDate
  public let transaction: Transaction
  public let tf32Reading: TF32Reading
  public let operands: [String: Operand]
  public let facts: [String: Outcome]
  /// Where the figures come from and what they are worth, where that needs words.
  public let figureNotes: [String]
  /// The figure that is an interval, if it is the only one, and what turns within it.
  public let interval: Interval?
  /// The figures that are intervals, if there are several, up to as many as are evaluated; `nil` otherwise.
  public let corners: Corners?
  /// What the item is under each paragraph, wherever it goes.
  public let findings: [Finding]
  /// Codified, enforced and announced apart; only the one that was asked for, if one was.
  public let answers: [StandingAnswer]
  /// When the oldest of the rules applied was last compared with its source.
  public let reviewedOn: CalendarDate?
  /// Territories that count as part of another country, and open questions about the groups of the countries named.
  public let placeNotes: [String]
  /// Which of the texts applied were reviewed before the day asked about, or too long ago.
  public let staleReviews: [String]

  /// Applies the rulebook to a subject.
  /// - Parameters:
  ///   - transaction: what is known of where it goes.
  ///   - standing: the only one to answer under; `nil` for each.
  ///   - today: tells how old a review is.
  ///   - notes: what the figures are worth.
  ///   - sweeps: the figures that are intervals.
  ///   - distribution: how its values are spread; never assumed.
  /// - Throws: `RulebookError` for a date before any rule, and for figures that no rule tests.
  public init(
    _ subject: Subject, _ transaction: Transaction = .unknown, on date: CalendarDate,
    under standing: Standing? = nil, today: CalendarDate, tf32Reading: TF32Reading, rulebook: Rulebook,
    notes: [String] = [], sweeps: [FigureSweep] = [], distribution: Distribution? = nil
  ) throws(RulebookError) {
    let day = rulebook.rules(on: date)
    let whole = try day.findings(subject)
    let sweep = sweeps.count == 1 ? sweeps.first : nil
    let swept = try sweep.map { (sweep) throws(RulebookError) in
      try day.findings(over: sweep.interval, sweep.subject(at:))
    }
    let items = swept?.deciding(whole) ?? whole
    let reach = day.reach(transaction)
    let answers = (standing.map { [$0] } ?? Standing.allCases).map { day.answer(items, reach, under: $0) }
    let shown = Set(answers.flatMap(\.findings).map { [$0.instrument, $0.paragraph] })
    findings = items.findings.filter { shown.contains([$0.instrument, $0.paragraph]) }
    self.answers = answers.map { answer in
      StandingAnswer(
        standing: answer.standing,
        isControlled: swept?.isControlled(reach, under: answer.standing) ?? answer.isControlled,
        paragraphs: answer.paragraphs,
        reached: transaction.destination == nil ? Self.reached(answer, day) : [])
    }
    let applied = Set(findings.map(\.instrument))
    let instruments = rulebook.instruments.filter { applied.contains($0.id) }
    reviewedOn = instruments.map(\.reviewedOn).min()
    staleReviews = instruments.filter { $0.isStale(for: date, today: today) }.map {
      "\($0.id) (\($0.reviewedOn))"
    }
    placeNotes = Self.notes(on: transaction, in: rulebook.countries)
    figureNotes = notes
    func isShown(_ instrument: String, _ paragraph: String) -> Bool {
      shown.contains([instrument, paragraph])
    }
    interval = sweep.map { sweep in
      Interval(
        figure: sweep.label, unit: sweep.unit, range: sweep.interval, distribution: distribution,
        paragraphs: (swept?.spans(distribution) ?? []).filter { isShown($0.instrument, $0.paragraph) })
    }
    corners =
      sweeps.count > 1 && sweeps.count <= DayRules.mostCornerFigures
      ? Corners(
        figures: sweeps.map { .init(figure: $0.label, unit: $0.unit, range: $0.interval) },
        paragraphs: try day.corners(of: sweeps.map(\.interval), whole) { sweeps.subject(at: $0) ?? subject }
          .filter { isShown($0.instrument, $0.paragraph) })
      : nil
    self.subject = subject.name
    self.date = date
    self.transaction = transaction
    self.tf32Reading = tf32Reading
    operands = Dictionary(uniqueKeysWithValues: subject.operands.map { ($0.key.rawValue, $0.value) })
    facts = Dictionary(uniqueKeysWithValues: subject.facts.map { ($0.key.rawValue, $0.value) })
  }

  private static func notes(on transaction: Transaction, in countries: CountryTable) -> [String] {
    [transaction.destination, transaction.headquarters, transaction.origin].compactMap { $0 }.flatMap {
      code in
      let country = countries[code]
      let whole = country?.partOf.map {
        "\(country?.name ?? code.description) counts as \($0.country): \($0.reference) (\($0.confidence.rawValue))"
      }
      return (whole.map { [$0] } ?? []) + countries.ambiguities(about: code).map(\.text)
    }
  }

  private static func reached(_ answer: Answer, _ day: DayRules) -> [ReachedParagraphs] {
    var paragraphs: [(scope: [String], ids: [String])] = []
    for finding in answer.findings where finding.effect == .control && finding.outcome != .no {
      guard let scope = day.scope(of: finding) else { continue }
      if let index = paragraphs.firstIndex(where: { $0.scope == [finding.instrument, scope] }) {
        paragraphs[index].ids.append(finding.paragraph)
      } else {
        paragraphs.append(([finding.instrument, scope], [finding.paragraph]))
      }
    }
    return paragraphs.compactMap { scope, ids in
      day.reached(scope[0], ids[0], under: answer.standing).map {
        ReachedParagraphs(paragraphs: ids, reach: $0)
      }
    }
  }

  public var document: Document {
    Document(
      title: "Assay: \(subject) under the rules of \(date)",
      sections: [
        .init("Answer", ClassificationSummary(page: self).blocks),
        .init("Figures", [.fields(figureFields), .notes(figureNotes)]),
      ] + ClassificationIntervals(page: self).sections + ClassificationTurns(page: self).section
        + paragraphSections + reachSections + [
          .init(
            "Open questions of the text",
            [.notes(unique(placeNotes + findings.flatMap(\.ambiguities).map(\.text)))]),
          .limits(findings.flatMap(\.notModelled)),
        ])
  }

  private var figureFields: [(label: String, value: String)] {
    let figures = Quantity.allCases.compactMap { quantity in
      operands[quantity.rawValue].map {
        (quantity.label, "\($0.text) \(quantity.unit), from \($0.source)")
      }
    }
    let known = Fact.allCases.compactMap { fact in facts[fact.rawValue].map { (fact.label, $0.rawValue) } }
    let kinds = Set(findings.map(\.kind))
    let missing = Quantity.allCases.filter {
      kinds.contains($0.subjectKind) && operands[$0.rawValue] == nil && $0 != .combinedBandwidth
    }
    let places = [
      ("destination", transaction.destination), ("headquarters", transaction.headquarters),
      ("sent from", transaction.origin),
    ].compactMap { label, code in code.map { (label, $0.description) } }
    return figures + known + missing.map { ($0.label, "unknown") } + places
      + [("TF32 reading", tf32Reading.rawValue)]
  }

  private var paragraphSections: [Document.Section] {
    findings.map { finding in
      var blocks: [Document.Block] = [.tree(TraceText(finding.trace).lines)]
      if finding.outcome == .yes { blocks.append(.paragraph(finding.consequence)) }
      blocks.append(
        .notes([
          "\(finding.instrumentTitle): \(finding.citation.section) (\(finding.citation.reference)), \(finding.citation.url)"
        ]))
      return .init("\(finding.paragraph): \(finding.outcome.rawValue)", blocks, isWorking: true)
    }
  }

  /// The working of where rules reach: once for each scope and standing.
  private var reachSections: [Document.Section] {
    guard transaction.destination != nil else { return [] }
    return answers.compactMap { answer in
      var lines: [(depth: Int, text: String)] = []
      var seen: [ReachFinding] = []
      for paragraph in answer.paragraphs where paragraph.item != .no {
        guard let reach = paragraph.reach, !seen.contains(reach) else { continue }
        seen.append(reach)
        let same = answer.paragraphs.filter { $0.reach == reach && $0.item != .no }.map(\.paragraph)
        lines.append(
          (
            0,
            "\(same.joined(separator: ", ")): \(reach.outcome.rawValue), since \(reach.since) "
              + "[\(reach.reference)] (\(reach.confidence.rawValue))"
          ))
        lines += TraceText(reach.trace).lines.map { (depth: $0.depth + 1, text: $0.text) }
      }
      return lines.isEmpty
        ? nil : .init("Reach, \(answer.standing.rawValue)", [.tree(lines)], isWorking: true)
    }
  }

  private func unique(_ lines: [String]) -> [String] {
    var seen: Set<String> = []
    return lines.filter { seen.insert($0).inserted }
  }
}
