import ChipDB
import Rating
import Testing

/// Published conversions of chips into each other, reproduced from the shipped tables.
@Suite struct EquivalenceAcceptanceTests {
  let database: ChipDatabase

  init() throws { database = try Shipped.database() }

  private func convert(_ amount: Double, _ from: String, to: String, by: String? = nil) throws -> BoundedValue
  {
    let unit = try ConversionUnit(from, definition: nil, in: database)
    let conversion = try Conversion(
      ConversionAmount("\(amount)", of: unit), unit,
      to: ConversionUnit(to, definition: nil, in: database),
      by: by.map { try ConversionMeasure(key: $0, in: database) }, via: nil, facilityFactor: nil,
      tf32Reading: .container32)
    return try #require(conversion.result)
  }

  private func tpp(_ chip: String) throws -> BoundedValue {
    try #require(
      try database.chip(matching: chip).boundedRating(RatingReading(tf32: .container32)).tpp)
  }

  private func agree(_ value: Double, _ published: Double, _ tolerance: Double) -> Bool {
    (value / published - 1).magnitude <= tolerance
  }

  /// Approval of 35,000 GB300 each for G42 and HUMAIN,
  /// <https://www.middleeastainews.com/p/us-approves-up-to-70000-advanced> (cmp_A11).
  @Test("35,000 GB300 are 2.1 billion TPP: 132,643 H100 by TPP, 88,429 by dense 8-bit")
  func approval() throws {
    #expect(try agree(convert(35_000, "gb300", to: "tpp").value, 2.1e9, 0.001))
    #expect(try agree(convert(35_000, "gb300", to: "tpp-datasheet").value, 132_643, 0.001))
    #expect(try agree(convert(35_000, "gb300", to: "tops8-epoch").value, 88_429, 0.001))
  }

  /// A note that quotes 15,840 and 12,032 TPP, <https://forum.cobensdirect.co.uk/recent>: about 76 % (pub_B04), and H200
  /// over H20 at 16 bits roughly sevenfold (pub_B12). Ours of the 910C runs up to 12,800 TPP, where others put it.
  @Test("a 910C is 76 % of an H200 by TPP where its sources are lowest, and an H200 6.7 H20 at BF16")
  func forumNote() throws {
    let ratio = try tpp("ascend-910c") / tpp("h200-sxm")
    #expect((ratio.range.lowerBound - 0.7596).magnitude <= 0.005)
    #expect(ratio.value >= ratio.range.lowerBound)
    #expect(try agree(convert(1, "h200-sxm", to: "h20", by: "bf16").value, 6.68, 0.06))
  }

  /// CFR, China's AI Chip Deficit,
  /// <https://www.cfr.org/article/chinas-ai-chip-deficit-why-huawei-cant-catch-nvidia-and-us-export-controls-should-remain>
  /// (pub_B06): a Blackwell Ultra at 60,000 TPP is about five 910C at 12,032.
  @Test("the best American chip of 2025 is about five Ascend 910C by TPP")
  func deficit() throws {
    let ratio = try tpp("gb300") / tpp("ascend-910c")
    #expect(agree(ratio.range.upperBound, 4.99, 0.05))
  }

  /// Epoch AI, Data on Machine Learning Hardware (CC-BY), <https://epoch.ai/data/machine-learning-hardware> (cmp_B16).
  @Test(
    "an Ascend 950, 960 and 970 have 8,000, 16,000 and 32,000 TPP: the 950 is below every figure of the 910C")
  func roadmap() throws {
    #expect(try tpp("ascend-950dt").value == 8000)
    #expect(try tpp("ascend-960").value == 16_000)
    #expect(try tpp("ascend-970").value == 32_000)
    #expect(try tpp("ascend-950dt").range.upperBound < tpp("ascend-910c").range.lowerBound)
  }

  /// Epoch AI, GPU Clusters (CC-BY), <https://epoch.ai/data/gpu-clusters>: pub_C02 (Colossus), pub_C04 (El Capitan),
  /// pub_C06 (OCI).
  @Test(
    "clusters are worth the H100s that Epoch publishes",
    arguments: [
      (100_000.0, "h100-sxm", 100_000.0), (44_544, "mi300a", 44_143), (131_072, "b200", 298_041),
    ])
  func clusters(count: Double, chip: String, published: Double) throws {
    let equivalents = try convert(count, chip, to: "tops8-epoch").value
    #expect(agree(equivalents, published, 0.001))
    let operations = equivalents * 1979e12
    #expect(agree(operations, published * 1979e12, 0.001))
    if chip == "h100-sxm" {
      let rate = try #require(try database.chip(matching: chip).declared(.bf16)).value * count * 1e12
      #expect(agree(rate, 9.89e19, 0.001))
    }
  }

  /// The row of Prometheus in the same data counts a GB300 by its 165 INT8 TOP/s and prints 774,634 H100; by FP8 it is
  /// 1,263,264 (trap_C08).
  @Test("a count by a cut-down INT8 path is warned of, with both rates, and by FP8 it is the other sum")
  func cutDownInteger() throws {
    let wrong =
      try convert(300_000, "gb200", to: "h100-sxm", by: "int8").value
      + convert(200_000, "gb300", to: "h100-sxm", by: "int8").value
    #expect(agree(wrong, 774_634, 0.001))
    let right =
      try convert(300_000, "gb200", to: "tops8-epoch").value
      + convert(200_000, "gb300", to: "tops8-epoch").value
    #expect(agree(right, 1_263_264, 0.001))
    func warned(_ from: String, _ to: String, _ by: String) throws -> [String] {
      let unit = try ConversionUnit(from, definition: nil, in: database)
      return try Conversion(
        ConversionAmount("1", of: unit), unit, to: ConversionUnit(to, definition: nil, in: database),
        by: ConversionMeasure(key: by, in: database), via: nil, facilityFactor: nil,
        tf32Reading: .container32
      ).cutDownIntegers.map(\.chip.id)
    }
    #expect(try warned("gb300", "h100-sxm", "int8") == ["gb300"])
    #expect(try warned("h100-sxm", "b300", "int8") == ["b300"])
    #expect(try warned("gb200", "h100-sxm", "int8").isEmpty)
    #expect(try warned("gb300", "h100-sxm", "fp8e4m3").isEmpty)
  }

  /// Epoch AI, Data on AI Chip Owners (CC-BY), <https://epoch.ai/data/ai-chip-owners> (cmp_C13).
  @Test(
    "1,489,899 H20 are 222,844 H100 by 8-bit rate and 1.779 million by memory bandwidth, eight times apart")
  func twoBases() throws {
    #expect(try agree(convert(1_489_899, "h20", to: "tops8-epoch").value, 222_844, 0.01))
    #expect(try agree(convert(1_489_899, "h20", to: "memory-bandwidth").value, 1.779e6, 0.01))
  }

  /// K. Pilz, US AI chip owners in GB300-equivalents, <https://konstantinpilz.github.io/us-ai-compute/> (pub_C15): a B200
  /// at 10,000 FP4 TOP/s is the rate of the GB200.
  @Test("Microsoft's chips at the end of 2025 are 822,973 GB300 by FP4, with the written fallback")
  func fallback() throws {
    let owned: [(Double, String)] = [
      (459_481, "gb200"), (1_093_460, "h100-sxm"), (323_881, "gb300"), (227_034, "a100-sxm"),
      (11_344, "mi355x"), (21_401, "mi325x"), (124_819, "mi300x"), (17_417, "mi350x"),
    ]
    var total = BoundedValue(1e-9)
    for (count, chip) in owned { total = total + (try convert(count, chip, to: "tops-pilz-fp4")) }
    #expect(agree(total.value, 822_973, 0.0001))
  }

  /// Serving Large Language Models on Huawei CloudMatrix384, <https://arxiv.org/abs/2506.12708>: 6,688 tokens a second at
  /// 4.45 for each INT8 TFLOP/s (pub_F05).
  @Test("the INT8 rate of a 910C is what the paper's prefill implies")
  func prefill() throws {
    let rate = try #require(try database.chip(matching: "ascend-910c").declared(.int8)).value
    #expect(agree(rate, 6688 / 4.45, 0.01))
  }

  /// Of a table of H100-equivalents by basis from Epoch AI's specifications (CC-BY),
  /// <https://epoch.ai/data/machine-learning-hardware>: TPP, BF16, 8-bit, bandwidth, then the roofline at 30, 100 and 300
  /// operations a byte; `nil` where our sources differ from the figure that went in: 7.7 TB/s of a B200 (its maker's
  /// sheet), the INT8 rate of a 910B2, and where the table has none.
  static let byBasis: [(chip: String, values: [Double?])] = [
    ("a100-sxm", [0.32, 0.32, 0.32, 0.61, 0.61, 0.61, 0.32]),
    ("h20", [0.15, 0.15, 0.15, 1.19, 1.19, 0.44, 0.15]),
    ("h200-sxm", [1.00, 1.00, 1.00, 1.43, 1.43, 1.43, 1.00]),
    ("ascend-910b2", [0.38, 0.38, nil, 0.48, 0.48, 0.48, 0.38]),
    ("ascend-910c", [0.76, 0.76, 0.76, 0.96, 0.96, 0.96, 0.76]),
    ("ascend-950dt", [0.51, nil, 0.51, 1.19, nil, nil, nil]),
    ("ascend-960", [1.01, nil, 1.01, 2.87, nil, nil, nil]),
    ("ascend-970", [2.02, nil, 2.02, 4.30, nil, nil, nil]),
    ("mi300x", [1.32, 1.32, 1.32, 1.58, 1.58, 1.58, 1.32]),
    ("b200", [2.27, 2.27, 2.27, nil, nil, nil, 2.27]),
    ("gb300", [3.79, 2.53, 2.53, 2.39, 2.39, 2.39, 2.43]),
  ]

  @Test(
    "the table of equivalents by basis follows, within its rounding of what the sources leave",
    arguments: byBasis)
  func bases(chip: String, values: [Double?]) throws {
    let figures = try database.chip(matching: chip).equivalenceFigures(tf32Reading: .container32)
    let ids = [
      "tpp-datasheet", "tops16-dense", "tops8-epoch", "memory-bandwidth", "roofline-30", "roofline-100",
      "roofline-300",
    ]
    for (id, expected) in zip(ids, values) {
      let equivalent = try database.equivalenceDefinition(id).equivalent(of: figures)
      guard let expected else { continue }
      let range = try #require(equivalent.range, "\(id)")
      #expect(range.lowerBound - 0.006 <= expected && expected <= range.upperBound + 0.006, "\(id): \(range)")
    }
    if ["ascend-960", "ascend-970"].contains(chip) {
      let reason = try database.equivalenceDefinition("roofline-100").equivalent(of: figures).reason
      #expect(reason == "no FP16, BF16 throughput is known")
    }
  }

  /// The harmonic mean weighted with the H100's time; a plain average of ratios would make an H20 0.67.
  @Test(
    "half training and half decode by the time of an H100",
    arguments: [("h20", 0.27), ("ascend-910c", 0.85), ("h200-sxm", 1.18), ("gb300", 2.46)])
  func halfAndHalf(chip: String, expected: Double) throws {
    let range = try #require(
      database.equivalenceDefinition("mix-training-decode").equivalent(
        of: database.chip(matching: chip).equivalenceFigures(tf32Reading: .container32)
      ).range)
    #expect(range.lowerBound - 0.006 <= expected && expected <= range.upperBound + 0.006, "\(range)")
  }
}
