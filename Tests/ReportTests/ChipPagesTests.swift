import ChipDB
import Foundation
import Rating
import Report
import Testing

@Suite struct ChipPagesTests {
  let database: ChipDatabase

  init() throws { database = try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb") }

  private func page(_ chip: String) throws -> ChipPage {
    ChipPage(try database.chip(matching: chip), in: database, tf32Reading: .container32)
  }

  private func text(_ document: Document) -> String { TerminalRenderer(isColored: false).render(document) }

  private func json(_ value: some Encodable) throws -> Any {
    try JSONSerialization.jsonObject(
      with: Data(JSONRenderer().render(value).utf8), options: .fragmentsAllowed)
  }

  @Test("a chip's page works every derived figure in numbers, with the sources of its operands")
  func workings() throws {
    let text = text(try page("MI355X").document)
    #expect(text.contains("FP6: 10,066.25 TOP/s (note-mi350x-fp6, secondary) × 6 bit = 60,398 TPP"))
    #expect(text.contains("60,000 to 60,600"))
    #expect(text.contains("without FP6"))
    #expect(text.contains("5,033.2 TOP/s / 1,979"))
    #expect(text.contains("10,066.25 TOP/s (note-mi350x-fp6, secondary) / 1,400 W (amd-rocm-mi350, primary)"))
    #expect(text.contains("62.2 %"))
    #expect(text.contains("1002:75a3"))
    #expect(text.contains("counted at the wrong bit length"))
    #expect(text.contains("8 XCD + 2 IOD"))
    let mi300x = self.text(try page("MI300X").document)
    #expect(mi300x.contains("20,919.2 TPP (amd-rocm-mi300, primary) / 2,400 mm²"))
    #expect(mi300x.contains("22.74"))
  }

  @Test("a measurement above the declared peak is said to be one")
  func abovePeak() throws {
    #expect(
      text(try page("RTX 4090").document).contains("Measured above the declared rate at TF32, BF16, INT8"))
    #expect(!text(try page("H100").document).contains("Measured above"))
  }

  @Test("the JSON of a page has the same workings, readings, intervals and shares")
  func pageJSON() throws {
    let object = try #require(try json(page("B300")) as? [String: Any])
    let readings = try #require(object["readings"] as? [[String: Any]])
    let tpp = try #require(readings.first?["tpp"] as? [String: Any])
    #expect(tpp["working"] as? String == "14,000 TOP/s × 4 bit = 56,000 TPP")
    #expect(tpp["range"] as? [Double] == [54000, 60000])
    let without = readings.first { (($0["reading"] as? [String: Any])?["leftOut"] as? [String]) == ["fp4"] }
    #expect((without?["tpp"] as? [String: Any])?["value"] as? Double == 36000)
    let efficiencies = try #require(object["efficiencies"] as? [[String: Any]])
    #expect(efficiencies.allSatisfy { $0["working"] != nil && $0["operands"] != nil })
    let equivalents = try #require(object["equivalents"] as? [[String: Any]])
    #expect(equivalents.count == database.equivalenceDefinitions.count)
    #expect(
      equivalents.allSatisfy { $0["definition"] != nil && ($0["range"] != nil) == ($0["value"] != nil) })
    let measurements = try #require(object["measurements"] as? [[String: Any]])
    #expect(measurements.contains { ($0["share"] as? Double ?? 0) > 0.5 })
  }

  @Test("every page of every chip can be rendered, and names every source that it uses")
  func everyPage() throws {
    for chip in database.chips.enumerated().filter({ $0.offset.isMultiple(of: 25) }).map(\.element) {
      let page = ChipPage(chip, in: database, tf32Reading: .container32)
      let text = text(page.document)
      let named = Set(page.sources.map(\.id))
      #expect(Set(chip.traps.map(\.source) + chip.deviceIDs.map(\.source)).isSubset(of: named), "\(chip.id)")
      #expect(page.efficiencies.allSatisfy { text.contains($0.figure.unit) })
    }
  }

  @Test("a list shows the columns asked for, in every format, and says what it leaves out")
  func list() throws {
    let filter = ChipFilter(
      conditions: [try ChipCondition("tpp>=50000")], order: .init(.figure(.tpp)), limit: 3)
    let page = ChipListPage(
      filter.apply(to: database.chips, tf32Reading: .container32),
      columns: try ChipColumn.list("id,tpp,price,released"))
    let lines = page.csv.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "id,tpp,price,released")
    #expect(lines.count == 5)
    #expect(lines[1].hasPrefix("mtia-500,120000,,"))
    let chips = try #require(try json(page) as? [[String: Any]])
    #expect(chips[0]["tpp"] as? Double == 120000)
    #expect(chips[0]["price"] == nil)
    #expect(page.notes.contains { $0.contains("the first 3 are shown") })
    #expect(page.notes.contains { $0.contains("left out because a figure is unknown: TPP of") })
    #expect(text(page.document).contains("the first 3 are shown"))
  }

  @Test("the usual list keeps the keys that its JSON has had")
  func usualKeys() throws {
    let filter = ChipFilter(vendor: "NVIDIA", conditions: [try ChipCondition("density>0")], limit: 1)
    let page = ChipListPage(filter.apply(to: database.chips, tf32Reading: .container32))
    let chips = try #require(try json(page) as? [[String: Any]])
    let expected = [
      "id", "name", "vendor", "country", "kind", "tpp", "governingPrecision", "performanceDensity", "grade",
    ]
    #expect(Set(expected).isSubset(of: Set(chips[0].keys)))
  }

  @Test(
    "a comparison shows the best, the unknown and what differs most, and its JSON has nulls for the unknown")
  func comparison() throws {
    let chips = try ["H20", "910C"].map { try database.chip(matching: $0) }
    let page = ChipComparisonPage(
      try ChipComparison(chips, tf32Reading: .container32), definitions: database.equivalenceDefinitions)
    let text = text(page.document)
    #expect(text.contains("12,800 (12,032 to 12,800) *"))
    #expect(text.contains("unknown"))
    #expect(text.contains("TPP: 5.41 times (h20 2,368, ascend-910c 12,800 TPP)"))
    let object = try #require(try json(page) as? [String: Any])
    let figures = try #require(object["figures"] as? [[String: Any]])
    let price = try #require(figures.first { $0["figure"] as? String == "price" })
    #expect((price["values"] as? [Any])?.last is NSNull)
    #expect((object["differsMost"] as? [String])?.isEmpty == false)
    let equivalents = try #require(object["equivalents"] as? [[String: Any]])
    #expect(
      equivalents.compactMap { $0["definition"] as? String } == database.equivalenceDefinitions.map(\.id))
    #expect(text.contains("0.2659 (0.2643 to 0.2659)"))
  }

  @Test("alternatives name their definition, chosen or not, and where each differs most")
  func alternatives() throws {
    let ranking = try ChipAlternatives(
      to: try database.chip(matching: "H20"), among: database.chips.filter { $0.country == "CN" },
      definition: database.defaultEquivalence, tf32Reading: .container32, limit: 3)
    let page = ChipAlternativesPage(ranking, definitionIsDefault: true)
    #expect(text(page.document).contains("tpp-diffusion, the default: the first of equivalences.csv"))
    #expect(text(page.document).contains("differs most in"))
    #expect(!text(ChipAlternativesPage(ranking, definitionIsDefault: false).document).contains("the default"))
    let object = try #require(try json(page) as? [String: Any])
    #expect((object["definition"] as? [String: Any])?["id"] as? String == "tpp-diffusion")
    #expect((object["alternatives"] as? [[String: Any]])?.count == 3)
  }

  @Test("an export has every value once, with source, grade and place, and CSV that reads back")
  func export() throws {
    let export = ChipExport(database.chips)
    let values = database.chips.reduce(0) { $0 + $1.figures.count }
    let chips = try #require(try json(export) as? [[String: Any]])
    #expect(chips.count == database.chips.count)
    let figures = chips.flatMap { $0["figures"] as? [[String: Any]] ?? [] }
    #expect(figures.count == values)
    #expect(figures.allSatisfy { $0["source"] != nil && $0["grade"] != nil && $0["place"] != nil })
    #expect(chips.allSatisfy { ($0["country"] as? String)?.count == 2 })
    var reader = CSVReader(export.csv.utf8.makeIterator(), file: "export.csv")
    let header = try #require(try reader.next())
    #expect(
      header.fields.map(\.text).prefix(9) == [
        "chip", "quantity", "precision", "unit", "value", "source", "grade", "as_of", "chosen",
      ])
    var rows = 0
    while let record = try reader.next() {
      rows += 1
      #expect(record.fields.count == header.fields.count)
      #expect(Double(record.fields[4].text) != nil)
    }
    #expect(rows == values)
  }

  @Test("CSV quotes commas, quotes and line ends, and nothing else")
  func csv() {
    #expect(
      CSVRenderer().render(["a", "b"], [["1,2", "say \"x\""], ["two\nlines", "昇腾"]])
        == "a,b\n\"1,2\",\"say \"\"x\"\"\"\n\"two\nlines\",昇腾\n")
  }
}
