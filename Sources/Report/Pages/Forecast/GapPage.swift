import ChipDB
import Forecast
import Rating

/// What `assay forecast gap` tells.
public struct GapPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  let country: String
  let against: String
  let question: String
  let knownBy: CalendarDate
  let horizon: CalendarDate
  let tf32Reading: TF32Reading
  let settings: ChipTrend.Settings
  let gaps: [Gap]
  let warnings: [String]

  /// The gap under one definition.
  struct Gap: Encodable, Sendable {
    let definition: EquivalenceDefinition
    /// By the chips that were out, in the order of the days.
    let standings: [FrontierGap.Standing]
    /// The chips of either side that have no figure under the definition.
    let withoutFigure: [String]
    let trend: Trend?
    /// The same by the growths of the last five years alone, where no span is asked for: how much the span matters.
    let recent: Trend?
    /// Why there is no trend.
    let noTrend: String?
    /// Every chip of either side that counts.
    let points: [ChipSeries.Point]
  }

  struct Trend: Encodable, Sendable {
    let since: CalendarDate
    let country: Growth
    let against: Growth
    let ratios: [GapTrend.Ratio]
    /// `nil` where the country leads already.
    let crossover: GapTrend.Crossover?
  }

  struct Growth: Encodable, Sendable {
    let perYear: Double
    let interval: ClosedRange<Double>?
    /// How often the best chip was beaten in the span.
    let steps: Int
    let chips: Int
    let resamplesWithoutLine: Int
    /// The best chip on the days to come.
    let path: [GapTrend.Path]
  }

  /// - Parameters:
  ///   - since: the first day of the span that growths are taken over; where `nil`, the first on which both have a chip.
  ///   - dates: those up to the day by which things are known are told by the chips, later ones by the trends; the ends of
  ///     the years where there are none.
  /// - Throws: `ForecastError.tooFewPoints` where no definition has a chip of both countries.
  public init(
    _ definitions: [EquivalenceDefinition], country: String, against: String, question: TrendQuestion,
    since: CalendarDate? = nil, settings: ChipTrend.Settings, on dates: [CalendarDate], horizon: CalendarDate,
    in database: ChipDatabase
  ) throws {
    guard country != against else {
      throw ForecastError.badQuestion("\(country) against itself has no gap: name another country")
    }
    let knownBy = question.knownBy
    self.country = country
    self.against = against
    self.knownBy = knownBy
    self.horizon = horizon
    (tf32Reading, self.settings) = (question.tf32Reading, settings)
    let gaps = try definitions.map {
      try FrontierGap($0, country: country, against: against, question: question, in: database)
    }
    guard let begin = gaps.compactMap(\.begin).min() else {
      let empty = gaps.first.map { $0.country.points.isEmpty ? $0.country : $0.against }
      throw ForecastError.tooFewPoints(
        series: empty?.question.words ?? "no definition", count: 0, needed: 1,
        remedy: empty?.remedy ?? "name a definition")
    }
    self.question = gaps[0].country.question.otherWords
    let past =
      dates.isEmpty
      ? TrendPage.yearEnds(from: begin, to: knownBy) + [knownBy] : dates.filter { $0 <= knownBy }
    let future =
      dates.isEmpty ? TrendPage.yearEnds(from: knownBy, to: horizon) : dates.filter { $0 > knownBy }
    self.gaps = try gaps.map { try Self.gap($0, since, past: past, future: future, settings: settings) }
    warnings = Self.warnings(self.gaps, future: future, horizon: horizon, country, against)
  }

  private static func gap(
    _ gap: FrontierGap, _ since: CalendarDate?, past: [CalendarDate], future: [CalendarDate],
    settings: ChipTrend.Settings
  ) throws -> Gap {
    func told(since: CalendarDate?) throws(ForecastError) -> Trend {
      let both = try GapTrend(gap, since: since, settings: settings)
      let now = gap.standing(on: both.until)
      func growth(_ growth: FrontierGrowth, _ series: ChipSeries, _ best: FrontierGap.Best?) -> Growth {
        Growth(
          perYear: growth.line.growth, interval: both.interval(growth), steps: growth.steps,
          chips: series.points.count, resamplesWithoutLine: growth.failures,
          path: best.map { best in
            ([both.until] + future).map { both.path(of: growth, from: best, on: $0) }
          } ?? [])
      }
      return Trend(
        since: both.since, country: growth(both.country, gap.country, now.country),
        against: growth(both.against, gap.against, now.against), ratios: future.map(both.ratio),
        crossover: both.crossover)
    }
    var trend: Trend?
    var recent: Trend?
    var noTrend: String?
    do {
      trend = try told(since: since)
      let last = gap.country.question.knownBy
      let begin = CalendarDate(year: last.year - 5, month: last.month, day: min(last.day, 28))
      if since == nil, let begin, let whole = trend, whole.since < begin { recent = try told(since: begin) }
    } catch {
      if error.isUsage { throw error }
      noTrend = "\(error)"
    }
    return Gap(
      definition: gap.definition, standings: past.map(gap.standing),
      withoutFigure: gap.country.missing.figure + gap.against.missing.figure, trend: trend, recent: recent,
      noTrend: noTrend,
      points: gap.country.points + gap.against.points)
  }

  private static func warnings(
    _ gaps: [Gap], future: [CalendarDate], horizon: CalendarDate, _ country: String, _ against: String
  ) -> [String] {
    var warnings: [String] = []
    if let beyond = LineText.beyond(horizon, future, "the lines") { warnings.append(beyond) }
    for (side, growths) in [
      (country, gaps.map { ($0.definition.id, $0.trend?.country.steps) }),
      (against, gaps.map { ($0.definition.id, $0.trend?.against.steps) }),
    ] {
      let thin = growths.compactMap { id, steps in steps.flatMap { $0 < 5 ? "\(id) (\($0))" : nil } }
      if !thin.isEmpty {
        warnings.append(
          "the growth of \(side) rests on few steps of its best chip, fewer than 5, under \(thin.joined(separator: ", "))"
        )
      }
    }
    let leaning = gaps.compactMap { gap -> String? in
      guard let last = gap.standings.last, let ratio = last.ratio, let best = last.country else { return nil }
      return last.ratioWithoutBest.map { $0 > 1.2 * ratio } ?? true
        ? "\(best.name) (\(gap.definition.id))" : nil
    }
    if !leaning.isEmpty {
      warnings.append(
        "one chip alone carries \(country), and the gap is a fifth wider or more without it: \(leaning.joined(separator: ", "))"
      )
    }
    let leaders = gaps.compactMap { gap -> String? in
      guard let last = gap.standings.last, let ratio = last.ratio, let best = last.against,
        let without = last.ratioWithoutOther
      else { return nil }
      return without < ratio / 1.2
        ? "\(best.name) (\(gap.definition.id), \(NumberFormat.number(without, digits: 3)) without it)" : nil
    }
    if !leaders.isEmpty {
      warnings.append(
        "one chip alone carries \(against), and the gap is a fifth narrower or more without it: \(leaders.joined(separator: ", "))"
      )
    }
    return warnings
  }
}
