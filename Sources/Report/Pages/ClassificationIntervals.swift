import Rating
import Rulebook

/// What open figures do to a classification: where one turns it, and what several do at their ends.
struct ClassificationIntervals {
  let page: ClassificationPage

  var sections: [Document.Section] { within + ends }

  /// The paragraphs that hold, or do not, at every value of the interval though single tests turn within it.
  private var decided: [String] {
    page.findings.filter { $0.outcome != $0.trace.root.outcome }.map {
      "\($0.paragraph) (\($0.outcome.rawValue))"
    }
  }

  private var within: [Document.Section] {
    guard let interval = page.interval else { return [] }
    var blocks: [Document.Block] = []
    if !interval.paragraphs.isEmpty { blocks.append(.table(table(interval))) }
    if !decided.isEmpty {
      blocks.append(
        .notes(["The same at every value, though single tests turn: \(decided.joined(separator: ", "))."]))
    }
    return blocks.isEmpty ? [] : [.init("Within the interval", blocks)]
  }

  private func table(_ interval: ClassificationPage.Interval) -> Document.Table {
    Document.Table(
      [.text("paragraph"), .text("\(interval.figure) (\(interval.unit))")]
        + (interval.distribution.map { [.number("yes, if \($0.rawValue)"), .number("unknown")] } ?? []),
      rows: interval.paragraphs.map { paragraph in
        [
          paragraph.paragraph,
          paragraph.spans.map {
            "\($0.outcome.rawValue) from \(NumberFormat.number($0.from)) to \(NumberFormat.number($0.to))"
          }.joined(separator: ", "),
        ]
          + (paragraph.probability.map { [NumberFormat.percent($0.yes), NumberFormat.percent($0.unknown)] }
            ?? [])
      })
  }

  /// One row for each choice of ends, one column for each paragraph that is open.
  private var ends: [Document.Section] {
    guard let corners = page.corners, let first = corners.paragraphs.first else { return [] }
    let columns: [Document.Column] =
      corners.figures.map { .number("\($0.figure) (\($0.unit))") }
      + corners.paragraphs.map { .text($0.paragraph) }
    let rows = first.corners.indices.map { index in
      first.corners[index].values.map { NumberFormat.number($0) }
        + corners.paragraphs.map { $0.corners[index].outcome.rawValue }
    }
    let turning = corners.paragraphs.filter { !$0.isMonotone }.map(\.paragraph)
    return [
      .init(
        "At the ends of the intervals",
        [
          .table(.init(columns, rows: rows)),
          .notes(
            turning.isEmpty
              ? ["Between the ends nothing else is possible."]
              : [
                "Between the ends other outcomes are possible for \(turning.joined(separator: ", ")): one figure moves their tests both ways."
              ]),
        ])
    ]
  }
}
