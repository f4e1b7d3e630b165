import ChipDB
import Foundation
import Measurement
import Rating
import Report
import Rulebook

@testable import Evidence
@testable import Measurement

/// A run of invented samples. Everything that follows from them is worked out by Assay's own code, and they fit together
/// as those of a real run do.
enum FakeRun {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// This machine with two cores and one invented library.
  static let circumstances: RunCircumstances = {
    let own = RunCircumstances(
      HostDescription.current(),
      ProviderCatalogue.open([], by: { _ throws(ProviderError) in throw ProviderError("none is asked for") }))
    return
      (try? own.changed { json in
        json["digests"] = [["path": "/fake", "sha256": String(repeating: "0", count: 64)]]
        var host = json["host"] as? [String: Any] ?? [:]
        var topology = host["topology"] as? [String: Any] ?? [:]
        topology["visibleCores"] = 2
        topology["cgroupQuota"] = nil
        host["topology"] = topology
        json["host"] = host
      }) ?? own
  }()

  static func choices(equivalence: String = "tpp-diffusion") throws -> RatingAssembler.Choices {
    guard let date = CalendarDate("2026-11-28") else { throw EvidenceError.usage("no day") }
    return .init(
      tf32Reading: .container32, equivalence: equivalence, claims: [.fp32: 0.05],
      training: .init(utilisation: 0.4, days: 30), date: date)
  }

  /// - Parameters:
  ///   - visits: to each row, over both of its libraries; a quarter goes to the slower one, and one counts for nothing.
  ///   - samples: of each visit.
  ///   - seed: of the run.
  ///   - shape: of every product; a smaller one is slower in proportion.
  static func measurement(
    _ plan: SamplingPlan = .record, visits: Int = 28, samples: Int = 6, seed: UInt64 = .max,
    shape: String = "512"
  ) throws -> MeasurementResult {
    let kinds: [(precision: Precision, threads: Int)] = [(.fp64, 2), (.fp64, 1), (.fp32, 2), (.fp32, 1)]
    // Long enough for the slowest row's visit.
    let gap = 0.02 + Double(samples) * 0.008
    var rows: [MeasurementRow] = []
    for (index, kind) in kinds.enumerated() {
      rows.append(
        try row(
          kind.precision, threads: kind.threads, GEMMShape(shape), plan, visits: visits, samples: samples,
          start: plan.soakSeconds + 1 + gap * Double(index), step: gap * Double(kinds.count)))
    }
    for precision in Precision.allCases where !kinds.contains(where: { $0.precision == precision }) {
      rows.append(MeasurementRow(precision: precision, status: .unsupported, reason: "invented"))
    }
    return result(rows, plan, seed: seed)
  }

  static func result(
    _ rows: [MeasurementRow], _ plan: SamplingPlan, seed: UInt64 = .max
  ) -> MeasurementResult {
    let seconds = plan.seconds + 1
    var accounts = Accounts()
    accounts.products = seconds / 2
    return MeasurementResult(
      rows: rows, plan: plan, threads: 2, seed: seed, operands: [.uniform], seconds: seconds,
      interrupted: false, stealShare: nil, foreignShare: 0.01,
      memoryPlan: MemoryPlan(shapes: [], distributions: 1, bandwidthBytes: 0), memory: nil,
      power: PowerSummary(joules: nil, seconds: seconds, source: "unavailable: invented"), accounts: accounts,
      startClockGHz: 3.7
    ).observationsReworked
  }

  private static func row(
    _ precision: Precision, threads: Int, _ shape: GEMMShape, _ plan: SamplingPlan, visits: Int, samples: Int,
    start: Double,
    step: Double
  ) throws -> MeasurementRow {
    let share = shape.operations / (try GEMMShape("512").operations)
    let tops = 0.05 * Double(threads) * (precision == .fp32 ? 2.2 : 1) * share
    var row = MeasurementRow(precision: precision, status: .verified)
    row.provider = "Fake library 1"
    row.kernel = "loops"
    row.shape = shape
    row.threads = threads
    row.operands = .uniform
    row.stopped = "budget"
    row.ceiling = .init(instruction: "vfmadd231ps ymm", tops: tops * 1.1)
    var count = 0.0
    var (own, others): ([Visit], [Visit]) = ([], [])
    var (ownSamples, otherSamples): ([Sample], [Sample]) = ([], [])
    for number in 1...visits {
      var visit = Visit(
        number: number, startSeconds: start + step * Double(number), ceilingTops: tops * 1.1,
        coreLatencyNs: 80)
      visit.clocksGHz = [3.7, 3.7, number == 5 ? 3.6 : 3.7]
      visit.foreignShare = number == 3 ? 0.3 : 0.001
      let isOwn = number % 4 != 0
      for _ in 0..<samples {
        let seconds =
          shape.operations / (tops * 1e12) * (1 + 0.1 * (count * 0.618).truncatingRemainder(dividingBy: 1))
        count += 1
        let sample = Sample(visit: number, seconds: isOwn ? seconds : seconds * 1.2, tops: 0)
        if isOwn { ownSamples.append(sample) } else { otherSamples.append(sample) }
      }
      if isOwn { own.append(visit) } else { others.append(visit) }
    }
    row.visits = own
    row.samples = ownSamples
    row.rivals = [
      .init(
        provider: "Fake library 2", path: "/fake", kernel: "loops", shape: shape, failure: nil,
        visits: others,
        samples: otherSamples)
    ]
    row.check = ProductCheck(
      method: .freivalds, vectors: 3, products: ownSamples.count + 1, residual: 1e-6, bound: 1e-5,
      passed: true,
      mistrusted: nil)
    if plan.sustainedSeconds > 0 && threads == 2 {
      row.sustained = .init(
        tops: tops * 0.9, seconds: plan.sustainedSeconds + 0.1,
        power: PowerSummary(joules: nil, seconds: 10, source: "unavailable: invented"))
    }
    return row
  }

  static func report(
    _ measurement: MeasurementResult, data: String = root, generated: String = "2026-11-28T12:00:00Z",
    appliesRules: Bool = true
  ) throws -> RatingReport {
    try RatingAssembler(
      circumstances: circumstances, measurement: measurement,
      database: ChipDatabase.load(directory: data + "/chipdb"),
      rulebook: Rulebook.load(directory: data + "/rulebook", withTests: false), choices: choices()
    ).report(
      command: ["assay", "rate", "--record"], generated: generated,
      tool: .init(name: "assay", version: FakeBundle.version, dataDirectory: data),
      appliesRules: appliesRules)
  }
}

extension RunCircumstances {
  /// The same with its JSON changed.
  func changed(_ change: (inout [String: Any]) -> Void) throws -> RunCircumstances {
    var json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any] ?? [:]
    change(&json)
    return try JSONDecoder().decode(
      RunCircumstances.self, from: JSONSerialization.data(withJSONObject: json))
  }
}
