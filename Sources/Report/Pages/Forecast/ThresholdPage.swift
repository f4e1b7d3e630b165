import Forecast
import Rating
import Rulebook

/// What `assay forecast threshold` tells: what a line was, is and will be worth.
public struct ThresholdPage: Encodable, Sendable {
  /// The worth in hardware of one source.
  struct Worths: Encodable, Sendable {
    /// The id of the chip; `nil` for the frontier.
    let chip: String?
    let name: String
    let worths: [LineWorth]
  }

  /// What each quantity of the frontier was taken from.
  struct Path: Encodable, Sendable {
    let question: String
    let quantity: TrendQuantity
    let growth: Double?
    let interval: ClosedRange<Double>?
    /// Why there is no trend.
    let missing: String?
  }

  public let schemaVersion = RatingReport.schemaVersion
  let line: ThresholdLine
  let knownBy: CalendarDate
  let horizon: CalendarDate
  let settings: ChipTrend.Settings
  let training: TrainingAssumptions?
  /// The operations whose days `train-days` tells.
  let operations: Double
  /// How long a training of a line in operations takes.
  let trainingDays: Double
  let algorithms: YearlyGrowth?
  let views: [LineView]
  let frontier: Worths
  let chips: [Worths]
  let paths: [Path]
  /// The view of the plot over time, four times a year.
  let curve: [LineWorth]
  let warnings: [String]
  let notModelled: [String]

  /// - Parameters:
  ///   - views: which to tell, each once.
  ///   - dates: none for the day it was written, the last known day and the ends of the years to the horizon.
  ///   - frontier: the paths of `LineDrift.quantities` of the views and their source.
  ///   - chips: chips in which it is told besides, each as a source, by their ids.
  ///   - notModelled: what the instrument of the line leaves out.
  /// - Throws: `ForecastError.missingFigure` and `doesNotApply` where no view asked for has any value.
  public init(
    _ drift: LineDrift, views: [LineView], on dates: [CalendarDate],
    frontier: (source: OfferSource, paths: [FrontierPath]), chips: [(id: String, source: OfferSource)],
    settings: ChipTrend.Settings, knownBy: CalendarDate, horizon: CalendarDate, notModelled: [String]
  ) throws(ForecastError) {
    line = drift.line
    self.knownBy = knownBy
    self.horizon = horizon
    self.settings = settings
    training = drift.terms.training
    operations = drift.terms.operations
    trainingDays = drift.terms.days
    algorithms = views.contains(.effective) ? drift.terms.algorithms : nil
    self.views = views
    let days = LineText.days(dates, drift.line, knownBy: knownBy, horizon: horizon)
    func worths(_ source: OfferSource, _ views: [LineView], _ days: [CalendarDate]) -> [LineWorth] {
      views.flatMap { view in days.map { drift.worth(view, on: $0, in: source) } }
    }
    self.frontier = Worths(
      chip: nil, name: frontier.source.name, worths: worths(frontier.source, views, days))
    // A chip stays what it is: only the day on which the line is read matters.
    let day = max(knownBy, drift.line.written)
    self.chips = chips.map { id, source in
      Worths(chip: id, name: source.name, worths: worths(source, views.filter { $0 != .effective }, [day]))
    }
    let view = drift.line.bearing == .chip ? LineView.share : .chips
    curve =
      views.contains(view)
      ? Self.quarters(from: drift.line.written, to: horizon).map {
        drift.worth(view, on: $0, in: frontier.source)
      } : []
    paths = frontier.paths.map { path in
      let trend = try? path.trend.get()
      var missing: String?
      if case .failure(let error) = path.trend { missing = error.description }
      return Path(
        question: path.series.question.words, quantity: path.series.question.quantity,
        growth: trend?.fit.growth, interval: trend?.bootstrapGrowth, missing: missing)
    }
    warnings =
      LineText.warnings(drift.line, days, horizon: horizon) + frontier.paths.compactMap(LineText.step)
    self.notModelled = notModelled
    let all = self.frontier.worths + self.chips.flatMap(\.worths)
    if all.allSatisfy({ $0.value == nil }), let reason = all.compactMap(\.missing).first {
      throw .missingFigure(what: "what \(drift.line.id) is worth", remedy: reason)
    }
  }

  /// A day and the first days of the quarters after it.
  private static func quarters(from day: CalendarDate, to end: CalendarDate) -> [CalendarDate] {
    guard day.year <= end.year else { return [day] }
    return [day]
      + (day.year...end.year).flatMap { year in
        [1, 4, 7, 10].compactMap { CalendarDate(year: year, month: $0, day: 1) }
      }.filter { $0 > day && $0 <= end }
  }
}
