import Rating
import Testing

@testable import Rulebook

/// A chip with the figures of its sources and the paragraphs that it must meet.
struct ChipCase: Sendable, CustomTestStringConvertible {
  let name: String
  let subject: Subject
  /// Where the figures stand.
  let source: String
  let in2022: [String]
  let in2024: [String]
  let inWindow: Outcome

  init(
    _ name: String, tpp: Double, area: Double?, io: Double, dram: Double, dataCentre: Outcome = .yes,
    source: String, in2022: [String], in2024: [String], inWindow: Outcome
  ) {
    self.name = name
    self.source = source
    self.in2022 = in2022
    self.in2024 = in2024
    self.inWindow = inWindow
    subject = .chip(name, tpp: tpp, areaMM2: area, io: io, dram: dram, dataCentre: dataCentre)
  }

  var testDescription: String { name }

  static let all: [ChipCase] = [
    ChipCase(
      "A100 80GB SXM", tpp: 4_992, area: 826, io: 664, dram: 2_039,
      source: "NVIDIA A100 datasheet and GA100 whitepaper: 624 INT8 TOPS, 600 GB/s NVLink + 64 GB/s PCIe",
      in2022: ["3A090.a"], in2024: ["3A090.a.1", "3A090.a.2"], inWindow: .yes),
    ChipCase(
      "A800 80GB SXM", tpp: 4_992, area: 826, io: 464, dram: 2_039,
      source: "NVIDIA A800 datasheet: as the A100 with 400 GB/s NVLink",
      in2022: [], in2024: ["3A090.a.1", "3A090.a.2"], inWindow: .yes),
    ChipCase(
      "H100 SXM", tpp: 15_832, area: 814, io: 1_028, dram: 3_350,
      source:
        "NVIDIA H100 datasheet and GH100 whitepaper: 1,979 FP8 TFLOPS dense, 900 GB/s NVLink + 128 GB/s PCIe",
      in2022: ["3A090.a"], in2024: ["3A090.a.1", "3A090.a.2"], inWindow: .yes),
    ChipCase(
      "H800 SXM", tpp: 15_832, area: 814, io: 528, dram: 3_350,
      source: "NVIDIA H800 datasheet: as the H100 with 400 GB/s NVLink",
      in2022: [], in2024: ["3A090.a.1", "3A090.a.2"], inWindow: .yes),
    ChipCase(
      "H20", tpp: 2_368, area: 814, io: 1_028, dram: 4_000,
      source: "SemiAnalysis, Nvidia's new China AI chips, November 2023: 296 INT8 TOPS, 4.0 TB/s",
      in2022: [], in2024: [], inWindow: .no),
    ChipCase(
      "L4", tpp: 1_936, area: 294, io: 64, dram: 300,
      source: "NVIDIA L4 datasheet: 242 FP8 TFLOPS dense; AD104 294 mm²",
      in2022: [], in2024: ["3A090.a.2"], inWindow: .yes),
    ChipCase(
      "L40S", tpp: 5_864, area: 609, io: 64, dram: 864,
      source: "NVIDIA L40S datasheet: 733 FP8 TFLOPS dense; AD102 609 mm²",
      in2022: [], in2024: ["3A090.a.1", "3A090.a.2"], inWindow: .yes),
    ChipCase(
      "RTX 4090", tpp: 5_285, area: 609, io: 64, dram: 1_008, dataCentre: .no,
      source: "NVIDIA Ada whitepaper: 660.6 FP8 TFLOPS dense; AD102 609 mm²",
      in2022: [], in2024: ["3A090.a.1", "3A090.a.2"], inWindow: .yes),
    ChipCase(
      "RTX 4090 D", tpp: 4_707, area: 609, io: 64, dram: 1_008, dataCentre: .no,
      source: "NVIDIA RTX 4090 D product page: 14,592 cores at 2.52 GHz; AD102 609 mm²",
      in2022: [], in2024: [], inWindow: .no),
    ChipCase(
      "MI210", tpp: 2_896, area: 724, io: 364, dram: 1_638,
      source: "AMD MI210 datasheet: 181 FP16 TFLOPS, 300 GB/s Infinity Fabric + 64 GB/s PCIe",
      in2022: [], in2024: ["3A090.b.1", "3A090.b.2"], inWindow: .no),
    ChipCase(
      "MI300X", tpp: 20_919, area: nil, io: 1_024, dram: 5_300,
      source: "AMD MI300X datasheet: 2,614.9 FP8 TFLOPS dense, 5.3 TB/s",
      in2022: ["3A090.a"], in2024: ["3A090.a.1"], inWindow: .yes),
  ]
}

@Suite struct ChipsOnDatesTests {
  @Test("each chip meets the paragraphs of October 2022 that its figures reach", arguments: ChipCase.all)
  func october2022(chip: ChipCase) throws {
    #expect(try Shipped.rulebook().classify(chip.subject, on: "2022-11-01").met() == chip.in2022)
  }

  @Test("each chip meets the paragraphs of November 2023 that its figures reach", arguments: ChipCase.all)
  func november2023(chip: ChipCase) throws {
    let rulebook = try Shipped.rulebook()
    for day: CalendarDate in ["2024-01-01", "2026-02-01"] {
      #expect(try rulebook.classify(chip.subject, on: day).met() == chip.in2024)
    }
  }

  @Test("the window of January 2026 holds the chips of 3A090.a below both lines", arguments: ChipCase.all)
  func window(chip: ChipCase) throws {
    let findings = try Shipped.rulebook().classify(chip.subject, on: "2026-02-01")
    let window = try #require(findings.first { $0.instrument == "us-91-fr-1684" })
    #expect(window.outcome == chip.inWindow)
    #expect(window.confidence == .secondary)
    let isControlled = window.trace.root.children[0].outcome
    #expect(isControlled == Outcome(chip.in2024.contains { $0.hasPrefix("3A090.a") }))
  }

  @Test("an unknown area leaves only the density limbs open")
  func unknownArea() throws {
    let chip = try #require(ChipCase.all.first { $0.name == "MI300X" })
    let findings = try Shipped.rulebook().classify(chip.subject, on: "2024-01-01")
    #expect(findings["3A090.a.2"]?.outcome == .unknown)
    #expect(findings["3A090.b.1"]?.outcome == .no)
    #expect(findings["3A090.b.2"]?.outcome == .no)
  }

  @Test("exclusion and relief are told apart from control")
  func effects() throws {
    let rulebook = try Shipped.rulebook()
    let gaming = Subject.chip(tpp: 4_707, areaMM2: 609, dataCentre: .no)
    let findings = try rulebook.classify(gaming, on: "2024-01-01")
    #expect(findings.met(.exclusion) == ["3A090 note 2"])
    #expect(findings.met(.relief).isEmpty)
    let faster = Subject.chip(tpp: 5_285, areaMM2: 609, dataCentre: .no)
    #expect(try rulebook.classify(faster, on: "2024-01-01").met(.relief) == ["740.8 NAC"])
  }
}
