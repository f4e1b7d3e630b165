import Rating
import Testing

@testable import ChipDB

@Suite struct QueryTests {
  let database: ChipDatabase

  init() throws { database = try Shipped.database() }

  @Test(
    "a search says by what it found the chip",
    arguments: [
      ("h100-sxm", ChipMatch.Way.id, "h100-sxm"), ("NVIDIA A100 SXM4 80GB", .name, "a100-sxm"),
      ("昇腾910C", .alias, "ascend-910c"), ("10de:2330", .deviceID, "h100-sxm"),
      ("10DE:0x2330", .deviceID, "h100-sxm"), ("NVIDIA L20", .name, "l20"),
      ("nvidia b300 sxm6 ac", .deviceID, "b300"),
      ("Ascend910_9382", .deviceID, "ascend-910c"), ("寒武纪", .part, "mlu580"), ("昇腾", .part, "ascend-910b"),
      ("910C Huawei", .words, "ascend-910c"), ("biren", .part, "br100"),
      ("asend 910c", .alike, "ascend-910c"),
    ])
  func search(query: String, way: ChipMatch.Way, id: String) throws {
    let search = try ChipSearch(query, in: database)
    let match = try #require(search.matches.first { $0.chip.id == id }, "\(search.matches.map(\.chip.id))")
    #expect(match.way == way, "\(match.way), \(match.matched)")
    let scores = search.matches.map(\.score)
    #expect(scores == scores.sorted(by: >))
    #expect(scores.allSatisfy { (0...1).contains($0) })
    #expect(Set(search.matches.map(\.chip.id)).count == search.matches.count)
  }

  @Test("ids, names, aliases and device ids find their own chip first")
  func everyName() throws {
    for chip in database.chips.enumerated().filter({ $0.offset.isMultiple(of: 40) }).map(\.element) {
      for name in [chip.id, chip.name] + chip.aliases + chip.deviceIDs.map(\.id) {
        let match = try #require(try ChipSearch(name, in: database).matches.first)
        #expect(match.score == 1, "\(name)")
        #expect(match.chip.id == chip.id || chip.deviceIDs.contains { $0.id == name }, "\(name)")
      }
    }
  }

  @Test(
    "a processor is found by what CPUID or MIDR tells, in several ways to write it",
    arguments: [
      ("AuthenticAMD 25 17", "zen4"), ("authenticamd family 25 model 17", "zen4"), ("25/17", "zen4"),
      ("AuthenticAMD,25,17,1", "zen4"), ("0x19 0x11 0", "zen4"), ("GenuineIntel 6 143", "sapphire-rapids"),
      ("GenuineIntel 6 85 4", "skylake-sp"), ("0x41 0xd40", "neoverse-v1"),
      ("implementer 0x41 part 0xd40", "neoverse-v1"),
    ])
  func processors(query: String, core: String) throws {
    let search = try ChipSearch(query, in: database)
    #expect(search.processors.map(\.microarchitecture.id) == [core])
    #expect(search.matches.allSatisfy { $0.way != .processor || $0.chip.cpu?.microarchitecture == core })
  }

  @Test("a model without its stepping finds every design that has it")
  func stepping() throws {
    let search = try ChipSearch("6/85", in: database)
    #expect(
      search.processors.map(\.microarchitecture.id).sorted() == ["cascade-lake", "cooper-lake", "skylake-sp"])
  }

  @Test(
    "nothing found is an unknown chip, with the nearest where there are some",
    arguments: [
      "🦊", "qqqqqqqq", "AuthenticAMD 25 9999", "ffff:ffff", "0x41 0xfff", "25 99999999999999999999", "-1/-1",
    ])
  func nothingFound(query: String) {
    let error = #expect(throws: ChipDBError.self) { try ChipSearch(query, in: database) }
    #expect(error?.isUnknownChip == true)
  }

  @Test(
    "a blank or endless text is refused", arguments: ["", "  ", "()", String(repeating: "x", count: 1 << 20)])
  func badText(query: String) {
    let error = #expect(throws: ChipDBError.self) { try ChipSearch(query, in: database) }
    #expect((error?.description.count ?? 0) < 120)
  }

  @Test("a comparison marks the best, leaves the unknown plain and ranks what differs")
  func comparison() throws {
    let chips = try ["h20", "910C", "MI355X"].map { try database.chip(matching: $0) }
    let comparison = try ChipComparison(chips, tf32Reading: .container32)
    func row(_ figure: ChipFigure) throws -> ChipComparison.Row {
      try #require(comparison.rows.first { $0.figure == figure })
    }
    #expect(try row(.tpp).best == [2])
    #expect(try row(.tdp).best == [0])
    #expect(try row(.price).best.isEmpty)
    #expect(try row(.price).ratio == nil)
    #expect(try row(.fp6).values[0] == nil)
    #expect(comparison.rows.allSatisfy { $0.figure != .node || $0.best.isEmpty })
    let ratios = comparison.differences.compactMap(\.ratio)
    #expect(ratios == ratios.sorted(by: >))
    #expect(ratios.allSatisfy { $0 > 1 })
  }

  @Test("a best that another reaches by some source is contested")
  func contested() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "beta-2,fp16,matrix,900,,maker,primary,,", "beta-2,fp16,matrix,1100,,press,secondary,,",
      to: "throughput")
    try tables.append("beta-2,800,tdp,maker,primary,", "beta-2,600,tdp,press,secondary,", to: "power")
    let chips = try tables.load().chips.prefix(2)
    let comparison = try ChipComparison(Array(chips), tf32Reading: .container32)
    for figure in [ChipFigure.fp16, .tdp] {
      let row = try #require(comparison.rows.first { $0.figure == figure })
      #expect(row.best == [0] && row.isContested, "\(figure)")
    }
  }

  @Test("one chip alone, none, and one named twice are no comparison")
  func badComparison() throws {
    let h20 = try database.chip(matching: "h20")
    for chips in [[], [h20], [h20, h20]] {
      let error = #expect(throws: ChipDBError.self) { try ChipComparison(chips, tf32Reading: .container32) }
      #expect(error?.isUsage == true)
    }
  }

  @Test("alternatives are ranked by ratio, half and double alike, and say where they differ")
  func alternatives() throws {
    let h20 = try database.chip(matching: "H20")
    for definition in database.equivalenceDefinitions {
      let ranking = try ChipAlternatives(
        to: h20, among: database.chips, definition: definition, tf32Reading: .container32, limit: 1000)
      let distances = ranking.ranked.map { max($0.ratio.value, 1 / $0.ratio.value) }
      for (a, b) in zip(distances, distances.dropFirst()) { #expect(a <= b * (1 + 1e-12)) }
      #expect(ranking.ranked.count + ranking.unranked == database.chips.count - 1)
      #expect(!ranking.ranked.contains { $0.chip.id == "h20" })
      #expect(ranking.ranked.allSatisfy { $0.differences.count == ChipAlternatives.compared.count })
      #expect(ranking.ranked.allSatisfy { $0.ratio.range.contains($0.ratio.value) })
    }
  }

  @Test(
    "an alternative with the same figure has the ratio 1 and differs most where the ratio is furthest from 1")
  func mostDifferent() throws {
    let ranking = try ChipAlternatives(
      to: try database.chip(matching: "H100"), among: [try database.chip(matching: "H200")],
      definition: try database.equivalenceDefinition("tpp-diffusion"), tf32Reading: .container32, limit: 1)
    let h200 = try #require(ranking.ranked.first)
    #expect(h200.ratio.value == 1)
    #expect(h200.mostDifferent?.figure == .memory)
    #expect((try #require(h200.mostDifferent?.ratio) - 141.0 / 80).magnitude < 1e-9)
  }

  @Test("a chip without the definition's figure cannot be ranked, and an unknown definition is named")
  func noRanking() throws {
    let tables = try SyntheticTables()
    let small = try tables.load()
    let error = #expect(throws: ChipDBError.self) {
      try ChipAlternatives(
        to: small.chips[1], among: small.chips, definition: small.defaultEquivalence,
        tf32Reading: .container32, limit: 5)
    }
    #expect(error?.description.contains("no throughput is known") == true)
    #expect(error?.isUsage == true)
    let unknown = #expect(throws: ChipDBError.self) { try database.equivalenceDefinition("tpp-difusion") }
    #expect(unknown?.description.contains("did you mean 'tpp-diffusion'?") == true)
  }
}

extension ChipFigure {
  static let fp16 = ChipFigure.tops(.fp16)
  static let fp6 = ChipFigure.tops(.fp6)
}
