import Foundation
import Rating
import Testing

@testable import Measurement

/// What becomes of a device's row when some of its contenders were visited and others were not.
@Suite struct DeviceRowSamplerTests {
  private static let plan = SamplingPlan(
    tier: "quick", seconds: 4, memorySeconds: 0.01, minimumVisits: 3, maximumVisits: 4, agreement: 0.9,
    burstSeconds: 0.02, sides: [], longestCallSeconds: 0.5, finalists: 2, trialVisits: 1)

  /// A row of a worker whose second kernel is wrong; that one leads the search, and is visited first.
  private func withSampler(_ body: (DeviceRowSampler, _ visit: () -> Void) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let nowhere = URL(fileURLWithPath: "/nonexistent")
    let program = try DeviceSessionTests.program("second-kernel", [.fp32], at: file)
    let found = try #require(DeviceCatalogue.open([program], assay: nowhere).found.first)
    let connection = try DeviceConnection(found, assay: nowhere, patience: .init())
    defer { connection.finish() }
    let variant = try #require(connection.variants.first)
    let setting = DeviceSeries.Setting(
      distribution: .uniform, seed: 7, memory: DeviceMemory(found.device, sharers: 2),
      burstSeconds: Self.plan.burstSeconds)
    let shape = try GEMMShape(square: 16)
    let series = [(kernel: 1, name: "rows again", tops: 2e-6), (0, "rows", 1e-6)].map { kernel in
      DeviceSeries(
        connection, setting, variant, shape, kernel: kernel.kernel, kernelName: kernel.name, wantedKernels: 8,
        trialTops: kernel.tops)
    }
    let sampler = DeviceRowSampler(connection, variant.kind, .init(series), .uniform, Self.plan)
    let watch = Stopwatch()
    try body(sampler) { sampler.visit(startSeconds: watch.seconds, telemetry: { nil }) }
    sampler.release()
  }

  @Test("a row of which one product was wrong and no other was visited has failed, and has no rate")
  func failedAndUnvisited() throws {
    try withSampler { sampler, visit in
      visit()
      sampler.stop("budget")
      let row = sampler.row()
      #expect(row.status == .failed)
      #expect(row.topsBest == nil && row.topsMedian == nil)
      #expect(row.reason?.contains("wrong result") == true, "\(row.reason ?? "")")
      #expect([row].throughputs().isEmpty)
    }
  }

  @Test("once another was visited the row is its, with every product checked, and says what was wrong")
  func failedAndVisited() throws {
    try withSampler { sampler, visit in
      visit()
      visit()
      let row = sampler.row()
      #expect(row.status == .verified, "\(row.reason ?? "")")
      #expect(row.kernel == "rows")
      #expect(row.topsBest == row.samples.map(\.tops).max())
      #expect(row.check?.passed == true)
      #expect(row.reason?.contains("wrong result") == true)
    }
  }

  @Test("a row that was searched and never visited has no rate: the search compares a few elements alone")
  func unvisited() throws {
    try withSampler { sampler, _ in
      sampler.stop("interrupted")
      let row = sampler.row()
      #expect(row.status == .interrupted)
      #expect(row.topsBest == nil)
    }
  }
}
