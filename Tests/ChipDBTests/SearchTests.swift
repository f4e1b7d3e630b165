import ChipDB
import Rating
import Testing

@Suite struct SearchTests {
  let shipped: ChipDatabase

  init() throws { shipped = try Shipped.database() }

  @Test(
    "people's ways to write a name find the chip",
    arguments: [
      ("H100", "h100-sxm"), ("nvidia h100 sxm5 80gb", "h100-sxm"), ("A 800", "a800-sxm"),
      ("rtx4090", "rtx-4090"), ("GeForce_RTX–4090", "rtx-4090"), ("Instinct MI300X", "mi300x"),
      ("AMD Instinct™ MI300X", "mi300x"), ("mi-300x", "mi300x"), ("Ascend 910C", "ascend-910c"),
      ("MetaX C500 OAM", "mxc500-oam"), ("h100-sxm", "h100-sxm"), ("  H20  ", "h20"),
    ])
  func spellings(query: String, id: String) throws {
    #expect(try shipped.chip(matching: query).id == id)
    #expect(shipped.chip(id: id)?.id == id)
  }

  @Test("every id, name and alias finds its own chip and no other")
  func everySpelling() throws {
    for chip in shipped.chips {
      for spelling in [chip.id, chip.name, chip.name.uppercased()] + chip.aliases {
        #expect(try shipped.chip(matching: spelling).id == chip.id)
      }
    }
    #expect(shipped.chip(id: "H100") == nil)
  }

  @Test(
    "an unknown name gives the nearest ones and no chip",
    arguments: [
      ("H1000", "h100-sxm"), ("MI300", "mi300x"), ("asend 910", "ascend-910"), ("昇腾910X", "ascend-910"),
      ("NVIDIA H100 96GB", "h100-sxm"), ("RTX 4090 Ti", "rtx-4090"),
    ])
  func nearest(query: String, id: String) throws {
    let error = #expect(throws: ChipDBError.self) { try shipped.chip(matching: query) }
    guard case .unknownChip(let asked, let nearest) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(asked == query)
    #expect((1...5).contains(nearest.count))
    #expect(nearest.contains { $0.id.hasPrefix(id) }, "\(nearest)")
    #expect(error?.isUnknownChip == true)
    #expect(error?.description.contains("\(nearest[0].id) (\(nearest[0].name))") == true)
  }

  @Test("a name that is like nothing gives no suggestion", arguments: ["🦊", "qqqqqqqq", "%%%"])
  func nothing(query: String) {
    #expect(throws: ChipDBError.unknownChip(query: query, nearest: [])) { try shipped.chip(matching: query) }
  }

  @Test(
    "a blank or endless name is an error of its own",
    arguments: [("", 1), (" ", 3), ("-_", 9), ("x", 201), ("x", 1 << 20)])
  func badQuery(unit: String, count: Int) {
    let query = String(repeating: unit, count: count)
    let error = #expect(throws: ChipDBError.self) { try shipped.chip(matching: query) }
    guard case .badQuery = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.isUnknownChip == true)
    #expect((error?.description.count ?? 0) < 100)
  }

  @Test("two chips may differ by what people leave out: a query never crosses over")
  func neighbours() throws {
    let pairs = [("RTX 4090", "RTX 4090 D"), ("H800", "H100"), ("A100 PCIe 80GB", "A100 SXM4 80GB")]
    for (one, other) in pairs {
      #expect(try shipped.chip(matching: one).id != shipped.chip(matching: other).id)
    }
  }

  @Test(
    "processors are identified by family, model and stepping, whatever the brand says",
    arguments: [
      ("AuthenticAMD", 25, 17, 1, "zen4", "Genoa"), ("AuthenticAMD", 23, 49, 0, "zen2", "Rome"),
      ("GenuineIntel", 6, 85, 4, "skylake-sp", "Skylake-SP"),
      ("GenuineIntel", 6, 85, 7, "cascade-lake", "Cascade Lake"),
      ("GenuineIntel", 6, 143, 8, "sapphire-rapids", "Sapphire Rapids"),
    ])
  func identification(vendor: String, family: Int, model: Int, stepping: Int, id: String, codename: String) {
    let match = shipped.microarchitecture(cpuVendor: vendor, family: family, model: model, stepping: stepping)
    #expect(match?.microarchitecture.id == id)
    #expect(match?.codename == codename)
    #expect(match.flatMap { shipped.sources[$0.source] } != nil)
  }

  @Test("an Arm processor is identified by implementer and part")
  func arm() {
    #expect(
      shipped.microarchitecture(armImplementer: 0x41, part: 0xd40)?.microarchitecture.id == "neoverse-v1")
  }

  @Test("an unknown processor is not identified")
  func unidentified() {
    #expect(shipped.microarchitecture(armImplementer: 0x41, part: 1) == nil)
    #expect(shipped.microarchitecture(armImplementer: 0x99, part: 0xd40) == nil)
    #expect(shipped.microarchitecture(cpuVendor: "GenuineIntel", family: 6, model: 1, stepping: 0) == nil)
    #expect(shipped.microarchitecture(cpuVendor: "GenuineIntel", family: 6, model: 85, stepping: 9) == nil)
    #expect(shipped.microarchitecture(cpuVendor: "0x41", family: 6, model: 0xd40, stepping: 0) == nil)
  }
}
