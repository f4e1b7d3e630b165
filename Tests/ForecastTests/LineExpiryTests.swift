import ChipDB
import Foundation
import Rating
import Testing

@testable import Forecast

@Suite("When lines expire")
struct LineExpiryTests {
  private func expiry(
    _ line: ThresholdLine, _ change: (inout TrendQuestion) -> Void = { _ in }
  ) throws -> LineExpiry {
    try LineExpiry(
      line, ShippedLines.question(change), in: ChipTrendTests.database.get(),
      settings: .init(resamples: 1_000))
  }

  private func event(_ kind: ExpiryEvent.Kind, _ line: ThresholdLine) throws -> ExpiryEvent {
    try #require(try expiry(line).events().first { $0.kind == kind })
  }

  private func line(_ text: String) throws -> ThresholdLine {
    try #require(ThresholdLine(figure: text, written: ShippedLines.day("2022-10-21"), bestChip: nil))
  }

  @Test("4,800 TPP caught a gaming card on the day of the RTX 4090")
  func consumer() throws {
    let event = try event(.consumer, ShippedLines.line("3A090.a.1"))
    #expect(event.outcome == .already)
    #expect(event.chip == "rtx-4090" && event.date?.description == "2022-09-20")
    #expect(event.fitted != nil && event.never == 0)
  }

  @Test("a higher line catches them by the trend only, later, within its interval")
  func later() throws {
    let low = try event(.consumer, line("20000tpp"))
    let high = try event(.consumer, line("40000tpp"))
    #expect(low.outcome == .forecast && high.outcome == .forecast)
    let (first, second) = (try #require(low.fitted), try #require(high.fitted))
    #expect(first > (try ShippedLines.day("2026-11-24")) && second > first)
    #expect(try #require(high.earliest) < second && second < #require(high.latest))
  }

  @Test("what every new part has passed is told by the low quantile, and what none has is to come")
  func everyNew() throws {
    let upper = try event(.everyNew, ShippedLines.line("3A090.a.1"))
    #expect(upper.evidence.contains("of the last 730 days"))
    let tiny = try event(.everyNew, line("1tpp"))
    let day = try ShippedLines.day("2012-01-01")
    #expect(try #require(tiny.fitted) < day)
    let huge = try event(.everyNew, line("50000tpp"))
    #expect(huge.outcome == .forecast && huge.chip == nil)
  }

  @Test("the H20 passed the H100 by memory bandwidth while the law left it free")
  func overtaken() throws {
    let event = try event(.overtakenByBandwidth, ShippedLines.line("3A090.a.1"))
    #expect(event.outcome == .already)
    #expect(event.chip == "h20", "\(event.evidence)")
    #expect(event.series.count == 2)
  }

  @Test("only a line for one chip expires so")
  func stock() throws {
    let lpp = try ShippedLines.line("lpp")
    let error = #expect(throws: ForecastError.self) { _ = try expiry(lpp) }
    #expect(try #require(error).description.contains("added up"))
  }
}
