import ChipDB
import Foundation
import Rating
import Testing

@testable import Report

@Suite struct CheckTests {
  let database: ChipDatabase

  init() throws { database = try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb") }

  private func page(
    _ chip: String?, rates: [Precision: Double] = [:], figures: [FigureCheck.Claim] = [],
    report: String? = nil,
    share: Double? = nil
  ) throws -> CheckPage {
    try CheckPage(
      .init(
        chip: chip, report: report, rates: rates, figures: figures, shareOfChip: share,
        tf32Reading: .container32),
      in: database)
  }

  /// A report as `assay measure --json` writes it.
  private func report(
    brand: String?, _ rows: [(precision: String, threads: Int, tops: Double, ceiling: Double)],
    tier: String = "record",
    hypervisor: String? = nil
  ) throws -> String {
    let measurements = rows.map { row in
      """
      {"precision":"\(row.precision)","status":"verified","threads":\(row.threads),"provider":"OpenBLAS 0.3.21",
       "topsBest":\(row.tops),"ceiling":{"instruction":"x","tops":\(row.ceiling)}}
      """
    }
    let path = NSTemporaryDirectory() + UUID().uuidString + ".json"
    try """
    {"schemaVersion":"2.0.0","run":{"tier":"\(tier)","isEvidence":\(tier == "record"),"threads":2},
     "host":{"cpu":{"brand":\(brand.map { "\"\($0)\"" } ?? "null")},
             "virtualization":{"hypervisor":\(hypervisor.map { "\"\($0)\"" } ?? "null")}},
     "measurements":[\(measurements.joined(separator: ","))]}
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test(
    "a claim that is another figure than the chip's dense rate is told from it, with the misreading that explains it",
    arguments: [
      ("h100-sxm", Precision.fp16, 1979.0, Misreading.Kind.sparse, ClaimVerdict.refuted),
      // Others have measured more than these two.
      ("h100-sxm", .fp16, 267.6, .vector, .refuted), ("mi300x", .fp16, 312, .otherChip, .provenAbove),
    ])
  func misreadings(
    chip: String, precision: Precision, claim: Double, kind: Misreading.Kind, verdict: ClaimVerdict
  ) throws {
    let page = try page(chip, rates: [precision: claim])
    #expect(page.verdict == verdict)
    #expect(
      try #require(page.checks.first).findings.contains { $0.kind == .misreading(kind) }, "\(page.reason)")
  }

  @Test(
    "a claimed TPP that counts wrongly is refuted, with what was counted wrongly",
    arguments: [
      ("rtx-4090", 10_570.0, Misreading.Kind.doubled), ("gaudi3", 14_680, .bitLength),
      ("h100-sxm", 2_144, .vector),
    ])
  func tpp(chip: String, claim: Double, kind: Misreading.Kind) throws {
    let page = try page(chip, figures: [.init(quantity: .tpp, value: claim)])
    #expect(page.verdict == .refuted)
    #expect(
      try #require(page.figures.first).findings.contains { $0.kind == .misreading(kind) }, "\(page.reason)")
  }

  @Test("a claim within what is published is consistent, one that others have measured is proven above")
  func sound() throws {
    #expect(try page("h100-sxm", rates: [.fp16: 989.5]).verdict == .consistent)
    #expect(try page("h100-sxm", rates: [.bf16: 700]).verdict == .provenAbove)
    #expect(try page("h100-sxm", figures: [.init(quantity: .tpp, value: 15_832)]).verdict == .consistent)
  }

  @Test("a claim that nothing explains is inconclusive and says what would settle it")
  func unexplained() throws {
    let page = try page("h100-sxm", rates: [.fp16: 1_341])
    #expect(page.verdict == .inconclusive)
    #expect(try !#require(page.checks.first).settledBy.isEmpty)
    #expect(try self.page("h100-sxm", rates: [.int4: 4_000]).verdict == .inconclusive)
  }

  @Test("a processor cannot do more than cores × operations per cycle × boost clock")
  func physics() throws {
    let chip = try database.chip(matching: "EPYC 9654")
    let limit = try #require(database.derived(.fp32, of: chip))
    let page = try page("EPYC 9654", rates: [.fp32: limit.value * 1.2])
    #expect(page.verdict == (limit.grade == .unverified ? .inconclusive : .refuted))
    #expect(page.reason.contains("cores"))
  }

  @Test("a measurement on some cores is held against their part, and stands among the published efficiencies")
  func measured() throws {
    let chip = try database.chip(matching: "EPYC 9654")
    let peak = try #require(database.derived(.fp32, of: chip)).value * 2 / 96
    let file = try report(
      brand: "AMD EPYC 9654 96-Core Processor", [("fp32", 2, peak * 0.9, peak * 0.93)], hypervisor: "KVM")
    let page = try page(nil, report: file)
    #expect(page.chip == "epyc-9654")
    #expect(page.verdict == .consistent)
    let check = try #require(page.checks.first)
    #expect(abs(try #require(check.measured?.efficiency) - 0.9) < 1e-9)
    #expect(check.findings.map(\.kind) == [.partialChip, .misreading(.clock)])
    #expect(check.reason.contains("published matrix products"))
  }

  @Test("a claim of twice what was measured is likely sparse")
  func likelySparse() throws {
    let file = try report(brand: nil, [("fp16", 1, 700, 990)])
    let page = try page("h100-sxm", rates: [.fp16: 1_979], report: file, share: 1)
    #expect(page.verdict == .refuted)
    #expect(try #require(page.checks.first).findings.contains { $0.text.contains("likely sparse") })
  }

  @Test("a part of a GPU is not guessed: without --share the measurement is a lower bound of the whole")
  func unknownPart() throws {
    let file = try report(brand: nil, [("fp16", 1, 140, 141)])
    let open = try page("h100-sxm", report: file)
    #expect(open.verdict == .inconclusive)
    #expect(try #require(open.checks.first).findings.contains { $0.kind == .partialChip })
    #expect(try page("h100-sxm", report: file, share: 1.0 / 7).verdict == .consistent)
  }

  @Test("the published efficiencies are the database's own measurements over its own peaks, none above 1")
  func efficiencies() {
    let published = database.efficiencies
    #expect(published.entries.count >= 20)
    #expect(published.entries.allSatisfy { $0.share > 0 && $0.share <= 1 })
    #expect(published.below(0) == 0)
    #expect(published.below(1.1) == published.entries.count)
  }

  @Test("what a check noticed is called in JSON what it has always been called")
  func findingNames() throws {
    let kinds = Misreading.Kind.allCases.map(CheckFinding.Kind.misreading)
    let names = try JSONDecoder().decode(
      [String].self,
      from: JSONEncoder().encode(kinds + [.partialChip, .conflict, .abovePeak, .trap]))
    #expect(
      Set(names) == [
        "sparse", "vector", "per-die", "per-package", "boost-clock", "doubled", "halved", "bit-length",
        "other-chip", "wrong-area", "wrong-limb", "rounding", "unit", "partial-chip", "conflict",
        "above-peak", "trap",
      ])
  }

  @Test("a report whose rate cannot be one is refused with the place")
  func impossibleRate() throws {
    let file = try report(brand: "AMD EPYC 9654 96-Core Processor", [("fp32", 2, -1, 1)])
    let error = #expect(throws: ReportFileError.self) { try page(nil, report: file) }
    #expect(error?.description.contains("-1.0 is no rate") == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("at measurements.[0].topsBest") == true)
  }

  @Test("a report that names no chip of the database needs one, and a file that is no report is refused")
  func nameless() throws {
    let file = try report(brand: "Mystery 9", [("fp32", 1, 0.1, 0.1)])
    let error = #expect(throws: ReportFileError.self) { try page(nil, report: file) }
    #expect(error?.description.contains("calls itself 'Mystery 9'; give the chip") == true)
    #expect(throws: ReportFileError.self) { try page("h100-sxm", report: "/dev/null") }
    #expect(throws: ChipDBError.self) { try page("no such chip", rates: [.fp16: 1]) }
  }
}
