import ChipDB
import Foundation
import Rating
import Testing

@testable import Forecast

@Suite("Back-tests")
struct BackTestTests {
  private func question(_ selection: TrendSelection) throws -> TrendQuestion {
    TrendQuestion(
      .figure(.tpp), selection, knownBy: try #require(CalendarDate("2026-11-24")), tf32Reading: .container32)
  }

  private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

  @Test("a fit knows nothing that came later")
  func nothingLater() throws {
    let database = try ChipTrendTests.database.get()
    let origin = try day("2022-10-07")
    let test = try BackTest(
      question(.frontier), on: [origin], in: database, settings: .init(resamples: 200))
    let fitted = try #require(test.origins.first)
    var then = try question(.frontier)
    then.knownBy = origin
    let trend = try ChipTrend(ChipSeries(then, in: database), settings: .init(resamples: 200))
    #expect(fitted.growth == trend.fit.growth && fitted.points == trend.fit.count)
    #expect(fitted.scores.allSatisfy { $0.released > origin && $0.yearsAhead > 0 })
    #expect(Set(fitted.scores.map(\.chip)).isDisjoint(with: trend.series.points.map(\.chip)))
    let b200 = try #require(fitted.scores.first { $0.chip == "b200" })
    #expect(b200.actual == 36_000)
    #expect(abs(b200.forecast / trend.fit.value(at: b200.released.decimalYear) - 1) < 1e-12)
  }

  @Test("the summary counts what it says")
  func summary() throws {
    func score(_ actual: Double, _ forecast: Double, _ isCovered: Bool, ahead: Double) throws
      -> BackTest.Score
    {
      BackTest.Score(
        chip: "x", released: try day("2024-01-01"), yearsAhead: ahead, actual: actual, forecast: forecast,
        isCovered: isCovered, isCoveredByBootstrap: true)
    }
    let summary = try #require(
      BackTest.Summary([
        score(4, 1, false, ahead: 1), score(1, 1, true, ahead: 1), score(1, 2, true, ahead: 2),
        score(2, 1, true, ahead: 3),
      ]))
    #expect(summary.forecasts == 4 && summary.coverage == 0.75 && summary.bootstrapCoverage == 1)
    #expect(abs(summary.bias - pow(4, 0.25)) < 1e-12)
    #expect(abs(summary.medianFactor - 2) < 1e-12)
    #expect(BackTest.Summary([]) == nil)
  }

  @Test("every forecast is in one class of years ahead")
  func classes() throws {
    let days = try ["2016-01-01", "2020-01-01", "2025-01-01"].map(day)
    let test = try BackTest(
      question(.all), on: days, in: ChipTrendTests.database.get(), settings: .init(resamples: 100))
    let counted = test.byYearsAhead(upTo: 3).reduce(0) { $0 + ($1.summary?.forecasts ?? 0) }
    #expect(counted == test.total?.forecasts && counted > 100)
  }

  @Test("a day with too few points has no fit and says why, and a day without a future is refused")
  func badDays() throws {
    let database = try ChipTrendTests.database.get()
    let test = try BackTest(
      question(.frontier), on: [day("2009-01-01"), day("2025-01-01")], in: database,
      settings: .init(resamples: 100))
    #expect(test.origins.first?.growth == nil && test.origins.first?.summary == nil)
    #expect(test.origins.first?.reason?.contains("where a fit needs 3") == true)
    for refused in ["2026-11-24", "1900-01-01"] {
      #expect(throws: ForecastError.self) {
        try BackTest(question(.frontier), on: [day(refused)], in: database, settings: .init(resamples: 100))
      }
    }
  }
}
