import ChipDB
import Rating
import Testing

@Suite struct ConversionTests {
  let database: ChipDatabase

  init() throws { database = try ChipDatabase.load(directory: Shipped.directory) }

  private func convert(
    _ amount: String, _ from: String, to: String, by: String? = nil, of: String? = nil,
    definition: String? = nil,
    factor: Double? = nil, intensity: Double? = nil, precision: Precision? = nil, mix: String? = nil,
    modelGB: Double? = nil
  ) throws -> Conversion {
    let definition = try definition.map(database.equivalenceDefinition)
    let unit = try ConversionUnit(from, definition: definition, in: database)
    return try Conversion(
      ConversionAmount(amount, of: unit), unit, to: ConversionUnit(to, definition: definition, in: database),
      by: ConversionMeasure.asked(
        by: by, intensity: intensity, precision: precision, mix: mix, in: database),
      via: of.map(database.chip(matching:)), facilityFactor: factor, modelGB: modelGB,
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
      let expected = definition.equivalent(of: chip.equivalenceFigures(tf32Reading: .container32))
      let conversion = try convert("1000", name, to: definition.id)
      #expect((conversion.result == nil) == (expected.value == nil), "\(definition.id)")
      if let result = conversion.result, let value = expected.value {
        #expect(abs(result.value / (1000 * value) - 1) < 1e-12, "\(definition.id)")
        let range = try #require(expected.range)
        #expect(abs(result.range.lowerBound / (1000 * range.lowerBound) - 1) < 1e-12, "\(definition.id)")
        #expect(abs(result.range.upperBound / (1000 * range.upperBound) - 1) < 1e-12, "\(definition.id)")
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

  @Test("by the roofline a chip counts what it attains at the intensity, and both ridge points are told")
  func roofline() throws {
    let low = try convert("1000", "h20", to: "h100-sxm", by: "roofline", intensity: 30)
    #expect(abs(try #require(low.result).value - 1000 * 4000 / 3350) < 1e-9)
    let high = try convert("1000", "h20", to: "h100-sxm", by: "roofline", intensity: 1000)
    #expect(abs(try #require(high.result).value - 1000 * 148 / 989.5) < 1e-9)
    #expect(high.ridges.map(\.chip.id) == ["h20", "h100-sxm"])
    #expect(abs(high.ridges[0].ridge.value - 37) < 1e-9)
    #expect(try #require(high.result).isDisputed)
    let fp8 = try convert(
      "1000", "gb300", to: "h100-sxm", by: "roofline", intensity: 1e6, precision: .fp8e4m3)
    #expect(abs(try #require(fp8.result).value - 1000 * 5000 / 1979) < 1e-9)
    let definition = try convert("1000", "h20", to: "h100-sxm", by: "roofline-30")
    #expect(definition.result == low.result)
    let unknown = try convert("1", "ascend-960", to: "h20", by: "roofline", intensity: 100)
    #expect(unknown.result == nil && unknown.unknown?.reason.contains("no FP16 or BF16 rate") == true)
  }

  @Test("a mix of the user's own is the registry's with other shares")
  func mix() throws {
    let half = try #require(try convert("1000", "h20", to: "h100-sxm", mix: "training=0.5,decode=0.5").result)
    let registered = try #require(
      try convert("1000", "h20", to: "h100-sxm", by: "mix-training-decode").result)
    #expect(abs(half.value - registered.value) < 1e-9)
    func worth(_ training: Double) -> Double {
      1 / (training / (148 / 989.4) + (1 - training) / (4000 / 3350.0))
    }
    func reference(_ training: Double) -> Double { 1 / (training / (989.5 / 989.4) + (1 - training)) }
    let most = try #require(try convert("1000", "h20", to: "h100-sxm", mix: "decode=0.1,training=0.9").result)
    #expect(abs(most.value - 1000 * worth(0.9) / reference(0.9)) < 1e-9)
    let withRoofline = try convert("1", "h20", to: "h100-sxm", mix: "intensity-100=0.25,training=0.75")
    #expect(withRoofline.result != nil)
  }

  @Test("a mix, an intensity and a model that make no sense are refused with what to write")
  func badWorkloads() throws {
    func refused(_ message: String, _ body: () throws -> Conversion) {
      let error = #expect(throws: ChipDBError.self) { try body() }
      #expect(error?.isUsage == true)
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
    for (mix, message) in [
      ("training=0.5,decode=0.4", "add up to 0.9"), ("training=0.5,decod=0.5", "did you mean 'decode'"),
      ("training=0.5,training=0.5", "twice"), ("training=1", "two phases"), ("training", "write a phase"),
      ("training=0.5,decode=nan", "write a phase"), ("training=1.5,decode=-0.5", "write a phase"),
      ("", "write a phase"),
    ] { refused(message) { try convert("1", "h20", to: "h100-sxm", mix: mix) } }
    for intensity in [0, -1, .nan, .infinity, 1e-300, 1e300] {
      refused("give operations a byte") {
        try convert("1", "h20", to: "h100-sxm", by: "roofline", intensity: intensity)
      }
    }
    for size in [0, -1, .nan, .infinity, 1e300] {
      refused("give decimal GB") { try convert("1", "h20", to: "h100-sxm", by: "tpp", modelGB: size) }
    }
    refused("turns on the intensity") { try convert("1", "h20", to: "h100-sxm", by: "roofline") }
    refused("play no part") { try convert("1", "h20", to: "h100-sxm", by: "tpp", intensity: 5) }
    refused("play no part") {
      try convert("1", "h20", to: "h100-sxm", intensity: 5, mix: "training=0.5,decode=0.5")
    }
    refused("give one") { try convert("1", "h20", to: "h100-sxm", by: "tpp", mix: "training=0.5,decode=0.5") }
    refused("contradicts") { try convert("1", "h20", to: "tpp", mix: "training=0.5,decode=0.5") }
    refused("--model-gb plays no part") { try convert("1", "h20", to: "tpp", modelGB: 100) }
    refused("roofline-100") { try convert("1", "h20", to: "h100-sxm", by: "flops") }
  }

  @Test("a model sets the fewest chips that hold it, and groups of that size are compared")
  func modelFit() throws {
    let fit = try #require(
      try convert("1", "h100-sxm", to: "h20", by: "bandwidth", modelGB: 1400).modelFit)
    #expect(fit.first.count == BoundedValue(18) && fit.second.count == BoundedValue(15))
    #expect(abs(try #require(fit.ratio).value - 15.0 * 4000 / (18 * 3350)) < 1e-12)
    let exact = try #require(try convert("1", "h100-sxm", to: "h20", by: "tpp", modelGB: 960).modelFit)
    #expect(exact.first.count == BoundedValue(12) && exact.second.count == BoundedValue(10))
    let disputed = try #require(try convert("1", "b300", to: "h20", by: "tpp", modelGB: 2880).modelFit)
    #expect(disputed.first.count == BoundedValue(11, 10...11))
    let unknown = try #require(try convert("1", "ascend-960", to: "h20", by: "tpp", modelGB: 100).modelFit)
    #expect(unknown.first.count == nil && unknown.ratio == nil && unknown.second.count != nil)
  }
}
