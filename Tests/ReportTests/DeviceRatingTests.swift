import ChipDB
import Foundation
import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct DeviceRatingTests {
  private func report(
    _ devices: DeviceMeasurement..., claims: [Precision: Double] = [:], plan: SamplingPlan = .quick
  ) throws -> DeviceRatingReport {
    try DeviceFixture.report(DeviceFixture.result(devices, plan: plan), claims: claims)
  }

  private func h100(_ rows: [MeasurementRow]? = nil, telemetry: TelemetrySummary = DeviceFixture.telemetry())
    throws -> DeviceMeasurement
  {
    DeviceFixture.measured(DeviceFixture.h100(), try rows ?? DeviceFixture.rows(), telemetry: telemetry)
  }

  @Test("an H100 is rated by its best dense product, beside the 15,832 TPP that are declared")
  func h100Rating() throws {
    let device = try #require(try report(try h100()).devices.first)
    #expect(device.identification.chip == "h100-sxm")
    let rating = device.rating
    #expect(rating.demonstrated.tpp == 794.5 * 16)
    #expect(rating.demonstrated.governingPrecision == .bf16)
    #expect(rating.declared?.tpp == 15_832)
    #expect(try #require(rating.declared?.performanceDensity) > 19)
    #expect(rating.part.share == 1)
    let fp8 = try #require(rating.differences.first { $0.precision == .fp8e4m3 })
    #expect(abs(fp8.share - 1_402.6 / 1_979) < 1e-12)
    let diffusion = try #require(rating.equivalents.first { $0.definition == "tpp-diffusion" })
    #expect(try abs(#require(diffusion.value) - 794.5 * 16 / 15_825) < 1e-12)
    #expect(rating.equivalents.count >= 6)
    #expect(rating.equivalents.first { $0.definition == "memory-bandwidth" }?.operand == 3_010)
    #expect(rating.memory?.text == "memory: 3,010 GB/s, 89.9 % of the 3,350 GB/s declared (nvidia-h100-spec)")
  }

  @Test("sparse products earn no TPP, however fast")
  func sparse() throws {
    let rows = [try DeviceFixture.row(.bf16, 5_000, sparsity: .twoOfFour), try DeviceFixture.row(.fp16, 700)]
    let rating = try #require(try report(try h100(rows)).devices.first?.rating)
    #expect(rating.demonstrated.rows.map(\.precision) == [.fp16])
    #expect(rating.demonstrated.tpp == 11_200.0)
    #expect(rating.check.claims.map(\.precision) == [.fp16])
  }

  @Test("the difference from what is declared is explained by what the data say, and by nothing else")
  func explanation() throws {
    let rating = try #require(try report(try h100()).devices.first?.rating)
    let findings = try #require(rating.differences.first { $0.precision == .bf16 }).findings
    #expect(
      findings.contains { $0.contains("others have measured 794.5 TOP/s") && $0.contains("mamf-table") })
    #expect(findings.contains { $0.contains("51.4 % to 96.9 %") })
    #expect(findings.contains { $0.contains("696 W, 99.4 % of the 700 W") })
    #expect(findings.contains { $0.contains("lowered its clock for power in 90.9 % of the readings") })
    #expect(findings.contains { $0.contains("1,410 MHz of 1,980 MHz") })
    #expect(!findings.contains { $0.contains("rated power") })

    let capped = try #require(
      try report(try h100(telemetry: DeviceFixture.telemetry(limit: 500))).devices.first?.rating)
    #expect(
      try #require(capped.differences.first).findings.contains {
        $0.contains("71.4 % of the chip's rated power of 700 W")
      })
    let silent = try #require(
      try report(try h100(telemetry: TelemetrySummary([], reason: "no NVML"))).devices.first?.rating)
    #expect(try #require(silent.differences.first).findings.last == "power and clock are not known: no NVML")
  }

  @Test("a rate above what is declared proves the declaration, and says that the declaration is low")
  func above() throws {
    let rating = try #require(
      try report(try h100([try DeviceFixture.row(.bf16, 1_050)])).devices.first?.rating)
    #expect(rating.check.verdict == .provenAbove)
    #expect(
      try #require(rating.differences.first).findings.contains { $0.hasPrefix("above what is declared") })
  }

  @Test(
    "a claim of each device is proven by a rate that reaches it and never refuted",
    arguments: [(700, ClaimVerdict.provenAbove), (989, .consistent), (5_000, .inconclusive)])
  func claims(claim: Double, verdict: ClaimVerdict) throws {
    let device = try #require(
      try report(try h100([try DeviceFixture.row(.bf16, 794.5)]), claims: [.bf16: claim]).devices.first)
    let check = try #require(device.rating.check.claims.first)
    #expect(check.verdict == verdict)
    #expect(check.source == "--claim, for cuda:0")
    #expect(check.limitTops == nil)
  }

  @Test("a MIG instance is held against its share of what is declared, and the scaling is stated")
  func mig() throws {
    var device = DeviceFixture.h100()
    device.partition = .init(name: "MIG 1g.10gb", processors: 16, wholeProcessors: 132)
    let rating = try #require(
      try report(DeviceFixture.measured(device, [try DeviceFixture.row(.bf16, 100)])).devices.first?.rating)
    let declared = try #require(rating.declared?.rows.first { $0.precision == .bf16 })
    #expect(abs(declared.tops - 989.5 * 16 / 132) < 1e-9)
    #expect(declared.source.contains("scaled: MIG 1g.10gb, 16 of 132 processors"))
    #expect(rating.declared?.performanceDensity == nil)
    #expect(rating.check.verdict == .consistent)
  }

  @Test("nothing declared is held against a share of unknown size, and the answer says so")
  func unknownShare() throws {
    var device = DeviceFixture.h100()
    device.partition = .init(name: "vGPU")
    let report = try report(DeviceFixture.measured(device, [try DeviceFixture.row(.bf16, 100)]))
    let rating = try #require(report.devices.first?.rating)
    #expect(rating.declared == nil && rating.differences.isEmpty && rating.check.claims.isEmpty)
    #expect(rating.check.verdict == .inconclusive)
    let text = DeviceFixture.text(DeviceRatingPage(report).document)
    #expect(text.contains("no declared figure is held against a share of unknown size"), "\(text)")
  }

  @Test("the dies of a package are rated each and together, the package against the whole declaration")
  func package() throws {
    let dies = try ["hip:0", "hip:1"].map { id in
      var die = DeviceDescription(id: id, name: "AMD Instinct MI250X")
      die.package = "0000:c1"
      return DeviceFixture.measured(die, [try DeviceFixture.row(.bf16, 150)])
    }
    let report = try DeviceFixture.report(DeviceFixture.result(dies))
    let declared = try #require(
      try DeviceFixture.database().chip(matching: "mi250x").declared(.bf16)?.value)
    let die = try #require(report.devices.first?.rating)
    #expect(die.part.words == "one of the 2 compute dies of its package")
    #expect(die.declared?.rows.first { $0.precision == .bf16 }?.tops == declared / 2)
    let package = try #require(report.packages.first?.rating)
    #expect(package.part.share == 1)
    #expect(package.demonstrated.tpp == 4_800.0)
    #expect(package.declared?.rows.first { $0.precision == .bf16 }?.tops == declared)
    #expect(DeviceFixture.text(DeviceRatingPage(report).document).contains("package 0000:c1: equivalents"))
  }

  @Test("dies of which the database does not know how many there are count only in their sum")
  func unknownDies() throws {
    let dies = try ["npu:0", "npu:1"].map { id in
      var die = DeviceDescription(id: id, name: "Ascend910_9382")
      die.package = "card 0"
      return DeviceFixture.measured(die, [try DeviceFixture.row(.fp16, 300)])
    }
    let report = try DeviceFixture.report(DeviceFixture.result(dies))
    #expect(report.devices.allSatisfy { $0.rating.declared == nil })
    let package = try #require(report.packages.first?.rating)
    #expect(package.part.words.contains("the database does not tell"))
    #expect(try #require(package.differences.first).demonstratedTops == 600)
  }

  @Test("a device that no table knows is rated without anything declared, and says why")
  func unknownChip() throws {
    let device = DeviceDescription(id: "npu:0", name: "Wonder 1")
    let report = try report(DeviceFixture.measured(device, [try DeviceFixture.row(.fp16, 300)]))
    let rating = try #require(report.devices.first?.rating)
    #expect(rating.demonstrated.tpp == 4_800.0)
    #expect(
      rating.check.reason
        == "the database does not tell which chip it is, and no --claim was given")
    let text = DeviceFixture.text(DeviceRatingPage(report).document)
    #expect(text.contains("no PCI id is told, and its name 'Wonder 1' is not in the database"))
    #expect(text.contains("no declared figure is known of this chip"))
  }

  @Test("lines of the law are put in devices: by demonstrated TPP, and by the declared peak")
  func thresholds() throws {
    let result = DeviceFixture.result([try h100()])
    let report = try DeviceFixture.report(result, training: .init(utilisation: 0.4, days: 30))
    let lines = try #require(report.devices.first?.rating.thresholds)
    let lpp = try #require(lines.first { $0.id == "lpp" })
    #expect(lpp.count == (26_900_000 / (794.5 * 16)).rounded(.down))
    #expect(lpp.countByPeak == (26_900_000 / 15_832.0).rounded(.down))
    #expect(
      lpp.sentence.contains("of this device = one LPP allowance") && lpp.sentence.contains("by declared TPP"))
    let training = try #require(lines.first { $0.id == "Article 51(2)" })
    #expect(training.sentence.contains("% MFU of the BF16 peak"))
    #expect(training.count == (1e25 / (989.5 * 1e12 * 0.4 * 30 * 86_400)).rounded(.down) + 1)
  }

  @Test("devices of one kind have the lines of the law once, by the fastest; JSON has every device's")
  func thresholdsOnce() throws {
    let slow = DeviceFixture.measured(DeviceFixture.h100("cuda:1"), try DeviceFixture.rows(scale: 0.9))
    let report = try report(slow, try h100())
    let section = try #require(
      DeviceRatingPage(report).document.sections.first { $0.title == "Thresholds" })
    let text = DeviceFixture.text(Document(title: "", sections: [section]))
    #expect(
      text.components(separatedBy: "LPP allowance =").count
        + text.components(separatedBy: "one LPP allowance").count == 3)
    #expect(text.contains("By the figures of cuda:0"))
    #expect(report.devices.allSatisfy { !$0.rating.thresholds.isEmpty })
  }

  @Test("a device with less memory than its chip is a warning: the worker may not tell of a partition")
  func lessMemory() throws {
    var device = DeviceFixture.h100()
    device.memoryBytes = 20 << 30
    let report = try report(DeviceFixture.measured(device, try DeviceFixture.rows()))
    #expect(try #require(report.warnings.first).hasPrefix("SMALLER: cuda:0 has 20.0 GiB of memory, 26.8 %"))
    #expect(try self.report(try h100()).warnings.isEmpty)
  }

  @Test("the JSON writes every key, with null where something is not known")
  func json() throws {
    let object = try DeviceFixture.object(
      try report(DeviceFixture.measured(DeviceDescription(id: "npu:0", name: "Wonder 1"), [])))
    let device = try #require((object["devices"] as? [[String: Any]])?.first)
    for key in ["id", "device", "measurements", "memory", "telemetry", "failure", "identification", "rating"]
    {
      #expect(device.keys.contains(key), "\(key)")
    }
    let identification = try #require(device["identification"] as? [String: Any])
    #expect(identification["chip"] is NSNull && identification["name"] is NSNull)
    let rating = try #require(device["rating"] as? [String: Any])
    #expect(rating["declared"] is NSNull)
    let demonstrated = try #require(rating["demonstrated"] as? [String: Any])
    #expect(
      ["tpp", "governingPrecision", "performanceDensity"].allSatisfy { demonstrated[$0] is NSNull })
    #expect(((rating["thresholds"] as? [[String: Any]])?.first?["count"]) is NSNull)
    #expect(object["schemaVersion"] as? String == RatingReport.schemaVersion)
    let known = try DeviceFixture.object(try report(try h100()))
    let claim = try #require(
      ((((known["devices"] as? [[String: Any]])?.first?["rating"] as? [String: Any])?["check"]
        as? [String: Any])?["claims"] as? [[String: Any]])?.first)
    #expect(claim["limitTops"] is NSNull)
  }

  @Test(
    "every format of a rating has the headline, the explanation and the notice",
    arguments: ["text", "markdown", "html"])
  func formats(format: String) throws {
    let document = DeviceRatingPage(try report(try h100())).document
    let text =
      switch format {
      case "text": DeviceFixture.text(document)
      case "markdown": MarkdownRenderer().render(document)
      default: HTMLRenderer(chartLibrary: nil).render(document)
      }
    for part in [
      "12,712", "15,832", "80.3 %", "NVIDIA H100 SXM5 80GB", "This is not legal advice", "Indicative",
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
  }
}
