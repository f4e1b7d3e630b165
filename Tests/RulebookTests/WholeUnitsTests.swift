import Rating
import Testing

@testable import Rulebook

@Suite struct WholeUnitsTests {
  @Test("a value that is a multiple of the size comes out to the unit, by each comparison")
  func exact() {
    #expect(Comparison.atMost.wholeUnits(of: 15_825, against: 633_000_000) == 40_000)
    #expect(Comparison.lessThan.wholeUnits(of: 15_825, against: 633_000_000) == 39_999)
    #expect(Comparison.atLeast.wholeUnits(of: 15_825, against: 633_000_000) == 40_000)
    #expect(Comparison.moreThan.wholeUnits(of: 15_825, against: 633_000_000) == 40_001)
    #expect(Comparison.atMost.wholeUnits(of: 2, against: 1) == 0)
    #expect(Comparison.lessThan.wholeUnits(of: 1, against: 0) == 0)
    #expect(Comparison.atLeast.wholeUnits(of: 2, against: 1) == 1)
  }

  @Test("the unit meets the comparison and its neighbour does not", arguments: 1...200)
  func neighbours(seed: UInt64) {
    var generator = Sequence64(state: seed)
    let size = Double.random(in: 0.001...1e6, using: &generator)
    let value = size * Double.random(in: 1...1e9, using: &generator)
    for comparison in Comparison.allCases {
      let units = comparison.wholeUnits(of: size, against: value)
      #expect(units == units.rounded())
      #expect(comparison.holds(units * size, value))
      let next = comparison == .atMost || comparison == .lessThan ? units + 1 : units - 1
      #expect(!comparison.holds(next * size, value))
    }
  }

  @Test("an allowance holds 1,699 whole H100s of 15,825 TPP, and by the interval from the fewest to the most")
  func lpp() throws {
    let allowances = try Shipped.rulebook().allowancesOfTPP(on: "2026-01-01")
    let lpp = try #require(allowances.first { $0.id == "lpp" })
    #expect(AllowanceCount(lpp, tppOfOne: BoundedValue(15_825)).chips == 1_699)
    let count = AllowanceCount(lpp, tppOfOne: BoundedValue(12_800, 12_032...12_800))
    #expect(count.chips == 2_101)
    #expect(count.range == 2_101...2_235)
    let report = try #require(allowances.first { $0.id == "aia-report" })
    #expect(AllowanceCount(report, tppOfOne: BoundedValue(15_825)).chips == 15_988)
    #expect(throws: RulebookError.self) { try Shipped.rulebook().allowancesOfTPP(on: "2025-01-12") }
  }
}

/// Numbers that are the same for the same seed.
struct Sequence64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
