import Rating
import Testing

@testable import ChipDB

@Suite struct ChoiceTests {
  @Test("of several values the best grade counts, then the newest, then the highest; the others stay")
  func choice() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "beta-2,fp16,matrix,300,,press,secondary,2024-05-01,", "beta-2,fp16,matrix,200,,press,dataset,,",
      "beta-2,fp16,matrix,210,,maker,dataset,2023-01-01,",
      "beta-2,fp16,matrix,205,,press,dataset,2023-01-02,",
      "beta-2,fp16,matrix,206,,press,dataset,2023-01-02,", "beta-2,fp16,vector,20,,maker,primary,,",
      to: "throughput")
    let chip = try tables.load().chip(matching: "beta-2")
    let value = try #require(chip.declared(.fp16))
    #expect(value.value == 206)
    #expect(value.conflicts.map(\.value) == [205, 210, 200, 300])
    #expect(value.range == 200...300)
    #expect(chip.throughputs.count == 6)
    #expect(
      chip.declaredThroughputs == [
        Throughput(precision: .fp16, tops: 206, evidence: .declared, source: "press (dataset)", support: 3)
      ])
  }

  @Test("the faster unit counts, whichever it is")
  func fasterUnit() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "alpha-1,fp64,matrix,30,,maker,primary,,", "alpha-1,fp64,vector,60,,press,secondary,,", to: "throughput"
    )
    let chip = try tables.load().chip(matching: "alpha-1")
    #expect(chip.declared(.fp64)?.value == 60)
    #expect(chip.declared(.fp16)?.value == 1000)
  }

  @Test("equal values of several sources are no conflict")
  func agreement() throws {
    let tables = try SyntheticTables()
    try tables.append("alpha-1,700,tdp,press,secondary,", to: "power")
    let watts = try #require(try tables.load().chip(matching: "alpha-1").tdpWatts)
    #expect(watts.source == "maker" && watts.conflicts.isEmpty)
  }

  @Test("the power of a card stands in for that of a chip only with a note that says so")
  func boardPower() throws {
    let tables = try SyntheticTables()
    try tables.append("beta-2,450,board,press,secondary,one table prints 425", to: "power")
    try tables.append("alpha-1,800,board,press,secondary,", to: "power")
    let database = try tables.load()
    let watts = try #require(try database.chip(matching: "beta-2").tdpWatts)
    #expect(watts.value == 450)
    #expect(watts.note == "power of the whole card; one table prints 425")
    #expect(try database.chip(matching: "alpha-1").tdpWatts?.value == 700)
  }

  @Test("aggregate I/O is the sum over links, each chosen by source, with the range that sources leave")
  func aggregate() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "alpha-1,nvlink,900,maker,primary,", "alpha-1,nvlink,600,press,secondary,",
      "alpha-1,pcie,128,press,secondary,",
      to: "interconnect")
    let io = try #require(try tables.load().chip(matching: "alpha-1").aggregateIOGBps)
    #expect(io.value == 1028)
    #expect(io.grade == .secondary)
    #expect(io.source == "maker; press")
    #expect(io.range == 728...1028)
  }

  @Test("the applicable area is that of all non-planar logic and I/O dies, as trusted as the worst")
  func area() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "alpha-1,XCD,8,115,5,logic,yes,maker,primary,", "alpha-1,IOD,4,370,6,io,yes,press,unverified,",
      "alpha-1,HBM,8,110,,memory,yes,press,secondary,", "alpha-1,bridge,1,50,65,io,no,press,secondary,",
      to: "dies")
    let area = try #require(try tables.load().chip(matching: "alpha-1").applicableDieArea.sourced)
    #expect(area.value == 2400)
    #expect(area.grade == .unverified)
    #expect(area.unit == "mm²")
  }

  @Test("a die that two sources measure counts once, by the better source")
  func dieConflict() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "alpha-1,X,2,100,5,logic,yes,press,secondary,", "alpha-1,X,2,90,5,logic,yes,maker,primary,", to: "dies")
    let area = try #require(try tables.load().chip(matching: "alpha-1").applicableDieArea.sourced)
    #expect(area.value == 180)
    #expect(area.range == 180...200)
  }

  @Test("no area known, an unknown transistor and planar dies are three different answers")
  func noArea() throws {
    let tables = try SyntheticTables()
    try tables.append("planar,Planar 1,,V,CN,npu,,,,,28,no,,maker,", to: "chips")
    try tables.append("mixed,Mixed 1,,V,CN,npu,,,,,,,,maker,", to: "chips")
    try tables.append("flat,Flat 1,,V,CN,npu,,,,,,,,maker,", to: "chips")
    try tables.append(
      "mixed,A,1,100,5,logic,yes,maker,primary,", "mixed,B,1,100,,io,,maker,primary,",
      "flat,A,1,100,28,logic,no,maker,primary,", to: "dies")
    let database = try tables.load()
    guard case .unknown = try database.chip(matching: "beta-2").applicableDieArea else {
      Issue.record("an area without a die")
      return
    }
    #expect(
      try database.chip(matching: "mixed").applicableDieArea
        == .unknown("whether the die B is non-planar is not known"))
    #expect(try database.chip(matching: "planar").applicableDieArea == .notApplicable)
    #expect(try database.chip(matching: "flat").applicableDieArea == .notApplicable)
    #expect(try database.chip(matching: "flat").applicableDieArea.mm2 == nil)
  }

  @Test("a chip said to be planar has no non-planar die")
  func contradiction() throws {
    let tables = try SyntheticTables()
    try tables.append("planar,Planar 1,,V,CN,npu,,,,,28,no,,maker,", to: "chips")
    try tables.append("planar,A,1,100,5,logic,yes,maker,primary,", to: "dies")
    #expect(
      try #require(tables.error()).description.contains("dies.csv:2:24: non_planar is yes where chips.csv"))
  }

  @Test("what nobody has published stays unknown")
  func unknown() throws {
    let chip = try SyntheticTables().load().chip(matching: "beta-2")
    #expect(chip.rating(tf32Reading: .container32).tpp == nil)
    #expect(chip.memoryBandwidthGBps == nil)
    #expect(chip.memoryCapacityGB == nil)
    #expect(chip.aggregateIOGBps == nil)
    #expect(chip.tdpWatts == nil)
    #expect(chip.cpu == nil)
    #expect(chip.dataCentre == .unknown)
    #expect(chip.released == nil)
  }

  @Test("derived rates take the fastest path of each precision and name their operands")
  func derived() throws {
    let tables = try SyntheticTables()
    try tables.append("core-64,core-a,64,2.5,4,maker,primary,", to: "cpus")
    let database = try tables.load()
    let rates = database.derivedThroughputs(of: try database.chip(matching: "Maker Core 64+"))
    #expect(rates.map(\.precision) == [.fp32, .bf16])
    #expect(rates.map(\.tops) == [16.384, 524.288])
    #expect(
      rates.last?.source
        == "64 cores × 2048 operations per cycle (TDPBF16PS: press, secondary) × 4 GHz (boost clock: maker, primary)"
    )
    let core = try #require(database.microarchitectures.first)
    for (cores, clock) in [(0, 3.0), (-1, 3), (4, 0), (4, -1), (4, .nan), (4, .infinity)] {
      #expect(core.derivedThroughputs(cores: cores, clockGHz: clock).isEmpty)
    }
    #expect(database.derivedThroughputs(of: try database.chip(matching: "alpha-1")).isEmpty)
  }

  @Test("a processor without a boost clock is derived at its base clock, which the source says")
  func baseClock() throws {
    let tables = try SyntheticTables()
    try tables.append("core-64,core-a,64,2.5,,maker,primary,", to: "cpus")
    let database = try tables.load()
    let rate = try #require(database.derivedThroughputs(of: try database.chip(matching: "core-64")).first)
    #expect(rate.source.hasSuffix("× 2.5 GHz (base clock, no boost published: maker, primary)"))
  }

  @Test("a path that a better source tells slower is taken at the slower rate")
  func pathConflict() throws {
    let tables = try SyntheticTables()
    try tables.append("core-a,bf16,matrix,TDPBF16PS,1024,maker,primary,", to: "ops_per_cycle")
    let core = try #require(try tables.load().microarchitectures.first)
    #expect(core.fastestPath(.bf16)?.opsPerCyclePerCore == 1024)
    #expect(core.fastestPath(.fp64) == nil)
  }

  @Test("of several instructions the fastest counts, whichever the unit")
  func fastestInstruction() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "core-a,fp32,matrix,TSLOW,32,maker,primary,", "core-a,fp32,vector,AVX2,16,maker,primary,",
      to: "ops_per_cycle")
    let core = try #require(try tables.load().microarchitectures.first)
    #expect(core.fastestPath(.fp32)?.instruction == "VFMADD231PS")
  }
}

@Suite struct ExactFormTests {
  @Test(
    "a rounded figure of the best source is reported in the exact form that another prints, a different one is not",
    arguments: [
      (10_000.0, 10_066.25, 10_066.25), (5_000, 5_033.2, 5_033.2), (989, 989.4, 989.4),
      (15_000, 14_700, 15_000),
      (14_000, 13_500, 14_000), (5_000, 4_600, 5_000), (1_979, 1_978.9, 1_979), (148, 147, 148),
      (100, 100.3, 100.3),
    ])
  func exactForm(primary: Double, secondary: Double, reported: Double) throws {
    let tables = try SyntheticTables()
    try tables.append(
      "beta-2,fp4,matrix,\(primary),,maker,primary,,", "beta-2,fp4,matrix,\(secondary),,press,secondary,,",
      to: "throughput")
    let value = try #require(try tables.load().chip(matching: "beta-2").declared(.fp4))
    #expect(value.value == reported)
    #expect(value.conflicts.count == 1)
  }
}
