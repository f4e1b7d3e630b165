import Rulebook

/// How the chips near each line bunch, as sections of a document.
struct RuleLineSections {
  let lines: [RuleLine]
  /// As a share of the line.
  let within: Double

  var sections: [Document.Section] {
    let near = lines.filter { !$0.neighbours.isEmpty }
    return [
      .init(
        "Chips within \(NumberFormat.number(within * 100)) % of a line",
        near.isEmpty
          ? [.paragraph("None.")]
          : [
            .table(summary(near)),
            .paragraph(
              "Counts describe what this database lists, nothing more: no test, no cause. Figures cluster for other "
                + "reasons too. Releases count from the day on which the number was made public, where the rule file says it."
            ),
            .notes(near.map { "\(name($0)): from \($0.countedFrom), \($0.countedFromReason)" }),
          ])
    ] + near.map(section)
  }

  private func summary(_ lines: [RuleLine]) -> Document.Table {
    Document.Table(
      [
        .text("line"), .text("in force since"), .text("counted from"), .number("below"),
        .number("at or above"), .number("ratio"),
        .number("below, released since"), .number("at or above, released since"), .number("ratio since"),
        .text("paragraphs"),
      ],
      rows: lines.map { line in
        [name(line), line.since.description, line.countedFrom.description] + cells(line.count)
          + cells(line.countSince)
          + [line.paragraphs.joined(separator: ", ")]
      })
  }

  private func cells(_ count: (below: Int, above: Int)) -> [String] {
    [
      "\(count.below)", "\(count.above)",
      count.above == 0 ? "–" : NumberFormat.number(Double(count.below) / Double(count.above), digits: 2),
    ]
  }

  private func section(_ line: RuleLine) -> Document.Section {
    .init(
      "Near \(name(line))",
      [
        .table(
          .init(
            [
              .text("chip"), .text("vendor"), .text("released"), .text("since \(line.countedFrom)"),
              .number("figure"),
              .text("from the line"),
            ],
            rows: line.neighbours.map { chip in
              [
                chip.name, chip.vendor, chip.released?.description ?? "unknown",
                chip.isReleasedAfter.rawValue,
                chip.margin.figure.map { NumberFormat.number($0) } ?? "unknown", chip.margin.words,
              ]
            }))
      ])
  }

  private func name(_ line: RuleLine) -> String {
    let unit = line.unit == line.quantity.label ? "" : " \(line.unit)"
    return "\(line.quantity.label) \(NumberFormat.number(line.value))\(unit)"
      + (line.isSupposed ? " (what-if)" : "")
  }
}
