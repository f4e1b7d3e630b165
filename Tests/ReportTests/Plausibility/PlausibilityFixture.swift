import ChipDB
import Foundation
import Rating

@testable import Measurement
@testable import Report

/// Rows, clocks and hosts to be judged, plausible unless a test makes them otherwise.
enum PlausibilityFixture {
  static let database = Result { try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb") }

  /// The Zen 3 cores that the database knows.
  static func core(_ id: String = "zen3") throws -> Microarchitecture? {
    try database.get().microarchitectures.first { $0.id == id }
  }

  /// On two Zen 3 cores at 3.2 GHz FP32 has a peak of 0.2048 TOP/s, FP64 half of it.
  static func row(
    _ precision: Precision = .fp32, tops: Double = 0.18, ceiling: Double? = 0.2, threads: Int = 2,
    visits: Int = 12
  ) -> MeasurementRow {
    var row = MeasurementRow(precision: precision, status: .verified)
    row.threads = threads
    row.topsBest = tops
    row.ceiling = ceiling.map { .init(instruction: "vfmadd231ps ymm", tops: $0) }
    row.visits = (0..<visits).map { number in
      var visit = Visit(
        number: number + 1, startSeconds: Double(number),
        ceilingTops: ceiling.map { $0 * (1 - 0.0013 * Double(number)) }, coreLatencyNs: nil)
      visit.clocksGHz = [3.2, 3.1993, 3.1987 - 0.0001 * Double(number)]
      visit.bestTops = tops * (1 - 0.001 * Double(number))
      return visit
    }
    return row
  }

  static func sustained(tops: Double, joules: Double?) -> MeasurementRow.Sustained {
    .init(
      tops: tops, seconds: 10, power: PowerSummary(joules: joules, seconds: 10, source: "RAPL, 1 package(s)"))
  }

  /// A host of two such cores.
  static func host(
    _ rows: [MeasurementRow], core: Microarchitecture?, clockGHz: Double? = 3.2,
    published: PlausibilitySubject.PublishedClock? = .init(
      gigahertz: 3.5, words: "the boost clock", isOwn: true),
    rated: PlausibilitySubject.RatedPower = .known(watts: 225, words: "the 225 W that EPYC 7543 is rated at"),
    claims: [ClaimCheck] = [], joules: Double? = nil
  ) throws -> PlausibilitySubject {
    PlausibilitySubject(
      name: nil,
      place: .host(
        .init(
          visibleCores: 2, core: core, highestClockGHz: clockGHz,
          clocksGHz: rows.flatMap(\.visits).flatMap(\.clocksGHz), publishedClock: published,
          power: PowerSummary(joules: joules, seconds: 20, source: "RAPL, 1 package(s)"))),
      rows: rows, claims: claims, ratedPower: rated, database: try database.get())
  }

  static func claim(_ precision: Precision, _ tops: Double) throws -> ClaimCheck {
    let database = try database.get()
    return ClaimCheck(
      precision: precision, claimedTops: tops, source: "--claim", demonstratedTops: nil, limitTops: nil,
      efficiencies: database.publishedEfficiencies, tolerance: database.materialDifference)
  }

  /// Accelerators as the rating of a run judges them.
  static func device(
    _ rows: [MeasurementRow], telemetry: TelemetrySummary = DeviceFixture.telemetry(),
    claims: [Precision: Double] = [:]
  ) throws -> DeviceRatingReport {
    try DeviceFixture.report(
      DeviceFixture.result([DeviceFixture.measured(DeviceFixture.h100(), rows, telemetry: telemetry)]),
      claims: claims)
  }

  /// Times of products that were measured, by what they are of.
  struct Times: Decodable {
    struct Row: Decodable {
      let label: String
      let seconds: [Double]
    }

    let machine: String
    let rows: [Row]
  }

  static func realTimes() throws -> Times {
    let file = RatingReportTests.root + "/benchmarks/records/2026-11-28-zen4-times.json"
    return try JSONDecoder().decode(Times.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
  }

  /// Times that scatter by a share of their mean, in whole nanoseconds; the same for the same seed.
  static func times(_ count: Int, mean: Double = 1e-3, scatter: Double = 0.01, seed: UInt64 = 1) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      // Three uniform numbers: as good as normal for what is tested here.
      let sum = (0..<3).reduce(0.0) { sum, _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return sum + Double(state >> 11) * 0x1p-53 - 0.5
      }
      return (mean * (1 + scatter * sum) * 1e9).rounded() * 1e-9
    }
  }
}

extension [PlausibilityFinding] {
  /// The severities, the gravest first.
  var severities: [PlausibilityFinding.Severity] { map(\.severity).sorted(by: >) }
}
