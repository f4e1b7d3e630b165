import Forecast
import Rating

extension ThresholdPage {
  public var document: Document {
    Document(
      title: "Assay: what \(line.id) is worth",
      sections: [.init("The line", [.fields(LineText.fields(line, on: knownBy) + terms)])]
        + views.map { view in
          .init(
            title(view),
            blocks(view) + (view == curve.first?.view ? plot.map { [.plot($0)] } ?? [] : []))
        }
        + (chips.isEmpty ? [] : [.init("In one chip of the database", [.table(chipTable)])])
        + [
          .init("To be noted", warnings.isEmpty ? [] : [.notes(warnings)]),
          .init("What the frontier follows", [.table(pathTable)], isWorking: true),
          .init("How it was worked out", [.notes(method)], isWorking: true), .limits(notModelled),
        ].filter { !$0.blocks.isEmpty })
  }

  private var level: String { NumberFormat.percent(settings.level) }

  private var terms: [(label: String, value: String)] {
    guard let training else { return [] }
    func share(_ value: BoundedValue, _ source: String) -> String {
      NumberFormat.percent(value.value)
        + (value.isDisputed
          ? " (\(NumberFormat.percent(value.range.lowerBound)) to \(NumberFormat.percent(value.range.upperBound)))"
          : "") + ", \(source)"
    }
    return [
      ("precision", training.precision.label),
      ("MFU", share(training.mfu.share, training.mfu.run ?? training.mfu.source)),
      ("goodput", share(training.goodput.share, training.goodput.run ?? training.goodput.source)),
    ]
  }

  private func title(_ view: LineView) -> String {
    switch view {
    case .chips where line.bearing == .training:
      "In frontier chips that train for \(NumberFormat.exact(trainingDays)) days"
    case .share where line.bearing == .training: "As a share of the largest training"
    case .share: "As a share of the frontier chip"
    case .cost: "In dollars, by the best TPP or rate per dollar"
    case .power: "In megawatts of rated power, by the best TPP or rate per watt"
    case .trainDays: "In days to \(NumberFormat.number(operations)) operations"
    default: "In \(view.title)"
    }
  }

  private func blocks(_ view: LineView) -> [Document.Block] {
    let worths = frontier.worths.filter { $0.view == view }
    if worths.allSatisfy({ $0.value == nil }), let reason = worths.compactMap(\.missing).first {
      return [.paragraph("None: \(reason).")]
    }
    let unit = worths.compactMap(\.unit).first ?? ""
    let hasWhole = worths.contains { $0.whole != nil }
    return [
      .table(
        .init(
          [.text("day"), .number(unit), .number("interval")]
            + (hasWhole ? [.number("whole")] : []) + [.text("by")],
          rows: worths.map { worth in
            [
              day(worth.date), worth.value.map { NumberFormat.number($0) } ?? "none",
              LineText.text(worth.range),
            ] + (hasWhole ? [LineText.whole(worth.whole, worth.wholeRange)] : []) + [
              worth.basis ?? worth.missing ?? "-"
            ]
          }))
    ]
  }

  private func day(_ date: CalendarDate) -> String {
    date.description
      + (date == line.written ? ", as written" : date > horizon ? ", beyond the horizon" : "")
  }

  private var chipTable: Document.Table {
    .init(
      [.text("chip"), .text("in"), .number("value"), .number("by the sources"), .number("whole")],
      rows: chips.flatMap { chip in
        chip.worths.map { worth in
          [
            chip.name, worth.unit.map { worth.view == .share ? "% of the chip" : $0 } ?? worth.view.title,
            worth.value.map { NumberFormat.number($0) } ?? "none: \(worth.missing ?? "")",
            LineText.text(worth.range), LineText.whole(worth.whole, worth.wholeRange),
          ]
        }
      })
  }

  private var pathTable: Document.Table {
    .init(
      [.text("what"), .number("× a year"), .number("interval, \(level)")],
      rows: paths.map { path in
        [
          path.question,
          path.growth.map { NumberFormat.number($0, digits: 3) } ?? "none: \(path.missing ?? "")",
          LineText.text(path.interval),
        ]
      })
  }

  private var method: [String] {
    var lines = [
      "Up to \(knownBy) the frontier is the best chip out by the day, with what its sources leave; after it, the line of the trend, no less than the best chip so far, with the interval of \(level) of a new best by the block bootstrap (\(settings.resamples) resamples, seed \(settings.seed)).",
      "Dollars and watts are those of the chips alone: price at release, rated power; each by the best chip of which it is known.",
    ]
    if line.bearing == .stock, training != nil {
      lines.append(
        "Days: whole chips of the frontier × their dense rate × MFU × goodput; to come, the rate per TPP of the last best chip, so that a fixed TPP takes the same days whatever the chips."
      )
    }
    if let algorithms {
      lines.append(
        "Effective compute: × \(NumberFormat.number(algorithms.perYear)) a year (\(LineText.text(algorithms.interval))"
          + "\(algorithms.level.map { ", \(NumberFormat.percent($0))" } ?? "")), \(algorithms.title) (\(algorithms.source))."
      )
    }
    return lines
  }
}
