import ChipDB
import Rating
import Testing

@Suite struct SystemTests {
  let database: ChipDatabase

  init() throws { database = try Shipped.database() }

  private func ratio(
    _ measure: SystemComparison.Measure, _ first: String = "cloudmatrix-384", _ second: String = "gb200-nvl72"
  ) throws -> BoundedValue {
    let comparison = try SystemComparison(
      database.system(matching: first), database.system(matching: second))
    return try #require(comparison.rows.first { $0.measure == measure }?.ratio)
  }

  /// SemiAnalysis, Huawei AI CloudMatrix 384,
  /// <https://semianalysis.com/2025/04/16/huawei-ai-cloudmatrix-384-chinas-answer-to-nvidia-gb200-nvl72>: 300 against 180
  /// PFLOP/s dense BF16, 1.7 times; 3.6 times the memory, 2.1 times its bandwidth (pub_B08).
  @Test(
    "a CloudMatrix 384 has 1.7 times the dense BF16 of a GB200 NVL72, 3.6 times the memory, 2.1 the bandwidth"
  )
  func compute() throws {
    let cloudMatrix = try #require(try database.system(matching: "CloudMatrix 384").value(.rate(.bf16)))
    #expect((cloudMatrix.bounded.value / 299.5 - 1).magnitude <= 0.03)
    #expect(cloudMatrix.bounded.range.contains(384 * 0.780))
    let rack = try #require(try database.system(matching: "gb200-nvl72").value(.rate(.bf16)))
    #expect((rack.bounded.value / 180 - 1).magnitude <= 0.03)
    #expect(try (ratio(.figure(.rate(.bf16))).value / 1.66 - 1).magnitude <= 0.03)
    #expect(try (ratio(.figure(.memory)).value / 3.6 - 1).magnitude <= 0.04)
    #expect(try (ratio(.figure(.bandwidth)).value / 2.1 - 1).magnitude <= 0.04)
  }

  /// The same figures as reported by
  /// <https://avalanchenoticias.com.br/mercado-de-tecnologia-e-ti-noticia/o-huawei-cloudmatrix-384-super-accelerator-e-mais-rapido-que-o-nvidia-gb200-nvl72-mas-consome-muito-mais-energia>
  /// (pub_B10).
  @Test("it takes 3.9 times the power: 2.3 times per operation, 1.8 per TB/s and 1.1 per TB")
  func power() throws {
    for (measure, published) in [
      (.figure(.power), 3.9), (.powerOver(.rate(.bf16)), 2.3), (.powerOver(.bandwidth), 1.8),
      (.powerOver(.memory), 1.1),
    ] as [(SystemComparison.Measure, Double)] {
      #expect(try (ratio(measure).value / published - 1).magnitude <= 0.04, "\(measure.label)")
    }
  }

  /// Huawei Connect 2025 as reported by <https://www.gizmochina.com/?p=707365> (pub_B14).
  @Test("an Atlas 950 SuperCluster is 64 SuperPoDs: 524,288 chips and 524 EFLOP/s of FP8")
  func superCluster() throws {
    let cluster = try database.system(matching: "Atlas 950 SuperCluster")
    let pod = try database.system(matching: "Atlas 950 SuperPoD")
    #expect(cluster.system.count == 524_288 && cluster.system.count == 64 * pod.system.count)
    let rate = try #require(cluster.value(.rate(.fp8e4m3)))
    #expect((rate.bounded.value / 524_000 - 1).magnitude <= 0.001)
    #expect((try #require(rate.reckoned).value / 524_000 - 1).magnitude <= 0.001)
  }

  @Test("what is not published of a system is its chips' together, but never power")
  func reckoned() throws {
    let rack = try database.system(matching: "gb300-nvl72")
    let rate = try #require(rack.value(.rate(.bf16)))
    #expect(rate.published == nil && rate.bounded.value == 180 && rate.bounded.range == 176.4...180)
    #expect(rack.value(.power) == nil)
    #expect(try #require(rack.value(.scaleUp)).bounded.value == 72 * 1.8)
    let comparison = try SystemComparison(database.system(matching: "gb200-nvl72"), rack)
    let power = try #require(comparison.rows.first { $0.measure == .figure(.power) })
    #expect(power.first?.value == 145 && power.second == nil && power.ratio == nil)
    #expect(comparison.rows.first { $0.measure == .powerOver(.memory) }?.ratio == nil)
  }

  @Test("a published figure and the chips' together both lie in the interval")
  func interval() throws {
    let memory = try #require(try database.system(matching: "gb200-nvl72").value(.memory)).bounded
    #expect(memory.value == 13.8 && memory.range.contains(72 * 0.186))
  }

  @Test("every figure has a source, every system its chip, and each is found by every name")
  func sources() throws {
    #expect(database.systems.count >= 5)
    for system in database.systems {
      #expect(database.sources[system.source] != nil)
      #expect(system.figures.allSatisfy { database.sources[$0.value.source] != nil })
      for name in [system.id, system.name] + system.aliases {
        #expect(try database.system(matching: name).chip.id == system.chip)
      }
    }
  }

  @Test("an unknown system is refused with those that there are, and one beside itself too")
  func refused() throws {
    let unknown = #expect(throws: ChipDBError.self) { try database.system(matching: "cloudmatrix-385") }
    #expect(unknown?.description.contains("did you mean 'cloudmatrix-384'") == true)
    let ambiguous = #expect(throws: ChipDBError.self) { try database.system(matching: "NVL72") }
    #expect(ambiguous?.isUsage == true)
    #expect(throws: ChipDBError.self) {
      try SystemComparison(database.system(matching: "CM384"), database.system(matching: "cloudmatrix-384"))
    }
  }
}
