import Foundation
import Testing

@testable import Report

@Suite struct CoincidenceTests {
  /// P(X > r) for X ~ Binomial(n, p), summed directly.
  private func tail(_ n: Int, _ p: Double, above r: Int) -> Double {
    guard r < n else { return 0 }
    return (r + 1...n).reduce(0) { sum, k in
      let choose = (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
      return sum + choose * pow(p, Double(k)) * pow(1 - p, Double(n - k))
    }
  }

  @Test(
    "the most successes that chance allows are the least whose tail is small enough",
    arguments: [(20, 0.25), (100, 0.1), (100, 0.25), (60, 0.95), (400, 0.05)])
  func limit(n: Int, p: Double) {
    let chance = 1e-7
    let most = Coincidence.mostSuccesses(of: n, p, chance: chance)
    #expect(tail(n, p, above: most) <= chance)
    #expect(most == 0 || tail(n, p, above: most - 1) > chance)
  }

  @Test("few values may all be the same, and of more no more than the limit")
  func alike() throws {
    #expect(Coincidence.mostAlike(of: 14, mostLikely: 0.25) == nil)
    let limit = try #require(Coincidence.mostAlike(of: 15, mostLikely: 0.25))
    #expect(limit == 14)
    let many = try #require(Coincidence.mostAlike(of: 1_000, mostLikely: 0.25))
    #expect((300..<400).contains(many))
    func values(_ same: Int) -> [Double] { (0..<1_000).map { $0 < same ? 7 : Double($0) } }
    #expect(Coincidence.alike(values(many), mostLikely: 0.25) == nil)
    let found = try #require(Coincidence.alike(values(many + 1), mostLikely: 0.25))
    #expect(found.value == 7 && found.count == many + 1 && found.limit == many)
    #expect(Coincidence.alike([], mostLikely: 0.25) == nil)
  }

  @Test("a run of times that chance lets come again grows with their number")
  func repetition() {
    // 100² / 2 · 4^-18 = 7.3e-8, and one place less is four times that.
    #expect(SampleDistribution.longestRepetition(ofTimes: 100) == 17)
    #expect(SampleDistribution.longestRepetition(ofTimes: 100_000) == 27)
  }
}

@Suite struct RepeatedRunTests {
  @Test(
    "a run that stands earlier is found in its own row and in others, once a row, and shorter ones are not")
  func found() throws {
    let row = (0..<50).map { Double($0 * $0) }
    func places(_ rows: [[Double]]) -> [[Int]] {
      RepeatedRun.firstOfEach(in: rows, length: 8).map {
        [$0.row, $0.start, $0.earlier.row, $0.earlier.start]
      }
    }
    #expect(places([row]).isEmpty)
    #expect(places([row + [-1] + row[10..<18]]) == [[0, 51, 0, 10]])
    #expect(places([row + [-1] + row[10..<17]]).isEmpty)
    #expect(places([row, [-1, -2] + row[20..<40]]) == [[1, 2, 0, 20]])
    #expect(places([row, Array(row.prefix(7)), []]).isEmpty)
    // One value again and again overlaps itself.
    #expect(places([Array(repeating: 3, count: 40)]).isEmpty)
    #expect(places([row, row, row]) == [[1, 0, 0, 0], [2, 0, 0, 0]])
  }
}
