import ChipDB
import Foundation
import Rating
import Testing

@testable import Forecast

@Suite("The frontier on any day")
struct FrontierPathTests {
  @Test("on a day of the past it is the best chip out by then, never one that came later")
  func past() throws {
    let path = try ShippedLines.path { $0.filter.vendor = "NVIDIA" }
    let before = try path.offer(on: try ShippedLines.day("2024-11-14"))
    #expect(before.chip?.hasPrefix("h") == true && !before.isForecast)
    #expect(try path.offer(on: try ShippedLines.day("2024-11-15")).chip == "b200")
  }

  @Test("to come it is the trend, no less than the best so far, and grows")
  func future() throws {
    let path = try ShippedLines.path()
    let now = try path.offer(on: try ShippedLines.day("2026-11-24"))
    var last = now.value.value
    for year in 2026...2030 {
      let offer = try path.offer(on: try ShippedLines.day("\(year)-12-31"))
      #expect(offer.isForecast && offer.chip == nil)
      #expect(offer.value.value >= last && offer.value.range.lowerBound >= now.value.value)
      #expect(offer.value.range.contains(offer.value.value))
      last = offer.value.value
    }
  }

  @Test("with too few points the past is told, and a day to come says what is missing")
  func tooFew() throws {
    let path = try ShippedLines.path(.tppPerUSD) { $0.filter.vendor = "Huawei" }
    #expect(try path.offer(on: try ShippedLines.day("2025-01-01")).chip == "ascend-910b")
    let error = #expect(throws: ForecastError.self) {
      _ = try path.offer(on: try ShippedLines.day("2027-01-01"))
    }
    #expect(try #require(error).description.contains("price.csv"))
  }

  @Test("a figure that no newer chip has is marked as old")
  func stale() throws {
    let path = try ShippedLines.path(.tppPerUSD) { $0.leftOut = ["b100"] }
    #expect(try path.offer(on: try ShippedLines.day("2026-11-24")).basis.contains("no chip after"))
  }
}
