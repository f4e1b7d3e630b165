import Forecast
import Rating

extension ScenarioPage {
  public var document: Document {
    Document(
      title: "Assay: \(scenario.title)",
      sections: [
        .init("Aggregate compute of \(scenario.country)", totalBlocks),
        .init("Share", shareBlocks), .init("What drives it", driverBlocks),
        .init("Rival accounts", rivalBlocks), .init("Inputs", [.table(inputTable)]),
        .init("Limits and yields", [.notes(limitNotes)]), .init("As others have it", publishedBlocks),
        .init("Sources", [.notes(sourceNotes)], isWorking: true),
        .init("How it was worked out", [.notes(method)], isWorking: true),
      ].filter { section in
        section.blocks.contains { if case .notes(let notes) = $0 { !notes.isEmpty } else { true } }
      })
  }

  private var level: String { NumberFormat.percent(settings.level) }

  private func text(_ low: Double, _ high: Double) -> String {
    "\(NumberFormat.number(low)) to \(NumberFormat.number(high))"
  }

  private func text(_ value: UncertainValue) -> String { text(value.low, value.high) }

  private var totalBlocks: [Document.Block] {
    let rows = definitions.flatMap { computed -> [[String]] in
      guard !computed.years.isEmpty else {
        return [
          [computed.definition.id, "-", "unknown", "unknown", "-", "-"] + scenario.parts.map { _ in "-" }
            + [without(computed)]
        ]
      }
      return computed.years.map { year in
        [
          computed.definition.id, "\(year.year)", NumberFormat.number(year.total.median), text(year.total),
          NumberFormat.percent(year.total.medianError / max(year.total.median, .leastNormalMagnitude)),
          NumberFormat.number(year.added.median),
        ]
          + scenario.parts.map { NumberFormat.number(year.parts[$0.id]?.median ?? 0) } + [without(computed)]
      }
    }
    let table = Document.Table(
      [
        .text("definition"), .text("end of"), .number("reference chips"), .number("interval, \(level)"),
        .number("Monte Carlo error"), .number("came in the year"),
      ] + scenario.parts.map { .number($0.id) } + [.text("not counted")], rows: rows)
    return [.table(table)] + (warnings.isEmpty ? [] : [.notes(warnings)]) + plots.map { .plot($0) }
  }

  private func without(_ computed: ScenarioCompute) -> String {
    computed.unknown.isEmpty
      ? "-" : computed.unknown.map { "\($0.unit) (\($0.part))" }.joined(separator: ", ")
  }

  private var shareBlocks: [Document.Block] {
    let rows = definitions.flatMap { computed in
      computed.years.compactMap { year -> [String]? in
        guard let share = year.share, let others = year.others else { return nil }
        return [
          computed.definition.id, "\(year.year)", NumberFormat.percent(share.median),
          "\(NumberFormat.percent(share.low)) to \(NumberFormat.percent(share.high))",
          NumberFormat.number(others.levels.reduce(0) { $0 + $1.median }),
          others.levels.map(\.holder).joined(separator: ", "),
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .paragraph("Of what the country and the others have, where a source published the others' stock."),
      .table(
        .init(
          [
            .text("definition"), .text("end of"), .number("share of \(scenario.country)"),
            .number("interval, \(level)"), .number("the others"), .text("who they are"),
          ], rows: rows)),
    ]
  }

  private var driverBlocks: [Document.Block] {
    let isOne = definitions.count == 1
    return definitions.flatMap { computed -> [Document.Block] in
      guard let drivers = computed.drivers, let year = computed.years.last?.year else { return [] }
      let bars = drivers.bars.prefix(isOne ? 12 : 3).filter { $0.swing > 0 }
      guard !bars.isEmpty else { return [] }
      let table = Document.Table(
        [
          .text("\(computed.definition.id), end of \(year)"), .number("input, low"), .number("high"),
          .number("total at low"), .number("at high"), .number("swing"), .number("share of the spread"),
        ],
        rows: bars.map { bar in
          [
            bar.input, NumberFormat.number(bar.inputLow), NumberFormat.number(bar.inputHigh),
            NumberFormat.number(bar.atLow), NumberFormat.number(bar.atHigh), NumberFormat.number(bar.swing),
            NumberFormat.percent(bar.share),
          ]
        })
      return [.table(table)] + (isOne ? [.chart(tornado(drivers, Array(bars), computed.definition))] : [])
    }
  }

  private func tornado(
    _ drivers: Tornado, _ bars: [Tornado.Bar], _ definition: EquivalenceDefinition
  ) -> Chart {
    func series(_ name: String, _ value: (Tornado.Bar) -> Double) -> Chart.Series {
      .init(
        name,
        bars.enumerated().map { index, bar in
          .init(x: Double(index), y: value(bar), label: NumberFormat.number(value(bar)))
        })
    }
    return Chart(
      kind: .bar, title: "The total as one input moves through its interval", xTitle: "input",
      yTitle: "\(definition.reference), by \(definition.id)", categories: bars.map(\.input),
      series: [series("input low", \.atLow), series("input high", \.atHigh)])
  }

  private var rivalBlocks: [Document.Block] {
    let counted = definitions.map(\.definition.id).filter { id in
      alternatives.contains { $0.totals[id] != nil }
    }.prefix(4)
    let table = Document.Table(
      [.text("part"), .text("alternative"), .text("account")] + counted.map { .number("total, \($0)") },
      rows: alternatives.map { rival in
        [rival.part, rival.alternative + (rival.isTaken ? " (taken)" : ""), rival.title]
          + counted.map { rival.totals[$0].map { NumberFormat.number($0) } ?? "unknown" }
      })
    return [
      .paragraph(
        "The total at the end of \(years[years.count - 1]) with one account in place of the one that is taken, every input at its median; --take PART=ALTERNATIVE takes it."
      ), .table(table),
    ]
  }

  private var inputTable: Document.Table {
    let supplies = scenario.parts.flatMap { part in
      (part.alternatives.first { $0.id == taken[part.id] }?.supplies ?? []).map { (part, $0) }
    }
    return .init(
      [
        .text("part"), .text("unit"), .text("years"), .number("amount"), .number("interval"),
        .number("yield"),
        .text("source"), .text("confidence"), .text("note"),
      ],
      rows: supplies.map { part, supply in
        [
          part.id, supply.unit.name, supply.since.map { "\($0) to \(supply.year)" } ?? "\(supply.year)",
          NumberFormat.exact(supply.units.central),
          interval(supply.units), supply.yield.map { NumberFormat.percent($0.central) } ?? "-",
          supply.provenance.source, supply.provenance.confidence.rawValue, note(supply),
        ]
      })
  }

  private func interval(_ amount: Amount) -> String {
    if let bound = amount.bound { return bound.rawValue }
    guard let range = amount.range else { return "not published" }
    let ends = "\(NumberFormat.exact(range.low)) to \(NumberFormat.exact(range.high))"
    return ends + (range.level.map { ", \(NumberFormat.percent($0))" } ?? ", level not published")
  }

  private func note(_ supply: Scenario.Supply) -> String {
    var notes = [supply.provenance.note].compactMap { $0 }
    if case .rating(_, _, let note) = supply.unit { notes.append(note) }
    return notes.isEmpty ? "-" : notes.joined(separator: "; ")
  }

  private var limitNotes: [String] {
    scenario.limits.flatMap { limit in
      limit.perChip.keys.sorted().compactMap { chip in
        limit.chips(of: chip).map { count in
          "\(limit.title), \(limit.year): \(NumberFormat.exact(limit.amount.central))\(limit.amount.bound.map { ", \($0.rawValue)" } ?? ""), \(limit.perChip[chip] ?? 0) a chip, enough for \(NumberFormat.whole(count)) \(chip) alone (\(limit.provenance.source))"
            + (limit.amount.bound == .atLeast ? "; a lower bound limits nothing" : "")
        }
      }
    }
      + scenario.yields.map {
        "good chips of \($0.chip), \($0.year): \(NumberFormat.percent($0.share.central)) (\($0.provenance.source)); for reading, amounts are good chips unless they have a yield of their own"
      }
  }

  private var publishedBlocks: [Document.Block] {
    guard !published.isEmpty else { return [] }
    return [
      .table(
        .init(
          [
            .text("on"), .text("definition"), .text("holder"), .number("has"),
            .number("\(scenario.country) has"), .number("ratio"), .number("interval, \(level)"),
            .text("source"),
          ],
          rows: published.map { pair in
            [
              pair.country.date.description, pair.country.definition.rawValue, pair.against.holder,
              NumberFormat.whole(pair.against.median), NumberFormat.whole(pair.country.median),
              NumberFormat.number(pair.ratio, digits: 3), pair.drawn.map { text($0) } ?? "not published",
              pair.country.provenance.source,
            ]
          }))
    ]
  }

  private var sourceNotes: [String] {
    sources.keys.sorted().compactMap { id in
      sources[id].map { "\(id): \($0.citation)" }
    }
  }

  private var method: [String] {
    [
      "\(NumberFormat.whole(Double(settings.draws))) draws, seed \(settings.seed); medians and \(level) intervals; the Monte Carlo error is half the 95 % interval of the median as a share of it.",
      "Amount × yield × what one unit is worth under the definition, added up to the end of the year; no chip is retired. Share of the spread: squared rank correlations over their sum; inputs that are drawn together take credit for one another.",
      "An interval is a lognormal, of two pieces where the median is not the geometric mean; a range without a median and a level counts every value alike. Where sources disagree on a chip, their extremes are the ends around the figure that the database reports. A range without a level counts as one of \(NumberFormat.percent(Scenario.rangeLevel)).",
      "Amounts of one part are drawn with its correlation (\(correlations.keys.sorted().map { "\($0) \(NumberFormat.number(correlations[$0] ?? 0, digits: 2))" }.joined(separator: ", "))), yields, ratings and limits by themselves.",
      "Limits: \(limits.rawValue). Aggregate compute says nothing of software, networks, power or use.",
    ]
  }
}
