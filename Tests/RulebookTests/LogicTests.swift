import Rating
import Testing

@testable import Rulebook

@Suite struct LogicTests {
  static let tpps = [0.0, 1_599.9, 1_600, 2_000, 2_399.9, 2_400, 3_000, 4_799.9, 4_800, 5_000, 20_000]
  static let areas = [50.0, 200, 270.27, 400, 500, 750, 811, 1_000, 1_500, 3_000]
  static let purposes: [Outcome] = [.yes, .no]

  /// 2 for .a, 1 for .b, 0 for neither.
  private func tier(_ findings: [Finding]) -> Int {
    let met = findings.met()
    if met.contains(where: { $0.hasPrefix("3A090.a") }) { return 2 }
    return met.isEmpty ? 0 : 1
  }

  @Test("more TPP never lowers a control", arguments: areas, purposes)
  func moreTPP(area: Double, dataCentre: Outcome) throws {
    let rulebook = try Shipped.rulebook()
    let tiers = try Self.tpps.map { tpp in
      tier(try rulebook.classify(.chip(tpp: tpp, areaMM2: area, dataCentre: dataCentre), on: "2024-01-01"))
    }
    #expect(tiers == tiers.sorted())
  }

  @Test("a larger area never raises a control", arguments: tpps, purposes)
  func largerArea(tpp: Double, dataCentre: Outcome) throws {
    let rulebook = try Shipped.rulebook()
    let tiers = try Self.areas.map { area in
      tier(try rulebook.classify(.chip(tpp: tpp, areaMM2: area, dataCentre: dataCentre), on: "2024-01-01"))
    }
    #expect(tiers == tiers.sorted(by: >))
  }

  @Test("an item that meets .a never meets .b", arguments: tpps, areas)
  func tiersExclude(tpp: Double, area: Double) throws {
    let findings = try Shipped.rulebook().classify(
      .chip(tpp: tpp, areaMM2: area, dataCentre: .yes), on: "2024-01-01")
    let met = findings.met()
    #expect(!(met.contains { $0.contains(".a.") } && met.contains { $0.contains(".b.") }))
  }

  @Test("an answer with figures left out holds whatever they turn out to be", arguments: tpps)
  func unknownIsHonest(tpp: Double) throws {
    let rulebook = try Shipped.rulebook()
    let open = try rulebook.classify(.chip(tpp: tpp), on: "2026-02-01").filter { $0.outcome != .unknown }
    for area in Self.areas {
      for dataCentre in Self.purposes {
        for dram in [300.0, 6_500] {
          let closed = try rulebook.classify(
            .chip(tpp: tpp, areaMM2: area, dram: dram, dataCentre: dataCentre), on: "2026-02-01")
          for finding in open { #expect(closed[finding.paragraph]?.outcome == finding.outcome) }
        }
      }
    }
  }

  @Test("a known TPP above the line decides though all else is unknown")
  func deciding() throws {
    let findings = try Shipped.rulebook().classify(.chip(tpp: 4_800), on: "2024-01-01")
    #expect(findings["3A090.a.1"]?.outcome == .yes)
    #expect(findings["3A090.a.2"]?.outcome == .unknown)
    #expect(findings["3A090.b.2"]?.outcome == .no)
    #expect(findings["740.8 NAC"]?.outcome == .unknown)
  }

  @Test("item rules answer chips, training rules answer runs, and each only those")
  func kinds() throws {
    let rulebook = try Shipped.rulebook()
    let chip = try rulebook.classify(.chip(tpp: 1), on: "2026-02-01")
    #expect(chip.allSatisfy { $0.kind == .item } && !chip.isEmpty)
    let run = try rulebook.classify(.training(1e26), on: "2026-02-01")
    #expect(run.allSatisfy { $0.kind == .training })
    #expect(run.filter { $0.outcome == .yes }.map(\.paragraph).contains("4E091"))
    #expect(run["22757.11(i)"]?.outcome == .no)
  }

  @Test("a day before the first rule is refused with that rule's day")
  func tooEarly() throws {
    let rulebook = try Shipped.rulebook()
    #expect(throws: RulebookError.beforeFirstRule(date: "2022-10-20", first: "2022-10-21")) {
      try rulebook.classify(.chip(tpp: 5_000), on: "2022-10-20")
    }
    #expect(throws: RulebookError.beforeFirstRule(date: "2022-11-01", first: "2023-10-30")) {
      try rulebook.classify(.training(1e26), on: "2022-11-01")
    }
    let memory = Subject(
      name: "stack",
      operands: [.memoryBandwidthDensity: Operand(2.5, of: .memoryBandwidthDensity, source: "test")])
    let error = try #require(throws: RulebookError.self) { try rulebook.classify(memory, on: "2024-12-01") }
    #expect(error.description.hasPrefix("no rule that tests these figures was in force on 2024-12-01: "))
    #expect(error.description.contains("starts on 2024-12-02"))
    #expect(throws: RulebookError.beforeFirstAllowance(date: "2024-12-31", first: "2025-01-13")) {
      try rulebook.allowancesOfTPP(on: "2024-12-31")
    }
  }

  @Test("figures that no rule can take are refused", arguments: [Double.nan, .infinity, -1])
  func unusable(value: Double) throws {
    let rulebook = try Shipped.rulebook()
    #expect(throws: RulebookError.self) { try rulebook.classify(.chip(tpp: value), on: "2024-01-01") }
  }

  @Test("a figure in another unit is refused, and so is a subject without figures")
  func units() throws {
    let rulebook = try Shipped.rulebook()
    let gigabits = Operand(value: 8_000, unit: "Gbit/s", source: "test")
    #expect(throws: RulebookError.self) {
      try rulebook.classify(Subject(name: "chip", operands: [.aggregateIO: gigabits]), on: "2024-01-01")
    }
    #expect(throws: RulebookError.noFigures(subject: "chip")) {
      try rulebook.classify(Subject(name: "chip", operands: [:]), on: "2024-01-01")
    }
  }
}
