import Testing

@testable import Measurement

@Suite struct StatisticsTests {
  @Test(
    "quantiles interpolate between order statistics",
    arguments: [(0.0, 1.0), (0.25, 1.75), (0.5, 2.5), (1.0, 4.0)])
  func quantiles(fraction: Double, expected: Double) {
    #expect(Statistics.quantile([4, 1, 3, 2], fraction) == expected)
  }

  @Test("no samples have no median and no spread")
  func empty() {
    #expect(Statistics.median([]) == nil)
    #expect(Statistics.relativeSpread([]) == nil)
  }

  @Test("the spread is the interquartile range over the median")
  func spread() {
    #expect(Statistics.relativeSpread([1, 2, 3, 4, 5]) == 2.0 / 3)
    #expect(Statistics.relativeSpread([7, 7, 7]) == 0)
  }
}
