import ChipDB
import Foundation
import Rating
import Rulebook

/// When a line for one chip no longer tells apart what it was drawn to tell apart.
public struct LineExpiry: Sendable {
  public let line: ThresholdLine
  /// Whose chips, and what is known; its quantity and selection play no part.
  let question: TrendQuestion
  let database: ChipDatabase
  let settings: ChipTrend.Settings
  /// The value of the line on the last known day.
  public let value: Double

  /// The share of new parts for data centres that may still lie below, where "every" is told by a trend.
  public static let lowQuantile = 0.1
  /// Over which days before the last known one parts count as new, in days.
  static let newDays = 730

  /// - Throws: `ForecastError.doesNotApply` for a line that is not for one chip.
  public init(
    _ line: ThresholdLine, _ question: TrendQuestion, in database: ChipDatabase, settings: ChipTrend.Settings
  ) throws(ForecastError) {
    guard line.bearing == .chip else {
      throw .doesNotApply(
        "\(line.id) is \(line.bearing.words), and only a line for one chip has chips on both sides; "
          + "'assay forecast reindex' tells how it erodes")
    }
    self.line = line
    self.question = question
    self.database = database
    self.settings = settings
    value = line.entry(on: question.knownBy)?.value ?? line.original
  }

  /// All that is asked.
  /// - Throws: `ForecastError` where nothing at all can be told.
  public func events() throws -> [ExpiryEvent] {
    let events = [
      try told(.consumer, consumer), try told(.everyNew, everyNew),
      try told(.overtakenByBandwidth) { try overtaken(.overtakenByBandwidth, .bandwidth) },
      try told(.overtakenByMemory) { try overtaken(.overtakenByMemory, .memory) },
    ]
    guard events.contains(where: { $0.outcome != .unknown }) else {
      throw ForecastError.missingFigure(
        what: "when \(line.id) expires", remedy: events.map(\.evidence).uniqued.joined(separator: "; "))
    }
    return events
  }

  /// The chips for data centres, or the others, by TPP.
  public func chips(dataCentre: Outcome) throws -> ChipSeries {
    try series(.figure(.tpp), .all, dataCentre: dataCentre)
  }

  private func told(_ kind: ExpiryEvent.Kind, _ event: () throws -> ExpiryEvent) throws -> ExpiryEvent {
    do { return try event() } catch let error as ForecastError {
      return ExpiryEvent(
        kind: kind, title: kind.title, outcome: .unknown, chip: nil, date: nil, fitted: nil, earliest: nil,
        median: nil, latest: nil, never: nil, evidence: error.description, series: [])
    }
  }

  private func holds(_ figure: Double) -> Bool { line.comparison.holds(figure, value) }

  func series(
    _ quantity: TrendQuantity, _ selection: TrendSelection, dataCentre: Outcome,
    _ conditions: [ChipCondition] = []
  ) throws -> ChipSeries {
    var question = question
    question.quantity = quantity
    question.selection = selection
    question.filter.dataCentre = dataCentre
    question.filter.conditions += conditions
    return try ChipSeries(question, in: database)
  }

  private func consumer() throws -> ExpiryEvent {
    let series = try series(.figure(.tpp), .frontier, dataCentre: .no)
    let first = series.points.first { holds($0.value) }
    let trend = try ChipTrend(series, settings: settings)
    let count = series.points.count { holds($0.value) }
    let evidence =
      first.map { point in
        "\(point.name), \(Int(point.value.rounded())) TPP, is the first; \(count) of \(series.points.count) are so far"
          + (holds(point.range.lowerBound) == holds(point.range.upperBound)
            ? "" : "; the sources of its TPP disagree about it")
      } ?? "none of \(series.points.count) so far"
    return MeetingYears(
      fitted: trend.fit.year(reaching: value), draws: trend.bootstrap.years(reaching: value)
    )
    .event(
      .consumer, already: first.map { ($0.chip, $0.released) }, evidence: evidence,
      series: [series.question.words], level: settings.level)
  }

  /// How many parts may be new ones below the line and have no date that would tell.
  private func undated(_ series: ChipSeries) -> String {
    let ids = Set(series.missing.date)
    let count = database.chips.count { chip in
      guard ids.contains(chip.id) else { return false }
      let tpp = series.question.quantity.bounded(of: chip, tf32Reading: question.tf32Reading)
      return tpp.map { !holds($0.value) } ?? false
    }
    return count == 0
      ? ""
      : "; \(count) parts on its free side have no date of release and may be as new (see assay chips list)"
  }

  private func everyNew() throws -> ExpiryEvent {
    let series = try chips(dataCentre: .yes)
    let points = series.points.map { (year: $0.year, logarithm: $0.logarithm) }
    guard let low = QuantileRegression(points, quantile: Self.lowQuantile) else {
      throw ForecastError.tooFewPoints(
        series: series.question.words, count: points.count, needed: LogLinearFit.fewest,
        remedy: series.remedy)
    }
    func year(_ line: QuantileRegression) -> Double {
      line.slope > 0 ? line.year + (log10(value) - line.height) / line.slope : .infinity
    }
    let draws = BlockBootstrap.quantileLines(
      series.blocks, quantile: Self.lowQuantile, count: settings.resamples / 10, seed: settings.seed)
    let fitted = year(low)
    let new = series.points.filter { $0.released.days(to: question.knownBy) <= Self.newDays }
    let below = new.filter { !holds($0.value) }
    let evidence =
      "\(below.count) of \(new.count) of the last \(Self.newDays) days lie on its free side"
      + (below.last.map { ", last \($0.name) on \($0.released)" } ?? "") + undated(series)
    let last = series.points.last { !holds($0.value) }
    // Shown by the data where nothing new is left below.
    let already =
      below.isEmpty && !new.isEmpty
      ? last.map { last in (chip: last.chip, date: last.released) } : nil
    return MeetingYears(fitted: fitted.isFinite ? fitted : nil, draws: draws.map(year))
      .event(
        .everyNew, already: already, evidence: evidence,
        series: [
          "the line with a share of \(Self.lowQuantile) of the chips below it: \(series.question.words)"
        ], level: settings.level)
  }
}
