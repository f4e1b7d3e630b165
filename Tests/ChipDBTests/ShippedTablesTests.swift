import ChipDB
import Foundation
import Rating
import Testing

/// The tables that are shipped.
enum Shipped {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("chipdb").path

  static func database() throws -> ChipDatabase { try ChipDatabase.load(directory: directory) }
}

@Suite struct ShippedTablesTests {
  let database: ChipDatabase

  init() throws { database = try Shipped.database() }

  @Test("every main vendor is there, the Chinese ones included")
  func vendors() {
    #expect(database.chips.count >= 60)
    let vendors = Set(database.chips.map(\.vendor))
    for vendor in [
      "NVIDIA", "AMD", "Intel", "Google", "Amazon", "Meta", "Microsoft", "Huawei", "Cambricon", "Hygon",
      "Moore Threads", "MetaX", "Biren",
    ] {
      #expect(vendors.contains { $0.hasPrefix(vendor) }, "\(vendor) is missing")
    }
    #expect(database.chips.filter { $0.country == "CN" }.count >= 40)
  }

  @Test(
    "the TPP of the chips that rules are argued about is the published one",
    arguments: [
      ("a100-sxm", 4992, 1), ("a800-sxm", 4992, 4), ("h100-sxm", 15832, 2), ("h800-sxm", 15832, 2),
      ("h20", 2368, 1),
      ("l4", 1936, 1), ("l40s", 5864, 1), ("rtx-4090", 5285, 1), ("rtx-4090-d", 4707, 1), ("mi210", 2896, 1),
      ("mi300x", 20919, 2), ("h200-sxm", 15832, 2), ("mi325x", 20919, 2), ("b200", 36000, 1),
      ("v100-sxm2", 2000, 1),
    ])
  func tpp(id: String, expected: Double, tolerance: Double) throws {
    let rating = try database.chip(matching: id).rating(tf32Reading: .container32)
    #expect((try #require(rating.tpp) - expected).magnitude <= tolerance)
  }

  @Test("no chip passes for one without a rating on its vector units: an H100 is never 2,144 TPP")
  func matrixUnits() throws {
    let h100 = try database.chip(matching: "H100")
    #expect(try #require(h100.declared(.fp16)).value > 900)
  }

  @Test(
    "performance densities are the published ones",
    arguments: [("a100-sxm", 6.04), ("h20", 2.909), ("l4", 6.585), ("mi210", 4.0)])
  func density(id: String, expected: Double) throws {
    let chip = try database.chip(matching: id)
    let area = try #require(chip.applicableDieArea.mm2)
    let density = try #require(chip.rating(tf32Reading: .container32).performanceDensity(areaMM2: area))
    #expect((density - expected).magnitude < 0.01)
  }

  @Test(
    "Epoch's published 8-bit ratios follow from the table",
    arguments: [
      ("tpu-v6e", 0.928), ("mi300x", 1.321), ("tpu-v5p", 0.464), ("a100-sxm", 0.315), ("h20", 0.150),
    ])
  func epochRatios(id: String, expected: Double) throws {
    let chip = try database.chip(matching: id)
    let definition = try #require(database.equivalenceDefinitions.first { $0.id == "tops8-epoch" })
    let equivalent = definition.equivalent(
      of: chip.rating(tf32Reading: .container32), memoryBandwidthGBps: nil)
    #expect((try #require(equivalent.value) - expected).magnitude <= 0.001)
  }

  @Test("six and more equivalence definitions stand beside each other, with sources")
  func definitions() {
    #expect(database.equivalenceDefinitions.count >= 6)
    #expect(Set(database.equivalenceDefinitions.map(\.basis)).count == 3)
    #expect(database.equivalenceDefinitions.first { $0.id == "tpp-diffusion" }?.constant == 15825)
    #expect(database.equivalenceDefinitions.allSatisfy { database.sources[$0.source] != nil })
  }

  @Test("every figure names a source that the table of sources has")
  func sources() {
    for chip in database.chips {
      for figure in chip.throughputs.map(\.tops) + chip.dies.map(\.areaMM2) + chip.power {
        #expect(database.sources[figure.source] != nil)
      }
    }
  }

  @Test(
    "people's ways to write a name find the chip",
    arguments: [
      ("H100", "h100-sxm"), ("nvidia h100 sxm5 80gb", "h100-sxm"), ("A 800", "a800-sxm"),
      ("rtx4090", "rtx-4090"), ("Instinct MI300X", "mi300x"), ("mi-300x", "mi300x"),
      ("Ascend 910C", "ascend-910c"),
    ])
  func spellings(query: String, id: String) throws {
    #expect(try database.chip(matching: query).id == id)
  }

  @Test(
    "an unknown name gives the nearest ones and no chip",
    arguments: ["H1000", "MI300", "asend 910", "", "   ", "🦊", String(repeating: "x", count: 100_000)])
  func unknown(query: String) {
    let error = #expect(throws: ChipDBError.self) { try database.chip(matching: query) }
    #expect(error?.isUnknownChip == true)
    if query == "H1000" { #expect(error?.description.contains("h100-sxm") == true) }
    if query == "asend 910" { #expect(error?.description.contains("ascend-910") == true) }
  }

  @Test(
    "processors are identified by family and model, whatever the brand says",
    arguments: [
      ("AuthenticAMD", 25, 17, 1, "zen4"), ("AuthenticAMD", 23, 49, 0, "zen2"),
      ("GenuineIntel", 6, 85, 4, "skylake-sp"),
      ("GenuineIntel", 6, 85, 7, "cascade-lake"), ("GenuineIntel", 6, 143, 8, "sapphire-rapids"),
    ])
  func identification(vendor: String, family: Int, model: Int, stepping: Int, id: String) {
    let match = database.microarchitecture(
      cpuVendor: vendor, family: family, model: model, stepping: stepping)
    #expect(match?.microarchitecture.id == id)
  }

  @Test("an Arm processor is identified by implementer and part, an unknown one is not")
  func arm() {
    #expect(
      database.microarchitecture(armImplementer: 0x41, part: 0xd40)?.microarchitecture.id == "neoverse-v1")
    #expect(database.microarchitecture(armImplementer: 0x41, part: 1) == nil)
    #expect(database.microarchitecture(cpuVendor: "GenuineIntel", family: 6, model: 1, stepping: 0) == nil)
  }

  @Test("derived rates are cores times operations per cycle times clock")
  func derived() throws {
    let zen4 = try #require(
      database.microarchitecture(cpuVendor: "AuthenticAMD", family: 25, model: 17, stepping: 1)?
        .microarchitecture)
    let rates = zen4.derivedThroughputs(cores: 2, clockGHz: 3.65)
    #expect(rates.first { $0.precision == .fp32 }?.tops == 2 * 32 * 3.65 / 1000)
    #expect(rates.first { $0.precision == .bf16 }?.tops == 2 * 64 * 3.65 / 1000)
    #expect(rates.allSatisfy { $0.evidence == .derived && $0.source.contains("measured") })
  }

  @Test("conflicting values are kept beside the chosen one")
  func conflicts() throws {
    let b300 = try database.chip(matching: "b300")
    let fp4 = try #require(b300.declared(.fp4))
    #expect(!fp4.conflicts.isEmpty)
  }

  @Test("a filter keeps what matches, in the order asked for")
  func filter() {
    let huawei = ChipFilter(vendor: "huawei", order: .tpp).apply(
      to: database.chips, tf32Reading: .container32)
    #expect(!huawei.isEmpty)
    #expect(huawei.allSatisfy { $0.vendor.hasPrefix("Huawei") })
    let ratings = huawei.compactMap { $0.rating(tf32Reading: .container32).tpp }
    #expect(ratings == ratings.sorted(by: >))
    let chinese = ChipFilter(country: "cn", kind: .npu).apply(to: database.chips, tf32Reading: .container32)
    #expect(chinese.allSatisfy { $0.country == "CN" && $0.kind == .npu })
  }
}
