import Foundation
import Rating

/// A what-if rule file that puts what a rule makes of a line in the line's place: what `--rule` reads.
public struct IndexedRuleFile: Sendable {
  public let text: String

  /// - Parameters:
  ///   - tied: the line by a rule that applies to it.
  ///   - version: Assay's, for the references.
  ///   - settings: whose seed the references name.
  ///   - question: which chips the rule followed, in words.
  /// - Throws: `ForecastError.doesNotApply` for a figure of the user's own, and for a rule that changes no line.
  public init(
    _ line: ThresholdLine, _ tied: Reindexed, version: String, settings: ChipTrend.Settings,
    knownBy: CalendarDate
  ) throws(ForecastError) {
    guard let instrument = line.instrument, let parameter = line.parameter else {
      throw .doesNotApply("\(line.id) is no number of a rule, so that no rule file can change it")
    }
    guard tied.result == .applies, !tied.reviews.isEmpty else {
      throw .doesNotApply(
        "\(tied.rule.rawValue) makes no new line of \(line.id): \(tied.reason ?? tied.rule.title)")
    }
    let reference =
      "assay \(version), \(tied.rule.rawValue) (\(tied.rule.title)), seed \(settings.seed), known by \(knownBy)"
    // A number that lapses by law lapses here too.
    let end = line.values.first { $0.value == nil }
    let reviews = tied.reviews.filter { review in end.map { review.from < $0.from } ?? true }
    if let review = reviews.first(where: { !$0.value.isFinite || $0.value <= 0 }) {
      throw .doesNotApply(
        "\(line.id) by \(tied.rule.rawValue) is no number on \(review.from): choose a nearer --horizon")
    }
    let values =
      reviews.map { Self.entry($0.from, Self.number($0.value), "\(reference): \(Self.growth(tied))") }
      + (end.map { [Self.entry($0.from, "null", "as by law: \($0.reference)")] } ?? [])
    text = """
      # What if \(line.id) were tied to what it was drawn from? \(tied.rule.rawValue): \(tied.rule.title).
      # \(tied.rule.formula). Followed: \(tied.series ?? "-").
      # Written by assay \(version); a supposition, no law: assay classify … --rule FILE, assay rules impact --rule FILE.
      id: \(Self.quoted("\(instrument)-\(parameter)-\(tied.rule.rawValue.lowercased())"))
      overrides: \(Self.quoted(instrument))
      title: \(Self.quoted("\(line.title), by \(tied.rule.rawValue): \(tied.rule.title)"))
      parameters:
        \(Self.quoted(parameter)):
          unit: \(Self.quoted(line.unit))
          values:
      \(values.joined(separator: "\n"))

      """
  }

  private static func entry(_ from: CalendarDate, _ value: String, _ reference: String) -> String {
    "      - {from: \(from), value: \(value), reference: \(quoted(reference))}"
  }

  private static func growth(_ tied: Reindexed) -> String {
    let factor = tied.growth.map { String(format: "× %.4g a year", $0) } ?? "by the data"
    return "\(factor), \(tied.source ?? "no source")"
  }

  /// As the reader of rules takes it back without loss.
  private static func number(_ value: Double) -> String { value.description }

  private static func quoted(_ text: String) -> String {
    let escaped = text.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "\"", with: "\\\"").replacingOccurrences(of: "\n", with: " ")
    return "\"\(escaped)\""
  }
}
