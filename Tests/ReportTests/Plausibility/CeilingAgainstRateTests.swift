import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct CeilingAgainstRateTests {
  private func found(_ rows: [MeasurementRow]) throws -> [PlausibilityFinding] {
    CeilingAgainstRate([try PlausibilityFixture.host(rows, core: PlausibilityFixture.core())]).outcome
      .findings
  }

  @Test("a product above its ceiling is doubtful, one far below it a note, and nothing between")
  func share() throws {
    #expect(try found([PlausibilityFixture.row(tops: 0.205, ceiling: 0.2)]).isEmpty)
    #expect(try found([PlausibilityFixture.row(tops: 0.207, ceiling: 0.2)]).severities == [.doubtful])
    #expect(try found([PlausibilityFixture.row(tops: 0.061, ceiling: 0.2)]).isEmpty)
    let note = try #require(try found([PlausibilityFixture.row(tops: 0.059, ceiling: 0.2)]).first)
    #expect(note.severity == .note)
    #expect(note.text.contains("29.5 %"))
  }

  @Test("a ceiling above what the cores can do at their clock is impossible")
  func clock() throws {
    let peak = 2 * 32 * 3.2 / 1000
    #expect(try found([PlausibilityFixture.row(ceiling: peak * 1.02)]).isEmpty)
    let finding = try #require(try found([PlausibilityFixture.row(ceiling: peak * 1.04)]).first)
    #expect(finding.severity == .impossible)
  }

  @Test("ceilings of visits that lie far apart are a note, and ceilings that are all the same doubtful")
  func visits() throws {
    var apart = PlausibilityFixture.row()
    for index in 0..<6 {
      apart.visits[index] = Visit(
        number: index + 1, startSeconds: Double(index), ceilingTops: 0.15 - 0.001 * Double(index),
        coreLatencyNs: nil)
    }
    #expect(try found([apart]).severities == [.note])
    func alike(_ count: Int) -> MeasurementRow {
      var row = PlausibilityFixture.row(visits: 40)
      for index in 0..<count {
        row.visits[index] = Visit(
          number: index + 1, startSeconds: Double(index), ceilingTops: 0.2, coreLatencyNs: nil)
      }
      return row
    }
    #expect(try found([alike(40)]).contains { $0.severity == .doubtful })
    #expect(try !found([alike(24)]).contains { $0.severity == .doubtful })
  }

  @Test("a ceiling of FP64 above that of FP32 is doubtful, on as many threads")
  func widths() throws {
    let single = PlausibilityFixture.row(.fp32, tops: 0.09, ceiling: 0.1)
    func double(_ threads: Int, _ ceiling: Double) -> MeasurementRow {
      PlausibilityFixture.row(.fp64, tops: 0.05, ceiling: ceiling, threads: threads)
    }
    #expect(try found([single, double(2, 0.102)]).isEmpty)
    #expect(try found([single, double(2, 0.104)]).severities == [.doubtful])
    let wider = PlausibilityFixture.row(.fp32, tops: 0.04, ceiling: 0.04, threads: 1)
    #expect(try found([single, wider, double(2, 0.1)]).isEmpty)
  }

  @Test("a row without a ceiling says that it could not be checked")
  func unknown() throws {
    let outcome = CeilingAgainstRate([
      try PlausibilityFixture.host([PlausibilityFixture.row(ceiling: nil)], core: PlausibilityFixture.core())
    ]).outcome
    #expect(outcome.findings.isEmpty)
    #expect(outcome.record.unsupported.count == 1)
  }

  @Test("a device's rate far above its declared peak is doubtful, and far below it a note")
  func device() throws {
    let declared = try #require(try DeviceFixture.database().chip(id: "h100-sxm")?.declared(.bf16)).value
    func found(_ share: Double) throws -> [PlausibilityFinding] {
      try PlausibilityFixture.device([DeviceFixture.row(.bf16, declared * share)]).findings
        .filter { $0.id == .ceilingAgainstRate }
    }
    #expect(try found(1.14).isEmpty)
    #expect(try found(1.16).severities == [.doubtful])
    #expect(try found(0.31).isEmpty)
    #expect(try found(0.29).severities == [.note])
  }

  @Test("sparse products of a device are held against no dense peak")
  func sparse() throws {
    let row = try DeviceFixture.row(.bf16, 1_900, sparsity: .twoOfFour)
    #expect(try PlausibilityFixture.device([row]).findings.isEmpty)
  }
}
