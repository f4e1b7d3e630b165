import ChipDB
import Foundation
import Rating
import Testing

/// The tables that are shipped.
enum Shipped {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("chipdb").path

  private static let loaded = Result { try ChipDatabase.load(directory: directory) }

  /// The shipped database, loaded once.
  static func database() throws -> ChipDatabase { try loaded.get() }
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
      "Moore Threads", "MetaX", "Biren", "Kunlunxin",
    ] {
      #expect(vendors.contains { $0.hasPrefix(vendor) }, "\(vendor) is missing")
    }
    #expect(database.chips.filter { $0.country == "CN" }.count >= 40)
  }

  @Test(
    "the TPP of the chips that rules are argued about is the published one",
    arguments: [
      ("a100-sxm", 4992, 1), ("a800-sxm", 4992, 4), ("h100-sxm", 15832, 2), ("h800-sxm", 15832, 2),
      ("h20", 2368, 1), ("l4", 1936, 1), ("l40s", 5864, 1), ("rtx-4090", 5285, 1), ("rtx-4090-d", 4707, 1),
      ("mi210", 2896, 1), ("mi300x", 20919, 2), ("h200-sxm", 15832, 2), ("mi325x", 20919, 2),
      ("b200", 36000, 1), ("v100-sxm2", 2000, 1),
    ])
  func tpp(id: String, expected: Double, tolerance: Double) throws {
    let rating = try database.chip(matching: id).rating(tf32Reading: .container32)
    #expect((try #require(rating.tpp) - expected).magnitude <= tolerance)
    #expect(rating.evidence == .declared)
  }

  @Test("the export version of the RTX 4090 stays below 4,800 TPP")
  func exportVersion() throws {
    let rating = try database.chip(matching: "RTX 4090 D").rating(tf32Reading: .container32)
    #expect(try #require(rating.tpp) < 4800)
  }

  @Test("a chip is rated on its matrix units: an H100 is never 2,144 TPP")
  func matrixUnits() throws {
    let h100 = try database.chip(matching: "H100")
    #expect(try #require(h100.declared(.fp16)).value > 900)
  }

  @Test(
    "performance densities are the published ones",
    arguments: [("a100-sxm", 6.04), ("h20", 2.91), ("l4", 6.58), ("mi210", 4.0), ("mi300x", 8.72)])
  func density(id: String, expected: Double) throws {
    let chip = try database.chip(matching: id)
    let area = try #require(chip.applicableDieArea.mm2)
    let density = try #require(chip.rating(tf32Reading: .container32).performanceDensity(areaMM2: area))
    #expect((density - expected).magnitude < 0.01)
  }

  /// Epoch AI, "Data on AI Chip Owners" (CC-BY), <https://epoch.ai/data/ai-chip-owners>: 8-bit rate over
  /// the H100's. Its 5,000 TOP/s for the B200 and B300 is the rate of the GB200 and GB300.
  @Test(
    "Epoch's published 8-bit ratios follow from the table",
    arguments: [
      ("tpu-v6e", 0.928), ("mi300x", 1.321), ("gb200", 2.527), ("gb300", 2.527), ("tpu-v5p", 0.464),
      ("a100-sxm", 0.315), ("h20", 0.150),
    ])
  func epochRatios(id: String, expected: Double) throws {
    let chip = try database.chip(matching: id)
    let definition = try #require(database.equivalenceDefinitions.first { $0.id == "tops8-epoch" })
    let equivalent = definition.equivalent(of: chip.equivalenceFigures(tf32Reading: .container32))
    #expect((try #require(equivalent.value) - expected).magnitude <= 0.001)
  }

  @Test("six and more equivalence definitions stand beside each other, with sources and reference chips")
  func definitions() {
    #expect(database.equivalenceDefinitions.count >= 6)
    #expect(
      Set(database.equivalenceDefinitions.map(\.basis)) == Set(EquivalenceDefinition.Basis.allCases))
    #expect(database.equivalenceDefinitions.first { $0.id == "tpp-diffusion" }?.constant == 15825)
    for definition in database.equivalenceDefinitions {
      let sources = definition.source.split(separator: ";").map { $0.drop { $0 == " " } }
      #expect(!sources.isEmpty && sources.allSatisfy { database.sources[String($0)] != nil })
    }
    #expect(database.equivalenceDefinitions.allSatisfy { database.chip(id: $0.reference) != nil })
  }

  @Test("every figure names a source that the table of sources has")
  func sources() {
    for chip in database.chips {
      #expect(database.sources[chip.source] != nil, "\(chip.id)")
      #expect(chip.figures.allSatisfy { database.sources[$0.source] != nil }, "\(chip.id)")
      #expect(chip.cpu.map { database.sources[$0.source] != nil } ?? true, "\(chip.id)")
    }
    for core in database.microarchitectures {
      #expect(core.opsPerCycle.allSatisfy { database.sources[$0.source] != nil }, "\(core.id)")
    }
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

  @Test("every processor has derived rates, on the clock that its source says")
  func processors() {
    let processors = database.chips.filter { $0.cpu != nil }
    #expect(processors.count >= 15)
    for chip in processors where chip.cpu?.boostGHz ?? chip.cpu?.baseGHz != nil {
      #expect(!database.derivedThroughputs(of: chip).isEmpty, "\(chip.id)")
    }
  }

  @Test("conflicting values are kept beside the chosen one")
  func conflicts() throws {
    let fp4 = try #require(try database.chip(matching: "b300").declared(.fp4))
    #expect(fp4.value == 14000)
    #expect(fp4.range == 13500...15000)
  }

  @Test("claims are judged against efficiencies that were published")
  func yardsticks() {
    #expect(database.publishedEfficiencies == 0.514...0.969)
    #expect(database.materialDifference == 0.02)
  }

  @Test("the data package allows exactly the values that this module reads")
  func dataPackage() throws {
    struct Package: Decodable {
      struct Field: Decodable {
        struct Constraints: Decodable { let `enum`: [Value]? }
        let name: String
        let constraints: Constraints?
      }
      struct Schema: Decodable { let fields: [Field] }
      struct Resource: Decodable {
        let name: String
        let schema: Schema
      }
      struct Value: Decodable {
        let text: String?
        init(from decoder: any Decoder) throws {
          text = try? decoder.singleValueContainer().decode(String.self)
        }
      }
      let resources: [Resource]
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: Shipped.directory + "/datapackage.json"))
    let package = try JSONDecoder().decode(Package.self, from: data)
    func check<Choice: RawRepresentable<String> & CaseIterable>(
      _ table: String, _ field: String, _: Choice.Type
    ) {
      let constraints = package.resources.first { $0.name == table }?.schema.fields
        .first { $0.name == field }?.constraints
      #expect(
        Set(constraints?.enum?.compactMap(\.text) ?? []) == Set(Choice.allCases.map(\.rawValue)),
        "\(table).\(field)")
    }
    check("sources", "kind", Source.Kind.self)
    check("chips", "kind", Chip.Kind.self)
    check("chips", "form_factor", Chip.FormFactor.self)
    check("chips", "status", Chip.Status.self)
    check("throughput", "precision", Precision.self)
    check("throughput", "unit", ComputeUnit.self)
    check("throughput", "grade", Grade.self)
    check("dies", "role", Die.Role.self)
    check("memory", "quantity", Chip.MemoryFigure.Quantity.self)
    check("power", "kind", Chip.PowerFigure.Kind.self)
    check("price", "kind", Chip.PriceFigure.Kind.self)
    check("microarchitectures", "isa", Microarchitecture.InstructionSet.self)
    check("equivalences", "basis", EquivalenceDefinition.Basis.self)
    check("systems", "status", Chip.Status.self)
    check("system_figures", "quantity", SystemQuantity.Kind.self)
    check("system_figures", "precision", Precision.self)
    check("system_figures", "grade", Grade.self)
    check("utilisation", "quantity", PublishedUtilisation.Quantity.self)
  }
}
