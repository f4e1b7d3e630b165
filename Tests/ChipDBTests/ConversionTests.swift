import ChipDB
import Rating
import Testing

@Suite struct ConversionTests {
  let database: ChipDatabase

  init() throws { database = try ChipDatabase.load(directory: Shipped.directory) }

  private func convert(
    _ amount: String, _ from: String, to: String, by: String? = nil, of: String? = nil,
    definition: String? = nil,
    factor: Double? = nil
  ) throws -> Conversion {
    let definition = try definition.map(database.equivalenceDefinition)
    let unit = try ConversionUnit(from, definition: definition, in: database)
    return try Conversion(
      ConversionAmount(amount, of: unit), unit, to: ConversionUnit(to, definition: definition, in: database),
      by: by.map { try ConversionMeasure(key: $0) }, via: of.map(database.chip(matching:)),
      facilityFactor: factor,
      tf32Reading: .container32)
  }

  @Test("50,000 H100s in Ascend 910C depend on what is compared")
  func chips() throws {
    let h100 = try database.chip(matching: "h100-sxm")
    let ascend = try database.chip(matching: "ascend-910c")
    for (key, figure) in [
      ("tpp", ChipFigure.tpp), ("fp16", .tops(.fp16)), ("bandwidth", .bandwidth), ("memory", .memory),
      ("tdp", .tdp),
    ] {
      let conversion = try convert("50000", "h100-sxm", to: "ascend-910c", by: key)
      let a = try #require(figure.bounded(of: h100, tf32Reading: .container32))
      let b = try #require(figure.bounded(of: ascend, tf32Reading: .container32))
      let result = try #require(conversion.result)
      #expect(abs(result.value - 50_000 * a.value / b.value) < 1e-6)
      #expect(abs(result.range.lowerBound - 50_000 * a.range.lowerBound / b.range.upperBound) < 1e-6)
      #expect(abs(result.range.upperBound - 50_000 * a.range.upperBound / b.range.lowerBound) < 1e-6)
      #expect(conversion.steps.last?.value == result.value)
      #expect(conversion.steps.flatMap(\.terms).contains { $0.source != nil })
    }
  }

  @Test("TPP are chips by their TPP, and reference chips by the constant")
  func tpp() throws {
    #expect(try convert("15825", "tpp", to: "tpp-diffusion").result == BoundedValue(1))
    #expect(
      try convert("26900000", "tpp", to: "h100e", definition: "tpp-diffusion").result?.value == 26_900_000
        / 15_825)
    let h20 = try convert("790000000", "tpp", to: "h20")
    let each = try #require(try database.chip(matching: "h20").rating(tf32Reading: .container32).tpp)
    #expect(h20.result?.value == 790_000_000 / each)
    let whole = try #require(h20.wholeChips)
    #expect(whole.lowerBound * each <= 790_000_000 && (whole.lowerBound + 1) * each > 790_000_000)
  }

  @Test(
    "every definition of the registry gives what the chip's page gives", arguments: ["b300", "h20", "mi300x"])
  func definitions(name: String) throws {
    let chip = try database.chip(matching: name)
    for definition in database.equivalenceDefinitions {
      let expected = definition.equivalent(
        of: chip.boundedRating(RatingReading(tf32: .container32)),
        memoryBandwidthGBps: chip.memoryBandwidthGBps?.bounded)
      let conversion = try convert("1000", name, to: definition.id)
      #expect((conversion.result == nil) == (expected.value == nil), "\(definition.id)")
      if let result = conversion.result, let value = expected.value {
        #expect(abs(result.value / (1000 * value) - 1) < 1e-12)
      }
    }
  }

  @Test("there and back again leaves the quantity, whatever the units")
  func roundTrips() throws {
    for (unit, of) in [("tpp", nil), ("mw", nil), ("usd", nil), ("tops16-dense", nil)] as [(String, String?)]
    {
      let there = try convert("1000", "h100-sxm", to: unit, of: of)
      let amount = try #require(there.result?.value)
      let back = try #require(try convert("\(amount)", unit, to: "h100-sxm").result)
      #expect(abs(back.value / 1000 - 1) < 1e-12, "\(unit)")
    }
    let power = try #require(try convert("1000000", "tpp", to: "mw", of: "h100-sxm", factor: 1.5).result)
    let tpp = try #require(try convert("\(power.value)", "mw", to: "tpp", of: "h100-sxm", factor: 1.5).result)
    #expect(abs(tpp.value / 1_000_000 - 1) < 1e-12)
  }

  @Test("power is that of the chips, and a factor for the facility is the user's own")
  func power() throws {
    #expect(try convert("1000", "h100-sxm", to: "mw").result?.value == 0.7)
    let facility = try convert("1000", "h100-sxm", to: "mw", factor: 2)
    #expect(facility.result?.value == 1.4)
    #expect(facility.steps.flatMap(\.terms).contains { $0.note?.contains("user's own") == true })
  }

  @Test("a price carries its source and its date")
  func price() throws {
    let term = try #require(
      try convert("5", "h100-sxm", to: "usd").steps.flatMap(\.terms).first { $0.unit == "USD" })
    #expect(
      term.source == "epoch-ml-hardware" && term.asOf == CalendarDate("2026-04-27") && term.evidence == nil)
    let tpp = try convert("5", "h100-sxm", to: "tpp").steps.flatMap(\.terms)
    #expect(tpp.contains { $0.unit == "TOP/s" && $0.evidence == .declared })
  }

  @Test("an unknown figure gives unknown with reason and remedy, never a number")
  func unknown() throws {
    for conversion in try [
      convert("5", "gb200", to: "usd"), convert("5", "h100-sxm", to: "b300", by: "fp4"),
      convert("5", "tpp", to: "usd", of: "gb200"),
    ] {
      #expect(conversion.result == nil && conversion.wholeChips == nil)
      #expect(conversion.unknown?.reason.isEmpty == false && conversion.unknown?.remedy.isEmpty == false)
    }
  }

  @Test("a chip in itself is itself, whatever the sources say")
  func identity() throws {
    #expect(try convert("7", "b300", to: "b300", by: "fp4").result == BoundedValue(7))
  }

  @Test("more of one unit is never less of another")
  func monotone() throws {
    for (from, to, by) in [("h100-sxm", "h20", "tpp"), ("mw", "h20", nil), ("tops8-epoch", "mi300x", nil)] {
      let amounts = ["1", "2", "1000", "1001", "5e6"]
      let results = try amounts.map { try convert($0, from, to: to, by: by).result?.value ?? .nan }
      #expect(results == results.sorted())
    }
  }

  @Test(
    "what is no quantity of chips is refused with what to write",
    arguments: [
      ("-5", "above 0"), ("0", "above 0"), ("-0", "above 0"), ("nan", "no number"), ("inf", "no number"),
      ("1e400", "too large"), ("1e17", "too large"), ("1.5", "whole"), ("50,000", "separators"),
      ("", "no number"),
      ("0x10", "no number"), ("1e-400", "above 0"), (String(repeating: "9", count: 5000), "no number"),
    ])
  func hostile(amount: String, message: String) throws {
    let error = #expect(throws: ChipDBError.self) { try convert(amount, "h100-sxm", to: "tpp") }
    #expect(error?.isUsage == true)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("a question that leaves something open, or contradicts itself, is refused")
  func badQuestions() throws {
    func refused(_ message: String, _ body: () throws -> Conversion) {
      let error = #expect(throws: ChipDBError.self) { try body() }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
    refused("give --by") { try convert("5", "h100-sxm", to: "h20") }
    refused("no bare H100-equivalent") { try convert("5", "h100e", to: "h20") }
    refused("--of") { try convert("5", "tpp", to: "mw") }
    refused("plays no part") { try convert("5", "tpp", to: "tpp-diffusion", of: "h20") }
    refused("contradicts") { try convert("5", "h100-sxm", to: "usd", by: "tpp") }
    refused("not known") { try convert("5", "h100-sxm", to: "h20", by: "flops") }
    refused("plays no part") { try convert("5", "h100-sxm", to: "tpp", factor: 2) }
    refused("no chip is called") { try convert("5", "h1000", to: "tpp") }
  }
}
