import Foundation
import Rating

/// Ties a line to what a rule names.
public struct Reindexer: Sendable {
  /// How a new value becomes the line.
  public struct Terms: Codable, Sendable {
    /// Significant digits that a review keeps.
    public var digits: Int
    /// Years from one review to the next.
    public var everyYears: Int
    /// By how many orders of magnitude R6 stays below the largest training.
    public var ordersBelow: Double
    /// Reviews end there.
    public var horizon: CalendarDate

    public init(digits: Int, everyYears: Int, ordersBelow: Double, horizon: CalendarDate) {
      self.digits = digits
      self.everyYears = everyYears
      self.ordersBelow = ordersBelow
      self.horizon = horizon
    }
  }

  public let line: ThresholdLine
  public let terms: Terms
  /// The best TPP of a chip.
  public let frontier: FrontierPath
  /// The chosen growths, and beside each what others have published.
  let growths: RuleGrowths
  let runs: RunPath?
  /// What tells R8.
  let drift: LineDrift
  let source: OfferSource

  public init(
    _ line: ThresholdLine, terms: Terms, frontier: FrontierPath, growths: RuleGrowths, runs: RunPath?,
    drift: LineDrift, source: OfferSource
  ) {
    self.line = line
    self.terms = terms
    self.frontier = frontier
    self.growths = growths
    self.runs = runs
    self.drift = drift
    self.source = source
  }

  /// The line by a rule, on days from the one on which it was written.
  public func reindexed(by rule: IndexRule, on dates: [CalendarDate]) -> Reindexed {
    let days = dates.filter { $0 >= line.written }
    do throws(ForecastError) {
      if let misfit = rule.misfit(line.bearing) { throw .doesNotApply(misfit) }
      guard rule != .erosion else {
        return result(rule, .applies, erosion: erosion(days))
      }
      let curve = try curve(rule)
      let reviews = try reviews(curve, rule)
      let rows = try days.map { day throws(ForecastError) in try row(day, curve, reviews) }
      let stale = staleDay(curve)
      return result(
        rule, .applies, curve: curve, rows: rows, reviews: reviews, stale: stale)
    } catch .doesNotApply(let reason) {
      return result(rule, .doesNotApply, reason: reason)
    } catch {
      return result(rule, .unknown, reason: error.description)
    }
  }

  private func erosion(_ days: [CalendarDate]) -> [LineWorth] {
    var views: [LineView] = line.bearing == .stock ? [.chips] : [.share]
    if line.bearing == .stock, drift.terms.training != nil { views.append(.trainDays) }
    return days.flatMap { day in views.map { drift.worth($0, on: day, in: source) } }
  }

  private func curve(_ rule: IndexRule) throws(ForecastError) -> IndexCurve {
    switch rule {
    case .frontierChip: try frontierCurve()
    case .rank: try rankCurve()
    case .largestRun: try runCurve()
    case .capability: IndexCurve(line, try growths.chosen(rule).inverse)
    case .cost, .energy, .stockShare: IndexCurve(line, try growths.chosen(rule))
    case .erosion: throw .doesNotApply("the rule changes no line")
    }
  }

  private func frontierCurve() throws(ForecastError) -> IndexCurve {
    let first = try frontier.offer(on: line.written)
    let trend = try frontier.trend.get()
    return IndexCurve(
      series: "\(frontier.series.question.words); \(first.basis) when written",
      source:
        "chipdb; \(trend.fit.count) points, block bootstrap of \(trend.settings.resamples), seed \(trend.settings.seed)",
      growth: BoundedValue(trend.fit.growth, trend.bootstrapGrowth ?? trend.fit.growth...trend.fit.growth),
      hasInterval: trend.bootstrapGrowth != nil, level: trend.settings.level,
      value: { date throws(ForecastError) in
        BoundedValue(line.original) * (try frontier.offer(on: date).value / first.value)
      },
      central: { date throws(ForecastError) in
        line.original * (try frontier.central(on: date)) / first.value.value
      })
  }

  private func rankCurve() throws(ForecastError) -> IndexCurve {
    let points: [KeptRank.Point]
    let what: String
    if line.bearing == .training {
      points = (runs?.runs ?? []).map {
        ("\($0.date.year)", $0.date.decimalYear, log10($0.operations.value))
      }
      what = "trainings"
    } else {
      points = frontier.series.points.map { ($0.block, $0.year, $0.logarithm) }
      what = "chips"
    }
    let rank = try KeptRank(of: line, among: points, what, settings: frontier.settings)
    let index = YearlyGrowth(
      id: "rank", title: "\(rank.words); growth of that quantile of \(points.count) \(what)",
      perYear: rank.growth.value, interval: rank.growth.range, level: frontier.settings.level,
      source: line.bearing == .training ? "trends/runs.csv" : "chipdb")
    return IndexCurve(line, index)
  }

  private func runCurve() throws(ForecastError) -> IndexCurve {
    guard let runs else {
      throw .missingFigure(what: "the largest training", remedy: "add runs with their sources")
    }
    let below = BoundedValue(pow(10, terms.ordersBelow))
    guard let growth = runs.growth else {
      throw .missingFigure(
        what: "the growth of the largest training", remedy: "add an index for R6 with its source")
    }
    return IndexCurve(
      series:
        "the largest of \(runs.runs.count) trainings known until \(runs.knownBy), ÷ 10^\(terms.ordersBelow); later: "
        + growth.title,
      source: growth.source,
      growth: BoundedValue(growth.perYear, growth.interval ?? growth.perYear...growth.perYear),
      hasInterval: growth.interval != nil, level: growth.level,
      value: { date throws(ForecastError) in try runs.offer(on: date).value / below },
      central: { date throws(ForecastError) in try runs.offer(on: date).value.value / below.value })
  }
}
