import Rating
import Rulebook

/// What `assay rules show` tells: one instrument whole, as the file has it.
public struct InstrumentPage: Encodable, Sendable {
  /// One statement about where it stands.
  public struct StatusRow: Encodable, Sendable {
    public let standing: Standing
    public let value: Bool
    public let from: CalendarDate
    public let reference: String
    public let confidence: Confidence
  }

  /// One dated number.
  public struct ValueRow: Encodable, Sendable {
    public let parameter: String
    public let quantity: Quantity?
    public let from: CalendarDate
    /// When it was made public; `nil` where the file does not say.
    public let announced: CalendarDate?
    /// `nil` where it was repealed.
    public let value: Double?
    public let unit: String
    public let reference: String
    public let confidence: Confidence
  }

  /// One version of a scope.
  public struct ScopeRow: Encodable, Sendable {
    public let scope: String
    public let from: CalendarDate
    public let under: [Standing]
    public let reach: String
    public let reference: String
    public let confidence: Confidence
  }

  /// One paragraph in one version.
  public struct ParagraphRow: Encodable, Sendable {
    public let id: String
    public let title: String
    public let kind: Instrument.Kind
    public let effect: Paragraph.Effect
    public let from: CalendarDate
    public let to: CalendarDate?
    public let scope: String?
    /// The test in words, with the numbers of its first day.
    public let condition: String
    public let consequence: String
    public let citation: Citation
    public let confidence: Confidence
  }

  public let schemaVersion = RatingReport.schemaVersion
  public let id: String
  public let title: String
  public let jurisdiction: String
  public let kind: Instrument.Kind
  public let citation: Citation
  public let confidence: Confidence
  public let reviewedOn: CalendarDate
  public let isStale: Bool
  public let status: [StatusRow]
  public let values: [ValueRow]
  public let scopes: [ScopeRow]
  public let paragraphs: [ParagraphRow]
  public let allowances: [Allowance]
  public let ambiguities: [Ambiguity]
  public let notModelled: [String]
  /// The names of the test vectors beside the rule.
  public let tests: [String]

  /// - Parameter date: the day whose allowances are shown.
  public init(_ instrument: Instrument, in rulebook: Rulebook, on date: CalendarDate, today: CalendarDate) {
    id = instrument.id
    title = instrument.title
    jurisdiction = instrument.jurisdiction
    kind = instrument.kind
    citation = instrument.citation
    confidence = instrument.confidence
    reviewedOn = instrument.reviewedOn
    isStale = instrument.isStale(for: date, today: today)
    status = instrument.status.map {
      StatusRow(
        standing: $0.standing, value: $0.value, from: $0.from, reference: $0.reference,
        confidence: $0.confidence)
    }
    values = instrument.parameters.flatMap { parameter in
      parameter.values.map {
        ValueRow(
          parameter: parameter.id, quantity: parameter.quantity, from: $0.from, announced: $0.announced,
          value: $0.value,
          unit: parameter.quantity?.unit ?? "1", reference: $0.reference, confidence: $0.confidence)
      }
    }
    scopes = instrument.scopes.flatMap { scope in
      scope.versions.map {
        ScopeRow(
          scope: scope.id, from: $0.from, under: $0.under, reach: $0.condition.words, reference: $0.reference,
          confidence: $0.confidence)
      }
    }
    paragraphs = instrument.paragraphs.map {
      ParagraphRow(
        id: $0.id, title: $0.title, kind: $0.kind, effect: $0.effect, from: $0.from, to: $0.to,
        scope: $0.scope?.id, condition: $0.condition.words(on: $0.from), consequence: $0.consequence,
        citation: $0.citation, confidence: $0.confidence)
    }
    allowances = rulebook.allowances(on: date).filter { $0.instrument == instrument.id }
    ambiguities = instrument.ambiguities
    notModelled = instrument.notModelled
    tests = instrument.tests.map(\.name)
  }

  public var document: Document {
    let head: [(label: String, value: String)] = [
      ("id", id), ("jurisdiction", jurisdiction), ("about", kind.rawValue),
      ("text", "\(citation.section), \(citation.reference), \(citation.url), read on \(citation.retrieved)"),
      ("known", confidence.rawValue),
      ("reviewed", reviewedOn.description + (isStale ? ", older than the day asked about, or too old" : "")),
    ]
    let sections: [Document.Section?] = [
      .init("Instrument", [.fields(head)]), section("Status", statusTable), section("Numbers", valueTable),
      section("Reach", scopeTable), section("Paragraphs", paragraphTable),
      section("Quantities", allowanceTable),
      ambiguities.isEmpty
        ? nil : .init("Open questions of the text", [.notes(ambiguities.map(\.text))]),
      .init("Test vectors", [.notes(tests)]), .limits(notModelled),
    ]
    return Document(title: "Assay: \(title)", sections: sections.compactMap { $0 })
  }

  private func section(_ title: String, _ table: Document.Table) -> Document.Section? {
    table.rows.isEmpty ? nil : .init(title, [.table(table)])
  }

  private var statusTable: Document.Table {
    .init(
      [.text("standing"), .text("value"), .text("from"), .text("text")],
      rows: status.map {
        [
          $0.standing.rawValue, $0.value ? "yes" : "no", $0.from.description,
          "\($0.reference) (\($0.confidence.rawValue))",
        ]
      })
  }

  private var valueTable: Document.Table {
    .init(
      [
        .text("number"), .text("of"), .text("public since"), .text("from"), .number("value"), .text("unit"),
        .text("text"),
      ],
      rows: values.map {
        [
          $0.parameter, $0.quantity?.label ?? "factor", $0.announced?.description ?? "-", $0.from.description,
          $0.value.map(NumberFormat.exact) ?? "none", $0.unit, "\($0.reference) (\($0.confidence.rawValue))",
        ]
      })
  }

  private var scopeTable: Document.Table {
    .init(
      [.text("scope"), .text("from"), .text("under"), .text("reach"), .text("text")],
      rows: scopes.map {
        [
          $0.scope, $0.from.description, $0.under.map(\.rawValue).joined(separator: ", "), $0.reach,
          "\($0.reference) (\($0.confidence.rawValue))",
        ]
      })
  }

  private var paragraphTable: Document.Table {
    .init(
      [
        .text("paragraph"), .text("what it is"), .text("effect"), .text("from"), .text("to"), .text("scope"),
        .text("test"),
      ],
      rows: paragraphs.map {
        [
          $0.id, $0.title, $0.effect.rawValue, $0.from.description, $0.to?.description ?? "–",
          $0.scope ?? "–", $0.condition,
        ]
      })
  }

  private var allowanceTable: Document.Table {
    .init(
      [.text("id"), .text("title"), .number("value"), .text("unit"), .text("scope"), .text("text")],
      rows: allowances.map {
        [
          $0.id, $0.title, "\($0.comparison.symbol) \(NumberFormat.number($0.value))", $0.unit,
          $0.scope ?? "–", $0.reference,
        ]
      })
  }
}
