import Rating
import Testing

@testable import ChipDB

@Suite struct DerivedFigureTests {
  private func consequences(_ chip: String, _ tf32: TF32Reading = .container32) throws -> ChipConsequences {
    let database = try Shipped.database()
    return ChipConsequences(
      try database.chip(matching: chip), definitions: database.equivalenceDefinitions, tf32Reading: tf32)
  }

  @Test(
    "FP6 decides on CDNA 4 and FP4 on Blackwell Ultra",
    arguments: [
      ("MI355X", [Precision](), 60398.0), ("MI355X", [.fp6], 40266), ("B300", [], 56000),
      ("B300", [.fp4], 36000),
    ])
  func readings(chip: String, leftOut: [Precision], expected: Double) throws {
    let rated = try #require(try consequences(chip).readings.first { $0.reading.leftOut == leftOut })
    #expect((rated.tpp.value - expected).magnitude < 1)
  }

  @Test("each published figure of the governing precision gives a TPP of its own, with its source")
  func published() throws {
    let first = try #require(try consequences("B300").readings.first)
    #expect(Set(first.published.map(\.value)) == [54000, 56000, 60000])
    #expect(first.tpp.range == 54000...60000)
    #expect(first.published.allSatisfy { $0.sources.count == 1 && $0.operands[1].value == 4 })
  }

  @Test("an MI300X is denser without its I/O dies, and an H100 has none to leave out")
  func density() throws {
    let mi300x = try #require(try consequences("MI300X").readings.first)
    #expect((try #require(mi300x.performanceDensity).value - 8.72).magnitude < 0.01)
    #expect((try #require(mi300x.performanceDensityWithoutIO).value - 22.74).magnitude < 0.01)
    #expect(mi300x.performanceDensity?.operands.last?.grade == .unverified)
    #expect(try #require(try consequences("H100").readings.first).performanceDensityWithoutIO == nil)
  }

  @Test("every density, equivalent and efficiency of every chip lies within its interval and is finite")
  func everyChip() throws {
    let database = try Shipped.database()
    for chip in database.chips {
      let found = ChipConsequences(
        chip, definitions: database.equivalenceDefinitions, tf32Reading: .significant19)
      let figures =
        found.readings.flatMap {
          [$0.tpp] + [$0.performanceDensity, $0.performanceDensityWithoutIO].compactMap(\.self)
        }
        + found.efficiencies
      for figure in figures {
        #expect(
          figure.value.isFinite && figure.value > 0 && figure.range.contains(figure.value), "\(chip.id)")
        #expect(
          figure.sources.allSatisfy {
            $0.split(separator: "; ").allSatisfy { database.sources[String($0)] != nil }
          })
      }
      #expect(found.readings.first?.tpp.value == chip.rating(tf32Reading: .significant19).tpp, "\(chip.id)")
      #expect(found.equivalents.allSatisfy { ($0.value == nil) == ($0.reason != nil) }, "\(chip.id)")
      #expect(found.equivalents.allSatisfy { e in e.value.map { e.range?.contains($0) ?? false } ?? true })
    }
  }

  @Test("operations per energy, price and byte follow from the figures of the tables")
  func efficiencies() throws {
    let tables = try SyntheticTables()
    try tables.append("alpha-1,HBM3,bandwidth_gbps,2000,maker,primary,", to: "memory")
    try tables.append("alpha-1,800,tdp,press,secondary,", to: "power")
    try tables.append("alpha-1,25000,release,press,secondary,2024-01-01,", to: "price")
    let found = ChipConsequences(
      try tables.load().chip(matching: "alpha-1"), definitions: [], tf32Reading: .container32)
    func figure(_ quantity: DerivedFigure.Quantity) throws -> DerivedFigure {
      try #require(found.efficiencies.first { $0.quantity == quantity && $0.precision == .fp16 })
    }
    #expect(try figure(.topsPerWatt).value == 1000.0 / 700)
    #expect(try figure(.topsPerWatt).range == 1000.0 / 800...1000.0 / 700)
    #expect(try figure(.topsPerDollar).value == 0.04)
    #expect(try figure(.bytesPerOperation).value == 0.002)
    #expect(try figure(.operationsPerByte).value == 500)
    #expect(try figure(.topsPerDollar).sources == ["maker", "press"])
  }

  @Test("a measurement is a share of the declared rate of its own unit, and of nothing where there is none")
  func shares() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "alpha-1,fp16,matrix,700,gemm,n=8192,press,secondary,2024-01-01,",
      "alpha-1,fp16,vector,50,gemm,n=8192,press,secondary,2024-01-01,",
      "alpha-1,int8,matrix,50,floor,m=4096,press,secondary,2024-01-01,", to: "measurements")
    let found = ChipConsequences(
      try tables.load().chip(matching: "alpha-1"), definitions: [], tf32Reading: .container32)
    #expect(found.measurements.map(\.share) == [0.7, 0.5, nil])
  }

  @Test("the interval of a precision with two units is that of the faster at either end")
  func fasterUnit() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "beta-2,fp32,matrix,100,,maker,primary,,", "beta-2,fp32,matrix,40,,press,secondary,,",
      "beta-2,fp32,vector,60,,maker,primary,,", to: "throughput")
    let rating = try tables.load().chip(matching: "beta-2").boundedRating(RatingReading(tf32: .container32))
    #expect(rating.tpp == BoundedValue(3200, 1920...3200))
  }

  @Test("every published value is a row, and one of each group is chosen")
  func publishedValues() throws {
    for chip in try Shipped.database().chips {
      let values = chip.publishedValues
      #expect(values.count == chip.figures.count, "\(chip.id)")
      for precision in Precision.allCases where chip.declared(precision) != nil {
        let chosen = values.filter { $0.quantity == .throughput && $0.precision == precision && $0.isChosen }
        #expect(
          chosen.map(\.value.value) == [chip.declared(precision)?.value].compactMap(\.self), "\(chip.id)")
      }
      #expect(values.filter { $0.quantity == .memoryBandwidth && $0.isChosen }.count <= 1)
    }
  }
}
