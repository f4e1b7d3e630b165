import Forecast
import Foundation
import Rating

/// What `assay forecast backtest` tells.
public struct BackTestPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  let question: String
  let quantity: TrendQuantity
  let selection: TrendSelection
  let settings: ChipTrend.Settings
  let origins: [Origin]
  let byYearsAhead: [Ahead]
  let total: BackTest.Summary?

  /// A day of a fit, and how its forecasts did.
  struct Origin: Encodable, Sendable {
    let fit: BackTest.Origin
    let summary: BackTest.Summary?
  }

  /// The forecasts of a number of years ahead.
  struct Ahead: Encodable, Sendable {
    /// "under 1", "1 to 2", "3 and more".
    let years: String
    let summary: BackTest.Summary?
  }

  public init(_ test: BackTest) {
    question = test.question.words
    quantity = test.question.quantity
    selection = test.question.selection
    settings = test.settings
    origins = test.origins.map { Origin(fit: $0, summary: $0.summary) }
    let last = 5
    byYearsAhead = test.byYearsAhead(upTo: last).map { years, summary in
      let words = years.map { $0.lowerBound == 0 ? "under 1" : "\($0.lowerBound) to \($0.upperBound)" }
      return Ahead(years: words ?? "\(last) and more", summary: summary)
    }
    total = test.total
  }

  public var document: Document {
    var sections = [
      Document.Section("By the day of the fit", [.table(originTable)]),
      Document.Section("By years ahead", [.table(aheadTable), .notes(notes)]),
      Document.Section("Every forecast", [.table(scoreTable)], isWorking: true),
    ]
    let unfit = origins.compactMap { origin in origin.fit.reason.map { "\(origin.fit.knownBy): \($0)" } }
    if !unfit.isEmpty { sections.append(.init("No fit", [.notes(unfit)])) }
    return Document(title: "Assay: back-test of \(question)", sections: sections)
  }

  private static let summaryColumns: [Document.Column] = [
    .number("forecasts"), .number("in the plain interval"), .number("in the bootstrap's"),
    .number("actual ÷ forecast"), .number("typical factor off"),
  ]

  private func cells(_ summary: BackTest.Summary?) -> [String] {
    guard let summary else { return ["0", "-", "-", "-", "-"] }
    return [
      "\(summary.forecasts)", NumberFormat.percent(summary.coverage),
      NumberFormat.percent(summary.bootstrapCoverage), NumberFormat.number(summary.bias, digits: 3),
      NumberFormat.number(summary.medianFactor, digits: 3),
    ]
  }

  private var originTable: Document.Table {
    .init(
      [.text("known by"), .number("points"), .number("× a year then")] + Self.summaryColumns,
      rows: origins.map { origin in
        [
          origin.fit.knownBy.description, "\(origin.fit.points)",
          origin.fit.growth.map { NumberFormat.number($0, digits: 3) } ?? "no fit",
        ] + cells(origin.summary)
      })
  }

  private var aheadTable: Document.Table {
    .init(
      [.text("years ahead")] + Self.summaryColumns,
      rows: byYearsAhead.map { [$0.years] + cells($0.summary) } + [["all"] + cells(total)])
  }

  private var scoreTable: Document.Table {
    .init(
      [
        .text("known by"), .text("released"), .text("chip"), .number("actual"), .number("forecast"),
        .number("÷"), .text("in the plain interval"), .text("in the bootstrap's"),
      ],
      rows: origins.flatMap { origin in
        origin.fit.scores.map { score in
          [
            origin.fit.knownBy.description, score.released.description, score.chip,
            NumberFormat.number(score.actual), NumberFormat.number(score.forecast),
            NumberFormat.number(score.actual / score.forecast, digits: 3), score.isCovered ? "yes" : "no",
            score.isCoveredByBootstrap ? "yes" : "no",
          ]
        }
      })
  }

  private var notes: [String] {
    [
      "Intervals of \(NumberFormat.percent(settings.level)): so many of the forecasts should lie in them.",
      "Actual ÷ forecast is the geometric mean: below 1 the fits promised too much. Half of the forecasts were off by at most the typical factor.",
      "Forecasts of several days of one chip are not independent. Only the chips are held back: their figures, and which chips the tables hold, are those of today.",
    ]
  }
}
