import Forecast
import Rating

extension GapPage {
  public var document: Document {
    Document(
      title: "Assay: the best chips of \(country) beside those of \(against)\(question)",
      sections: [
        .init("The gap by the chips that were out", standingBlocks),
        .init("What to keep in mind", warnings.isEmpty ? [] : [.notes(warnings)]),
        .init("Over time", historyBlocks),
        .init("If both go on as they have", trendBlocks), .init("Crossover", crossoverBlocks),
        .init("Ratio ahead", aheadBlocks), .init("What it rests on", [.notes(basis)]),
        .init("How it was worked out", [.notes(method)], isWorking: true),
      ].filter { !$0.blocks.isEmpty })
  }

  private var level: String { NumberFormat.percent(settings.level) }

  private func text(_ interval: ClosedRange<Double>?, digits: Int = 3) -> String {
    interval.map {
      "\(NumberFormat.number($0.lowerBound, digits: digits)) to \(NumberFormat.number($0.upperBound, digits: digits))"
    } ?? "unknown"
  }

  private func chip(_ best: FrontierGap.Best?) -> String {
    best.map { "\($0.name), \(NumberFormat.number($0.value, digits: 3))" } ?? "none"
  }

  /// "4.1 behind", "1.2 ahead".
  private func years(_ standing: FrontierGap.Standing) -> String {
    standing.yearsBehind.map { years in
      let number = NumberFormat.number(years.magnitude, digits: 2)
      return years < 0 ? "\(number) ahead" : "\(number) behind"
    } ?? "unknown"
  }

  private var standingBlocks: [Document.Block] {
    func number(_ ratio: Double?) -> String { ratio.map { NumberFormat.number($0, digits: 3) } ?? "unknown" }
    let rows = gaps.compactMap { gap in
      gap.standings.last.map { standing in
        [
          gap.definition.id, chip(standing.country), chip(standing.against), number(standing.ratio),
          text(standing.ratioRange), years(standing),
          standing.matchedBy.map { "\($0.name), \($0.released)" } ?? "none",
        ]
      }
    }
    guard !rows.isEmpty, let day = gaps.first?.standings.last?.date else { return [] }
    let table = Document.Table(
      [
        .text("definition, on \(day)"), .text("best of \(country)"), .text("best of \(against)"),
        .number("\(against) over \(country)"), .number("by the sources"), .number("years"),
        .text("first as good on the other side"),
      ], rows: rows)
    let next = Document.Table(
      [
        .text("definition"), .text("next of \(country)"), .number("ratio by it"),
        .text("next of \(against)"), .number("ratio by it"),
      ],
      rows: gaps.compactMap { gap in
        gap.standings.last.map { standing in
          [
            gap.definition.id, chip(standing.next), number(standing.ratioWithoutBest),
            chip(standing.nextAgainst), number(standing.ratioWithoutOther),
          ]
        }
      })
    return [.table(table), .paragraph("Without the best chip of one side:"), .table(next)]
  }

  private var historyBlocks: [Document.Block] {
    let days = gaps.first?.standings.map(\.date) ?? []
    guard days.count > 1 else { return [] }
    let cells = days.indices.map { index in
      [days[index].description]
        + gaps.map { gap in
          let standing = gap.standings[index]
          return standing.ratio.map { "\(NumberFormat.number($0, digits: 3)), \(years(standing))" } ?? "-"
        }
    }
    return [
      .paragraph("\(against) over \(country), and how many years \(country) is behind."),
      .table(.init([.text("day")] + gaps.map { .number($0.definition.id) }, rows: cells)),
    ]
  }

  private var trendBlocks: [Document.Block] {
    let rows = gaps.flatMap { gap in
      [gap.trend, gap.recent].compactMap { $0 }.map { trend in
        [gap.definition.id, trend.since.description]
          + [trend.country, trend.against].flatMap { growth in
            [NumberFormat.number(growth.perYear, digits: 3), text(growth.interval), "\(growth.steps)"]
          }
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        .init(
          [
            .text("definition"), .text("since"), .number("\(country), × a year"),
            .number("interval, \(level)"), .number("steps"), .number("\(against), × a year"),
            .number("interval, \(level)"), .number("steps"),
          ], rows: rows))
    ] + gaps.filter { $0.trend != nil }.map { .plot(plot($0)) }
  }

  private var crossoverBlocks: [Document.Block] {
    func day(_ date: CalendarDate?) -> String {
      date.map { $0 > horizon ? "\($0.year), beyond the horizon" : "\($0)" } ?? "never at this trend"
    }
    let rows = gaps.flatMap { gap in
      [gap.trend, gap.recent].compactMap { $0 }.map { trend in
        trend.crossover.map {
          [
            gap.definition.id, trend.since.description, day($0.expected), day($0.earliest), day($0.median),
            day($0.latest),
            NumberFormat.percent($0.never),
          ]
        } ?? [gap.definition.id, trend.since.description, "\(country) leads", "-", "-", "-", "-"]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .paragraph(
        "When \(country) has a chip as good as the best of \(against); the last column is the share of the resamples."
      ),
      .table(
        .init(
          [
            .text("definition"), .text("by growth since"), .text("expected"), .text("earliest, \(level)"),
            .text("middle"),
            .text("latest, \(level)"), .number("never"),
          ], rows: rows)),
    ]
  }

  private var aheadBlocks: [Document.Block] {
    let rows = gaps.flatMap { gap in
      (gap.trend?.ratios ?? []).map { ratio in
        [
          gap.definition.id, ratio.date.description + (ratio.date > horizon ? " beyond the horizon" : ""),
          NumberFormat.number(ratio.value, digits: 3), text(ratio.interval),
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        .init(
          [
            .text("definition"), .text("day"), .number("\(against) over \(country)"),
            .number("interval, \(level)"),
          ], rows: rows))
    ]
  }

  private var basis: [String] {
    let missing = Set(gaps.flatMap(\.withoutFigure)).sorted()
    return gaps.compactMap { gap in gap.noTrend.map { "\(gap.definition.id): no trend: \($0)" } }
      + gaps.map { "\($0.definition.id): \($0.definition.name), in \($0.definition.reference)" }
      + (missing.isEmpty
        ? []
        : [
          "chips without a figure under at least one definition, which do not count there: \(missing.count) (the JSON has them by definition)"
        ])
  }

  private var method: [String] {
    [
      "A chip belongs to the country of its vendor's headquarters, whoever may buy it, and counts by its declared figures from its release, whatever the number made; announced chips do not count.",
      "Years: from the release of the first chip of the leading side that was as good as the best of the trailing side.",
      "Growth: a line through the decimal logarithms of the best so far at the end of every quarter since the first day on which both had a chip, so that standstill counts; a line through the record chips alone would leave it out.",
      "The last five years stand beside the whole span: where they say something else, the span decides. What is ahead starts from the best chips of \(knownBy). Both sides are resampled apart, \(settings.resamples) times, blocks of vendor and year, seed \(settings.seed).",
      "A trend of past chips knows nothing of controls, fabs or plans to come; one chip is no stock: assay forecast scenario adds up chips.",
    ]
  }
}
