import Foundation
import Testing

@testable import Forecast

@Suite struct LognormalTests {
  @Test("the widths of 90 and 95 % are 3.28971 and 3.91993 deviations; a wild level has none")
  func deviates() throws {
    #expect(try abs(2 * #require(Lognormal.deviate(level: 0.9)) - 3.28971) < 5e-6)
    #expect(try abs(2 * #require(Lognormal.deviate(level: 0.95)) - 3.91993) < 5e-6)
    #expect(try abs(#require(Lognormal.deviate(level: 0.999999)) - 4.891638) < 1e-6)
    #expect(try abs(#require(Lognormal.deviate(level: 1e-6)) - 1.2533141e-6) < 1e-12)
    for level in [0, 1, -0.5, 1.5, Double.nan] { #expect(Lognormal.deviate(level: level) == nil) }
  }

  @Test("an interval comes back from its fit", arguments: [0.5, 0.8, 0.9, 0.95, 0.99])
  func roundTrip(level: Double) throws {
    let fit = try #require(Lognormal(low: 3, high: 70, level: level))
    let ends = try #require(fit.interval(level: level))
    #expect(abs(ends.low / 3 - 1) < 1e-12)
    #expect(abs(ends.high / 70 - 1) < 1e-12)
    #expect(abs(fit.median - 210.0.squareRoot()) < 1e-12)
    #expect(fit.isSymmetric)
  }

  @Test("a median off the geometric mean gives two widths that meet all three figures")
  func twoPiece() throws {
    let fit = try #require(Lognormal(low: 525_000, median: 650_000, high: 800_000, level: 0.9))
    let ends = try #require(fit.interval(level: 0.9))
    #expect(abs(ends.low - 525_000) < 1e-6 && abs(ends.high - 800_000) < 1e-6)
    #expect(fit.value(atDeviate: 0) == 650_000)
    let skewed = try #require(Lognormal(low: 1, median: 2, high: 100, level: 0.9))
    #expect(!skewed.isSymmetric)
    #expect(skewed.sigmaAbove > 5 * skewed.sigmaBelow)
  }

  @Test("figures out of order, below zero or without a level have no fit")
  func refused() {
    #expect(Lognormal(low: 2, high: 1, level: 0.9) == nil)
    #expect(Lognormal(low: 0, high: 1, level: 0.9) == nil)
    #expect(Lognormal(low: 1, median: 3, high: 2, level: 0.9) == nil)
    #expect(Lognormal(low: 1, high: .infinity, level: 0.9) == nil)
    #expect(Lognormal(low: 1, high: 2, level: 1) == nil)
  }

  @Test("pub_G02: Epoch's smuggled compute, 290,000 to 1,600,000, has median 681,000 and sigma 0.519")
  func smuggling() throws {
    let level = try #require(ShippedTrends.data().level("china-smuggled-2025-rounded"))
    let range = try #require(level.range)
    let fit = try #require(Lognormal(low: range.low, high: range.high, level: 0.9))
    #expect(abs(fit.median / 681_000 - 1) < 0.001)
    #expect(abs(fit.sigmaBelow - 0.519) < 0.0005)
    #expect(abs(fit.median / level.median - 1) < 0.05)
  }

  @Test("pub_G04: the interval of NVIDIA's chips through 2025 has median 13.60 million, published 13.66")
  func nvidia() throws {
    let level = try #require(ShippedTrends.data().level("nvidia-2025"))
    let range = try #require(level.range)
    let fit = try #require(Lognormal(low: range.low, high: range.high, level: 0.9))
    #expect(abs(fit.median / 13.60e6 - 1) < 0.001)
    #expect(abs(fit.median / level.median - 1) < 0.01)
    #expect(try #require(level.distribution).median == level.median)
  }
}
