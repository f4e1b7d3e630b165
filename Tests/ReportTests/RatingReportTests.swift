import ChipDB
import Foundation
import Measurement
import Rating
import Rulebook
import Testing

@testable import Report

@Suite struct RatingReportTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// A real measurement of small products, as far as this machine has libraries. Its plan is of no tier, so that no run
  /// rules are held against it.
  static func report(
    claims: [Precision: Double] = [:], precisions: [Precision] = [.fp32, .fp8e4m3],
    training: RatingAssembler.Choices.Training? = .init(utilisation: 0.4, days: 30)
  ) throws -> RatingReport {
    let host = HostDescription.current()
    let catalogue = ProviderCatalogue.open(by: { library throws(ProviderError) in try library.open() })
    let plan = SamplingPlan(
      tier: "test", seconds: 10, memorySeconds: 0.01, minimumVisits: 2, maximumVisits: 2, agreement: 0.5,
      burstSeconds: 0.001, sides: [256], longestCallSeconds: 1)
    let result = try MeasurementSession(
      providers: catalogue.providers,
      request: .init(precisions: precisions, plan: plan, threads: [1], seed: 1),
      nativePath: NativePath(host.cpu),
      room: MeasurementRoom(availableBytes: 1 << 30)
    ).run()
    return try RatingAssembler(
      host: host, catalogue: catalogue, measurement: result,
      database: ChipDatabase.load(directory: root + "/chipdb"),
      rulebook: Rulebook.load(directory: root + "/rulebook"),
      choices: .init(
        tf32Reading: .container32, equivalence: "tpp-diffusion", claims: claims, training: training,
        date: #require(CalendarDate("2026-11-23")))
    ).report(
      command: ["assay", "rate"], generated: "2026-11-23T00:00:00Z",
      tool: .init(name: "assay", version: "test", dataDirectory: root), appliesRules: false)
  }

  @Test("the JSON has the documented keys, and its figures follow from each other")
  func json() throws {
    let report = try Self.report()
    let text = JSONRenderer().render(report)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    for key in ["schemaVersion", "host", "measurements", "rating", "equivalents", "check", "thresholds"] {
      #expect(object[key] != nil, "\(key)")
    }
    let rows = try #require(object["measurements"] as? [[String: Any]])
    for key in ["precision", "provider", "status", "topsBest", "topsMedian", "samples", "check"] {
      #expect(rows.allSatisfy { $0.keys.contains(key) }, "\(key)")
    }
    let rating = try #require(object["rating"] as? [String: Any])
    #expect(rating["governingPrecision"] as? String == "fp32")
    let tpp = try #require((rating["demonstrated"] as? [String: Any])?["tpp"] as? Double)
    let best = try #require(report.measurements.first { $0.precision == .fp32 }?.topsBest)
    #expect((tpp - best * 32).magnitude < 1e-9)
    let equivalents = try #require(object["equivalents"] as? [[String: Any]])
    #expect(equivalents.count >= 6)
    #expect(equivalents.allSatisfy { $0.keys.contains("definition") && $0.keys.contains("value") })
    let diffusion = try #require(report.equivalents.first { $0.definition == "tpp-diffusion" }?.value)
    #expect((diffusion - tpp / 15_825).magnitude < 1e-12)
  }

  @Test("without a utilisation and days no line for training is put in hosts, and the report says why")
  func noTraining() throws {
    let report = try Self.report(training: nil)
    #expect(report.thresholds.contains { $0.id == "lpp" })
    #expect(!report.thresholds.contains { $0.unit == "operations" })
    #expect(report.notes.contains { $0.contains("--mfu and --days") })
  }

  @Test("the report is read back as it was written")
  func roundTrip() throws {
    let text = JSONRenderer().render(try Self.report())
    let again = try JSONDecoder().decode(RatingReport.self, from: Data(text.utf8))
    #expect(JSONRenderer().render(again) == text)
  }

  @Test("one LPP allowance is the whole number of hosts whose demonstrated TPP fits")
  func thresholds() throws {
    let report = try Self.report()
    let lpp = try #require(report.thresholds.first { $0.id == "lpp" })
    let tpp = try #require(report.rating.demonstrated.tpp)
    #expect(lpp.hosts == (26_900_000 / tpp).rounded(.down))
    let training = try #require(report.thresholds.first { $0.id == "Article 51(2)" })
    let peak = report.rating.derived?.rows.first { $0.precision == .fp32 }?.tops
    let perHost = (peak ?? tpp / 32) * 1e12 * 0.4 * 30 * 86_400
    #expect(training.hosts == (1e25 / perHost).rounded(.down) + 1)
    #expect(training.sentence.contains("FP32"))
    #expect(training.sentence.contains("40 % MFU"))
  }

  @Test(
    "a claim no silicon of this host can reach is refuted, a modest one is proven, one unmeasured is open")
  func claims() throws {
    let report = try Self.report(claims: [.fp32: 1000])
    #expect(report.check.verdict == .refuted)
    #expect(try Self.report(claims: [.fp32: 0.000001]).check.verdict == .provenAbove)
    #expect(try Self.report(claims: [.fp8e4m3: 1000]).check.verdict == .inconclusive)
  }

  @Test("nothing measured is a report with reasons and without a rating")
  func nothingMeasured() throws {
    let report = try Self.report(precisions: [.fp4])
    #expect(report.rating.demonstrated.tpp == nil)
    #expect(report.equivalents.allSatisfy { $0.value == nil && $0.reason != nil })
    let text = TerminalRenderer(isColored: false).render(RatingPage(report, peers: []).document)
    #expect(text.contains("no rating"))
  }
}
