import Forecast
import Rating

extension ReindexPage {
  public var document: Document {
    Document(
      title: "Assay: \(line.id) tied to what it was drawn from",
      sections: [
        .init("The line", [.fields(LineText.fields(line, on: knownBy))]),
        .init(
          "The rules",
          [.table(summary)] + (reasons.isEmpty ? [] : [.notes(reasons)])
            + (plot.map { [.plot($0)] } ?? [])),
      ]
        + rules.filter { $0.result == .applies }.map {
          .init("\($0.rule.rawValue): \($0.title)", blocks($0))
        }
        + [
          .init("To be noted", warnings.isEmpty ? [] : [.notes(warnings)]),
          .init("How it was worked out", [.notes(method)], isWorking: true), .limits(notModelled),
        ].filter { !$0.blocks.isEmpty })
  }

  private var level: String { NumberFormat.percent(settings.level) }

  /// The day of the summary: the last one asked about that is known, or the first.
  private var day: CalendarDate {
    let days = rules.flatMap { $0.rows.map(\.date) + $0.erosion.map(\.date) }
    return days.filter { $0 <= knownBy }.max() ?? days.min() ?? knownBy
  }

  private var summary: Document.Table {
    .init(
      [
        .text("rule"), .text("what stays"), .text("goes"), .number("on \(day)"), .number("law ÷ rule"),
        .text("off by two since"), .number("years"), .number("by the growth's interval"),
      ],
      rows: rules.map { rule in
        let now = rule.rows.first { $0.date == day }
        return [
          rule.rule.rawValue, rule.title, rule.direction.rawValue, answer(rule, now),
          now.map { NumberFormat.number($0.staleness, digits: 3) } ?? "-",
          rule.rows.isEmpty ? "-" : rule.staleOn?.description ?? "not within ten years of the horizon",
          rule.yearsToTwo.map { NumberFormat.number($0, digits: 2) } ?? "-",
          LineText.text(rule.yearsToTwoInterval),
        ]
      })
  }

  private func answer(_ rule: Reindexed, _ row: Reindexed.Row?) -> String {
    switch rule.result {
    case .doesNotApply: return "does not apply"
    case .unknown: return "unknown"
    case .applies:
      if let row { return "\(NumberFormat.number(row.value)) \(line.unit)" }
      let worth = rule.erosion.first { $0.date == day }
      return worth.flatMap { worth in
        worth.value.map { "\(NumberFormat.number($0)) \(worth.unit ?? "")" }
      } ?? "-"
    }
  }

  private var reasons: [String] {
    rules.compactMap { rule in rule.reason.map { "\(rule.rule.rawValue): \($0)" } }
  }

  private func blocks(_ rule: Reindexed) -> [Document.Block] {
    guard rule.rule != .erosion else { return [.paragraph("\(rule.formula)."), .table(erosion(rule))] }
    let table = Document.Table(
      [
        .text("day"), .number("by the rule, \(line.unit)"), .number("interval"),
        .number("in force after review"), .text("reviewed"), .number("by law"), .number("law ÷ rule"),
      ],
      rows: rule.rows.map { row in
        [
          row.date.description + (row.date > terms.horizon ? ", beyond the horizon" : ""),
          NumberFormat.number(row.value), LineText.text(row.range), NumberFormat.number(row.inForce),
          row.reviewed.description, NumberFormat.number(row.law),
          NumberFormat.number(row.staleness, digits: 3),
        ]
      })
    return [.fields(fields(rule)), .table(table)]
      + (rule.rivals.isEmpty ? [] : [.notes(rule.rivals.map { "also published: \(text($0))" })])
  }

  private func fields(_ rule: Reindexed) -> [(label: String, value: String)] {
    [
      ("formula", rule.formula), ("follows", rule.series ?? "-"),
      (
        "growth",
        (rule.growth.map { "× \(NumberFormat.number($0)) a year" } ?? "-")
          + (rule.growthInterval.map {
            " (\(LineText.text($0)), \(rule.growthLevel.map { NumberFormat.percent($0) } ?? "of no stated probability"))"
          } ?? ", no interval published")
      ), ("source", rule.source ?? "-"),
    ]
  }

  private func text(_ growth: YearlyGrowth) -> String {
    "× \(NumberFormat.number(growth.perYear)) a year"
      + (growth.interval.map { " (\(LineText.text($0)))" } ?? "")
      + ", \(growth.title) (\(growth.source)); --index \(growth.id)"
  }

  private func erosion(_ rule: Reindexed) -> Document.Table {
    .init(
      [.text("day"), .text("in"), .number("value"), .number("interval"), .number("whole"), .text("by")],
      rows: rule.erosion.map { worth in
        [
          worth.date.description, worth.unit ?? worth.view.title,
          worth.value.map { NumberFormat.number($0) } ?? "none", LineText.text(worth.range),
          LineText.whole(worth.whole, worth.wholeRange), worth.basis ?? worth.missing ?? "-",
        ]
      })
  }

  private var method: [String] {
    [
      "A line for chips gets too strict as hardware grows, one for trainings too lax as algorithms improve: no growth serves both, and a rule that does not fit is said not to apply.",
      "law ÷ rule is the staleness of the unchanged value: 0.5 is half of what the rule would have, 2 is twice.",
      "A review every \(terms.everyYears) year\(terms.everyYears == 1 ? "" : "s") from \(line.written) on sets the line to what the rule says that day, at \(terms.digits) significant digits; it stays until the next.",
      "Intervals: up to \(knownBy) what the sources of a chip leave, or the published interval of an index, grown; to come, of a new best chip by the block bootstrap, \(level), \(settings.resamples) resamples, seed \(settings.seed).",
    ]
  }
}
