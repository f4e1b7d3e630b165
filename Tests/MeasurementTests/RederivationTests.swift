import Rating
import Testing

@testable import Measurement

/// What of a result follows from its raw samples and visits, worked out again by the code that first did.
@Suite struct RederivationTests {
  private static func rows(
    _ conduct: FakeProvider.Conduct = .honest, _ precisions: [Precision] = [.fp64, .fp32],
    operands: [OperandDistribution] = [.uniform], native: NativePath = MeasurementSessionTests.everything
  ) throws -> MeasurementResult {
    try MeasurementSession(
      providers: [FakeProvider(conduct), FakeProvider()],
      request: MeasurementRequest(
        precisions: precisions, shapes: [try GEMMShape("16x32x8")],
        plan: MeasurementSessionTests.shortPlan, threads: [1], seed: 1, operands: operands),
      nativePath: native, room: MeasurementRoom(availableBytes: 1 << 30)
    ).run()
  }

  @Test(
    "a measured result follows from its own observations, whatever became of its rows",
    arguments: [
      FakeProvider.Conduct.honest, .returnsZeros, .usesLowerPrecision, .saturatesPairs, .tellsHalfTheTime,
    ])
  func sameAgain(conduct: FakeProvider.Conduct) throws {
    let result = try Self.rows(conduct, [.fp64, .bf16, .int8, .fp8e4m3], operands: [.uniform, .zeros])
    #expect(Set(result.rows.map(\.status)).count > 2)
    #expect(result.observationsReworked == result)
  }

  @Test("so does one of which the search settled rows, and one that was interrupted")
  func settledAndInterrupted() throws {
    let settled = try Self.rows(.honest, [.fp64, .bf16], native: NativePath(nil))
    #expect(settled.rows.contains { $0.stopped == MeasurementRow.stoppedByTrial })
    #expect(settled.observationsReworked == settled)
    let interrupted = try MeasurementSessionTests.run([FakeProvider()], [.fp64], isCancelled: { true })
    #expect(interrupted.observationsReworked == interrupted)
  }

  /// A row of one library with three visits of two samples each, the last of which others disturbed.
  private static func row() throws -> MeasurementRow {
    let shape = try GEMMShape("100")
    var row = MeasurementRow(precision: .fp32, status: .verified)
    row.provider = "Library 1"
    row.shape = shape
    row.threads = 1
    row.stopped = "visits"
    row.check = ProductCheck(
      method: .freivalds, vectors: 1, products: 7, residual: 0, bound: 1, passed: true, mistrusted: nil)
    row.samples = (1...3).flatMap { visit in
      [1.0, 0.9].map { factor in
        let seconds = factor * (1 + 0.1 * Double(visit)) * 1e-3
        return Sample(visit: visit, seconds: seconds, tops: shape.tops(seconds: seconds))
      }
    }
    row.visits = (1...3).map { number in
      var visit = Visit(number: number, startSeconds: Double(number), ceilingTops: 0.005, coreLatencyNs: nil)
      visit.clocksGHz = [3, 3, 3]
      visit.foreignShare = number == 3 ? 0.5 : 0
      return visit
    }
    row.ceiling = .init(instruction: "vfmadd", tops: 0.005)
    return row.observationsReworked
  }

  @Test("figures come of the visits that count, each by its best sample")
  func figures() throws {
    let row = try Self.row()
    #expect(row.visits.map(\.excluded?.isEmpty) == [nil, nil, false])
    let bests = [1.1, 1.2].map { 2e6 / (0.9 * $0 * 1e-3) * 1e-12 }
    #expect(abs(try #require(row.topsBest) - bests[0]) < 1e-15)
    #expect(abs(try #require(row.topsMedian) - (bests[0] + bests[1]) / 2) < 1e-15)
    #expect(abs(try #require(row.ofVisitCeiling) - (bests[0] + bests[1]) / 2 / 0.005) < 1e-12)
    #expect(row.clockGHz == 3)
    #expect(row.status == .verified)
    #expect(row.observationsReworked == row)
  }

  @Test("a rate, a count, a median or a status that was changed by hand does not follow")
  func changes() throws {
    let row = try Self.row()
    func differs(_ change: (inout MeasurementRow) -> Void) -> Bool {
      var changed = row
      change(&changed)
      return changed.observationsReworked != changed
    }
    #expect(differs { $0.samples[0] = Sample(visit: 1, seconds: 1e-4, tops: $0.samples[0].tops) })
    #expect(differs { $0.samples[0] = Sample(visit: 1, seconds: $0.samples[0].seconds, tops: 1) })
    #expect(differs { $0.visits[2].excluded = nil })
    #expect(differs { $0.visits[0].excluded = "unwanted" })
    #expect(differs { $0.visits[1].bestTops = 1 })
    #expect(differs { $0.topsBest = 1 })
    #expect(differs { $0.topsMedian = 1 })
    #expect(differs { $0.spread = 0 })
    #expect(differs { $0.ofVisitCeiling = 1 })
    #expect(differs { $0.clockGHz = 4 })
    #expect(differs { $0.ceiling = nil })
    #expect(differs { $0.ceiling = .init(instruction: "vfmadd", tops: 1) })
  }

  @Test("a status better than the row's own check, fingerprint and ceiling allow does not follow")
  func statuses() throws {
    let row = try Self.row()
    var beyond = row
    beyond.visits = row.visits.map { visit in
      var slow = Visit(
        number: visit.number, startSeconds: visit.startSeconds, ceilingTops: 0.001, coreLatencyNs: nil)
      slow.clocksGHz = visit.clocksGHz
      return slow
    }
    beyond.ceiling = .init(instruction: "vfmadd", tops: 0.001)
    #expect(beyond.observationsReworked.status == .mistrusted)
    var unchecked = row
    unchecked.check = nil
    #expect(unchecked.observationsReworked.status == .failed)
    #expect(unchecked.observationsReworked.topsBest == nil)
    var hidden = row
    hidden.check = ProductCheck(
      method: .freivalds, vectors: 1, products: 7, residual: 0, bound: 1, passed: true,
      mistrusted: "100 % of A is zero")
    #expect(hidden.observationsReworked.status == .mistrusted)
    var narrow = row
    narrow.fingerprint = try Self.rows(.usesLowerPrecision, [.fp32]).rows.compactMap(\.fingerprint).first
    if narrow.fingerprint?.conflict(with: .fp32) != nil {
      #expect(narrow.observationsReworked.status == .failed)
    }
  }
}
