import Foundation
import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct SampleDistributionTests {
  private func row(_ seconds: [Double], _ precision: Precision = .fp32) -> MeasurementRow {
    var row = PlausibilityFixture.row(precision)
    row.samples = seconds.map { Sample(visit: 1, seconds: $0, tops: 0.1) }
    return row
  }

  private func outcome(_ rows: [MeasurementRow]) throws -> PlausibilityOutcome {
    SampleDistribution([try PlausibilityFixture.host(rows, core: PlausibilityFixture.core())]).outcome
  }

  private func found(_ seconds: [Double]) throws -> [PlausibilityFinding] {
    try outcome([row(seconds)]).findings
  }

  @Test("times that were measured have nothing regular, alone and together")
  func real() throws {
    let times = try PlausibilityFixture.realTimes()
    #expect(times.rows.count == 8)
    for real in times.rows { #expect(try found(real.seconds).isEmpty, "\(real.label)") }
    let all = try outcome(zip(times.rows, Precision.allCases).map { row($0.seconds, $1) })
    #expect(all.findings.isEmpty)
    // Only the products of 5 µs are too short for a clock of whole nanoseconds.
    #expect(all.record.unsupported.count == 1)
  }

  @Test("thousands of honest times, of narrow and of wide scatter, are called regular by no test")
  func falseAlarms() throws {
    for seed in 0..<60 {
      let scatter = [1e-4, 1e-3, 0.01, 0.1][seed % 4]
      let times = PlausibilityFixture.times(
        [20, 200, 2_000][seed % 3], mean: 2e-4 * Double(1 + seed), scatter: scatter, seed: UInt64(seed))
      #expect(try found(times).isEmpty, "seed \(seed)")
    }
  }

  @Test("one time again and again is impossible, from fifteen on, and so is one that most have")
  func constant() throws {
    let time = 0.001_234_567
    #expect(try found(Array(repeating: time, count: 14)).isEmpty)
    let finding = try #require(try found(Array(repeating: time, count: 15)).first)
    #expect(finding.severity == .impossible)
    let honest = PlausibilityFixture.times(100)
    func mixed(_ same: Int) -> [Double] { Array(repeating: time, count: same) + honest.prefix(100 - same) }
    #expect(try found(mixed(30)).allSatisfy { $0.severity < .impossible })
    #expect(try found(mixed(60)).severities.first == .impossible)
  }

  @Test(
    "times rounded to microseconds or milliseconds are doubtful, to 100 ns they are not: clocks are so coarse"
  )
  func rounded() throws {
    func rounded(_ step: Double) -> [Double] {
      PlausibilityFixture.times(60, mean: 0.2, scatter: 0.2).map { ($0 / step).rounded() * step }
    }
    #expect(try found(rounded(1e-7)).isEmpty)
    for step in [1e-6, 1e-5, 1e-3] {
      let found = try found(rounded(step))
      #expect(found.severities == [.doubtful], "\(step)")
      #expect(try #require(found.first).text.contains("rounded"))
    }
  }

  @Test("times of which half were rounded are doubtful by their digits")
  func digits() throws {
    let times = PlausibilityFixture.times(200, mean: 0.01, scatter: 0.1)
    #expect(try found(times).isEmpty)
    let half = times.enumerated().map { $0.isMultiple(of: 2) ? ($1 * 1e6).rounded() * 1e-6 : $1 }
    let finding = try #require(try found(half).first)
    #expect(finding.severity == .doubtful)
    #expect(finding.text.contains("place of hundreds of nanoseconds"))
  }

  @Test("times that climb by equal steps are doubtful, and so are those of a generator of low discrepancy")
  func steps() throws {
    let climbing = (0..<40).map { 1e-3 + 1.723e-6 * Double($0) }
    #expect(
      try found(climbing).contains {
        $0.severity == .doubtful && $0.text.contains("differ from the one before")
      })
    let golden = (0..<300).map {
      ((1 + 0.1 * (Double($0) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)) * 1e6).rounded() * 1e-9
    }
    #expect(try !found(golden).isEmpty)
  }

  @Test("a block of times that comes again is impossible, in one row and in two")
  func copied() throws {
    let times = PlausibilityFixture.times(60)
    let finding = try #require(try found(times + times).first)
    #expect(finding.severity == .impossible)
    #expect(finding.text.contains("in the same row"))
    let other = PlausibilityFixture.times(60, seed: 9)
    #expect(try outcome([row(times), row(other, .fp64)]).findings.isEmpty)
    let both = try outcome([row(times), row(other + times.prefix(30), .fp64)]).findings
    #expect(both.severities == [.impossible])
    #expect(both.first?.subject == "FP64 on 2 threads")
    #expect(try #require(both.first).text.contains("in FP32 on 2 threads"))
    // So few come again by chance alone, as the bound takes it.
    let few = SampleDistribution.longestRepetition(ofTimes: 120)
    #expect(try outcome([row(times), row(other + times.prefix(few), .fp64)]).findings.isEmpty)
  }

  @Test("times with next to no scatter are doubtful")
  func narrow() throws {
    #expect(try found(PlausibilityFixture.times(100, mean: 0.1, scatter: 1e-4)).isEmpty)
    let found = try found(PlausibilityFixture.times(100, mean: 0.1, scatter: 1e-6))
    #expect(found.severities == [.doubtful])
    #expect(try #require(found.first).text.contains("so steady"))
  }

  @Test("few times, and those of a clock too coarse for them, are said to be unchecked")
  func unchecked() throws {
    #expect(try outcome([row(PlausibilityFixture.times(14))]).record.unsupported.count == 1)
    let short = try outcome([row(PlausibilityFixture.times(500, mean: 2e-5, scatter: 1e-3))])
    #expect(short.findings.isEmpty)
    #expect(try #require(short.record.unsupported.first).contains("too coarse"))
  }

  private func device(_ told: [Double], products: Int = 97) throws -> [PlausibilityFinding] {
    var row = try DeviceFixture.row(.bf16, 700)
    row.samples = told.map {
      Sample(visit: 1, seconds: $0 / Double(products), tops: 700, products: products)
    }
    return try PlausibilityFixture.device([row]).findings.filter { $0.id == .sampleDistribution }
  }

  @Test(
    "a device's clock of milliseconds or microseconds is no sign of anything, not even where all times are the same"
  )
  func coarseDevice() throws {
    #expect(try device(Array(repeating: 0.1, count: 60)).isEmpty)
    for step in [1e-3, 1e-4, 1e-6] {
      let told = PlausibilityFixture.times(60, mean: 0.1, scatter: 1e-3).map { ($0 / step).rounded() * step }
      #expect(try device(told).isEmpty, "\(step)")
    }
    // Two values in the same order twice: no copy, where there are only two.
    let two = PlausibilityFixture.times(60, mean: 0.1, scatter: 1e-3).map { $0 < 0.1 ? 0.1 : 0.101 }
    #expect(try device(two + two).isEmpty)
    // Milliseconds as a float, which is how event timers tell them.
    let events = PlausibilityFixture.times(60, mean: 0.1, scatter: 1e-4).map {
      Double(Float($0 * 1000)) / 1000
    }
    #expect(try device(events).isEmpty)
  }

  @Test("a device's times by a fine clock are doubtful where they are all the same, or climb evenly")
  func regularDevice() throws {
    #expect(try device(Array(repeating: 0.100_234_567, count: 14)).isEmpty)
    #expect(try device(Array(repeating: 0.100_234_567, count: 20)).severities == [.doubtful])
    #expect(try device((0..<60).map { 0.1 + 1.234_567e-5 * Double($0) }).severities == [.doubtful])
  }
}
