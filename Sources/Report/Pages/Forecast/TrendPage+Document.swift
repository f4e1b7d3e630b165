import Forecast
import Foundation
import Rating

extension TrendPage {
  public var document: Document {
    Document(
      title: "Assay: \(question)",
      sections: [
        .init("Growth", growthBlocks), .init("Forecast", [.plot(plot)] + forecastBlocks),
        .init(
          "Published by others", published.isEmpty ? [] : [.table(publishedTable), .notes([differences])]),
        .init("Points of the fit", [.plot(residualPlot), .table(pointTable)]),
        .init(
          "What each chip matters", [.paragraph(influenceText), .table(influenceTable)], isWorking: true),
        .init("Left out", [.notes(leftOut)]),
        .init("How it was worked out", [.notes(method)], isWorking: true),
      ].filter { !$0.blocks.isEmpty })
  }

  private var level: String { NumberFormat.percent(settings.level) }

  private func text(_ interval: ClosedRange<Double>?) -> String {
    interval.map { "\(NumberFormat.number($0.lowerBound)) to \(NumberFormat.number($0.upperBound))" }
      ?? "unknown"
  }

  private var growthBlocks: [Document.Block] {
    let table = Document.Table(
      [
        .text("method"), .number("× a year"), .number("interval, \(level)"), .number("doubles in, years"),
        .number("points"),
      ],
      rows: growth.map { row in
        [
          row.method, NumberFormat.number(row.perYear, digits: 3), text(row.interval),
          row.doublingYears.map { NumberFormat.number($0, digits: 3) } ?? "never", "\(row.points)",
        ]
      })
    return [.table(table)] + (warnings.isEmpty ? [] : [.notes(warnings)])
  }

  private var forecastBlocks: [Document.Block] {
    var blocks: [Document.Block] = []
    if !forecasts.isEmpty {
      blocks.append(
        .table(
          .init(
            [
              .text("day"), .number(unit), .number("a new point, by the plain fit"),
              .number("a new point, by the bootstrap"), .number("years beyond the data"),
            ],
            rows: forecasts.map { forecast in
              [
                forecast.date.description + (forecast.date > horizon ? " beyond the horizon" : ""),
                NumberFormat.number(forecast.value), text(forecast.prediction), text(forecast.bootstrap),
                NumberFormat.number(forecast.yearsBeyondData, digits: 2),
              ]
            })))
    }
    if !crossings.isEmpty {
      blocks.append(
        .table(
          .init(
            [
              .number(unit), .text("reached by the line"), .text("earliest"), .text("middle"),
              .text("latest"),
              .number("never"),
            ],
            rows: crossings.map { crossing in
              func day(_ date: CalendarDate?) -> String {
                date.map { $0.description + ($0 > horizon ? " beyond the horizon" : "") } ?? "never"
              }
              return [
                NumberFormat.number(crossing.value), day(crossing.fitted), day(crossing.earliest),
                day(crossing.median), day(crossing.latest), NumberFormat.percent(crossing.never),
              ]
            })))
    }
    return blocks
  }

  private var publishedTable: Document.Table {
    .init(
      [
        .text("trend"), .text("of what"), .number("× a year"), .number("interval"), .text("years"),
        .number("points"), .text("source"),
      ],
      rows: published.map { trend in
        let range = trend.rate.growthRange
        let years = [trend.since, trend.until].map { $0.map(String.init) ?? "" }.joined(separator: " to ")
        return [
          trend.id, trend.population, NumberFormat.number(trend.rate.growthPerYear, digits: 3),
          range.map {
            "\(NumberFormat.number($0.low, digits: 3)) to \(NumberFormat.number($0.high, digits: 3))"
              + ($0.level.map { ", \(NumberFormat.percent($0))" } ?? "")
          } ?? "not published", years.trimmingCharacters(in: .whitespaces),
          trend.count.map(String.init) ?? "-",
          "\(trend.provenance.source) (\(trend.provenance.confidence.rawValue))",
        ]
      })
  }

  private var differences: String {
    "They differ from the fit above, and from each other, by what they count: all hardware or the best, one number format or the best of all, consumer parts or none, and the years."
  }

  private var pointTable: Document.Table {
    .init(
      [
        .text("released"), .text("chip"), .text("country"), .number(unit), .number("by the sources"),
        .number("residual, × the line"),
      ],
      rows: points.filter(\.isSelected).map { point in
        [
          point.released.description, point.chip, point.country, NumberFormat.number(point.value),
          point.range.lowerBound < point.range.upperBound ? text(point.range) : "-",
          NumberFormat.number(point.value / fit.value(at: point.year), digits: 3),
        ]
      })
  }

  private var influenceText: String {
    "The factor per year without one of the chips, the most influential first; with all it is "
      + "\(NumberFormat.number(fit.growth, digits: 4))."
  }

  private var influenceTable: Document.Table {
    .init(
      [.text("without"), .number("× a year")],
      rows: influences.prefix(10).map {
        [$0.chip, $0.growth.map { NumberFormat.number($0, digits: 4) } ?? "too few points"]
      })
  }

  private var leftOut: [String] {
    [
      ("no date of release", missing.date), ("no \(quantity.label)", missing.figure),
      ("not known whether they count", missing.condition), ("not out by \(knownBy)", missing.later),
    ].compactMap { what, chips in
      chips.isEmpty ? nil : "\(what): \(chips.count) (\(chips.joined(separator: ", ")))"
    }
  }

  private var method: [String] {
    [
      "A straight line through decimal logarithms over the days of release, by least squares; intervals of \(level) by Student's t.",
      "\(settings.resamples) resamples of \(blocks) blocks, seed \(settings.seed); the frontier is chosen anew in each.",
      "The tables hold what is known today: a day of --known-by takes away chips, not later corrections of their figures.",
      "R² \(fit.rSquared.map { NumberFormat.number($0, digits: 3) } ?? "unknown"), residuals \(NumberFormat.number(fit.residualDeviation, digits: 3)) orders of magnitude.",
    ]
  }
}
