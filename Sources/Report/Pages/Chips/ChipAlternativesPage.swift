import ChipDB
import Rating

/// What `assay chips equivalent` tells: the chips nearest to another under one definition, and where they differ.
public struct ChipAlternativesPage: Encodable, Sendable {
  struct Difference: Encodable, Sendable {
    let figure: String
    let unit: String
    let subject: Double?
    let alternative: Double?
    /// Alternative / subject.
    let ratio: Double?
  }

  struct Alternative: Encodable, Sendable {
    let id: String
    let name: String
    /// ISO 3166 alpha-2.
    let country: String
    /// Its figure, in the definition's unit.
    let operand: BoundedValue
    /// Its figure over the subject's.
    let ratio: BoundedValue
    /// The furthest apart first, those unknown last.
    let differences: [Difference]
  }

  public let schemaVersion = RatingReport.schemaVersion
  let subject: String
  let definition: EquivalenceDefinition
  /// Whether nobody chose the definition.
  let definitionIsDefault: Bool
  let tf32Reading: TF32Reading
  /// The subject's figure, in the definition's unit.
  let operand: BoundedValue
  let alternatives: [Alternative]
  /// How many have no such figure.
  let unranked: Int
  private let ranking: ChipAlternatives

  private enum CodingKeys: CodingKey {
    case schemaVersion, subject, definition, definitionIsDefault, tf32Reading, operand, alternatives, unranked
  }

  /// - Parameter definitionIsDefault: whether the definition was taken for want of a choice, which the page says.
  public init(_ ranking: ChipAlternatives, definitionIsDefault: Bool) {
    self.ranking = ranking
    self.definitionIsDefault = definitionIsDefault
    subject = ranking.subject.id
    definition = ranking.definition
    tf32Reading = ranking.tf32Reading
    operand = ranking.operand
    unranked = ranking.unranked
    alternatives = ranking.ranked.map { ranked in
      Alternative(
        id: ranked.chip.id, name: ranked.chip.name, country: ranked.chip.country, operand: ranked.operand,
        ratio: ranked.ratio,
        differences: ranked.differences.map {
          Difference(
            figure: $0.figure.rawValue, unit: $0.figure.unit, subject: $0.subject,
            alternative: $0.alternative,
            ratio: $0.ratio)
        })
    }
  }

  public var document: Document {
    Document(
      title: "Assay: nearest to \(ranking.subject.name)",
      sections: [
        .init("Measure", [.fields(measure)]), .init("Alternatives", ranked),
        .init("Notes", [.notes(notes)]),
      ])
  }

  private var measure: [(label: String, value: String)] {
    let interval = operand.isDisputed ? " (\(operand.intervalText) by the sources)" : ""
    return [
      (
        "definition",
        "\(definition.id)\(definitionIsDefault ? ", the default: the first of equivalences.csv" : ""): \(definition.name)"
      ),
      ("\(subject) has", "\(NumberFormat.exact(operand.value)) \(definition.unit)\(interval)"),
      ("TF32 reading", tf32Reading.rawValue),
    ]
  }

  private var ranked: [Document.Block] {
    if alternatives.isEmpty { return [.paragraph("No other chip that matches has this figure.")] }
    let figures = ChipAlternatives.compared
    return [
      .table(
        .init(
          [
            .text("id"), .text("name"), .text("country"), .number(definition.unit), .number("ratio"),
            .number("by the sources"), .text("differs most in"),
          ] + figures.map { .number($0.label) },
          rows: ranking.ranked.map { row in
            [
              row.chip.id, row.chip.name, row.chip.country, NumberFormat.number(row.operand.value),
              ratio(row.ratio.value), row.ratio.intervalText, row.mostDifferent?.figure.label ?? "-",
            ] + figures.map { figure in cell(row.differences.first { $0.figure == figure }) }
          }))
    ]
  }

  private func ratio(_ value: Double) -> String { "× \(NumberFormat.number(value, digits: 3))" }

  private func cell(_ difference: ChipAlternatives.Difference?) -> String {
    difference?.ratio.map(ratio) ?? "unknown"
  }

  private var notes: [String] {
    var notes = ["The last columns are ratios alternative / \(subject). Half and double are equally far."]
    let unknown = ranking.ranked.first?.differences.filter { $0.subject == nil }.map(\.figure.label) ?? []
    if !unknown.isEmpty {
      notes.append("Unknown of \(subject) itself: \(unknown.joined(separator: ", ")).")
    }
    if unranked > 0 {
      notes.append("\(unranked) chips are not ranked because their figure is unknown.")
    }
    return notes
  }
}
