import Forecast
import Rating

/// What `assay forecast reindex` tells: what a line would be if it had been tied to something.
public struct ReindexPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  let line: ThresholdLine
  let knownBy: CalendarDate
  let terms: Reindexer.Terms
  let settings: ChipTrend.Settings
  public let rules: [Reindexed]
  let warnings: [String]
  let notModelled: [String]

  /// - Parameters:
  ///   - dates: none for the day it was written, the last known day and the ends of the years to the horizon.
  ///   - notModelled: what the instrument of the line leaves out.
  /// - Throws: `ForecastError` where the one rule asked for does not apply or lacks something.
  public init(
    _ reindexer: Reindexer, by rules: [IndexRule], on dates: [CalendarDate], settings: ChipTrend.Settings,
    knownBy: CalendarDate, notModelled: [String]
  ) throws(ForecastError) {
    line = reindexer.line
    self.knownBy = knownBy
    terms = reindexer.terms
    self.settings = settings
    let days = LineText.days(dates, line, knownBy: knownBy, horizon: terms.horizon)
    self.rules = rules.map { reindexer.reindexed(by: $0, on: days) }
    warnings =
      LineText.warnings(line, days, horizon: terms.horizon)
      + [LineText.step(reindexer.frontier)].compactMap { $0 }
    self.notModelled = notModelled
    guard rules.count == 1, let only = self.rules.first, let reason = only.reason else { return }
    let what = "\(only.rule.rawValue) (\(only.title)) of \(line.id)"
    if only.result == .doesNotApply { throw .doesNotApply("\(what): \(reason)") }
    throw .missingFigure(what: what, remedy: reason)
  }
}
