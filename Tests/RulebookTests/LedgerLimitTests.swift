import Rating
import Testing

@testable import Rulebook

@Suite struct LedgerLimitTests {
  @Test("1,699 H100s of 15,825 TPP fit into a year's LPP; the 1,700th passes it by 2,500 TPP")
  func lowProcessingPerformance() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-02-01", to: "AE", .lpp, 1_699)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2025-02-02", to: "AE", .lpp, 1)
    #expect(fixture.broken == ["lpp:3"])
    let crossing = try #require(fixture.ledger.brokenLimits.first)
    #expect(crossing.used == ExactTPP(26_902_500) && crossing.used - crossing.bound == ExactTPP(2_500))
    #expect(crossing.reference.contains("740.29"))
  }

  @Test(
    "each limit holds at its figure and is passed one TPP above",
    arguments: [
      (Route.lpp, "AE", LedgerFixture.Chip.lpp, LedgerFixture.Chip.aboveLPP, "lpp"),
      (.allocation, "AE", .country, .aboveCountry, "country"),
      (.allocation, "SA", .raised, .aboveRaised, "country"),
    ])
  func toTheUnit(
    route: Route, place: String, at: LedgerFixture.Chip, above: LedgerFixture.Chip, limit: String
  ) throws {
    let agreements: Set<CountryCode> = [try #require(CountryCode("SA"))]
    var within = try LedgerFixture(agreements: agreements)
    try within.ship("2025-06-01", to: place, route, chip: at)
    #expect(within.broken.isEmpty)
    var beyond = try LedgerFixture(agreements: agreements)
    try beyond.ship("2025-06-01", to: place, route, chip: above)
    #expect(beyond.broken == ["\(limit):2"])
    let crossing = try #require(beyond.ledger.brokenLimits.first)
    #expect(crossing.used - crossing.bound == ExactTPP(1))
  }

  @Test("a notice is due for a shipment of 3,200,000 TPP and not for one below, whatever went before")
  func notice() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-06-01", to: "AE", .lpp, chip: .belowNotice)
    try fixture.ship("2025-06-01", to: "AE", .lpp, chip: .belowNotice)
    #expect(fixture.duties.isEmpty)
    try fixture.ship("2025-06-02", to: "AE", .lpp, chip: .notice)
    #expect(fixture.duties == ["lpp-notice:4"] && fixture.broken.isEmpty)
  }

  @Test("AIA is reported from the line on which one consignee reaches 253,000,000 TPP")
  func authorizationReport() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-06-01", to: "DE", .aia, chip: .belowReport, consignee: 1)
    try fixture.ship("2025-06-01", to: "DE", .aia, chip: .belowReport, consignee: 2)
    #expect(fixture.duties.isEmpty)
    try fixture.ship("2025-06-01", to: "DE", .aia, consignee: 2)
    #expect(fixture.duties == ["aia-report:4"] && fixture.broken.isEmpty)
  }

  @Test("LPP begins anew with the calendar year")
  func year() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-12-31", to: "AE", .lpp, 1_699)
    try fixture.ship("2026-01-01", to: "AE", .lpp, 1_699)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2026-12-31", to: "AE", .lpp, 1)
    #expect(fixture.broken == ["lpp:4"])
  }

  @Test("LPP adds up over a family's consignees and countries, and not over families")
  func family() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-03-01", to: "AE", .lpp, 1_000, parent: 1, consignee: 1)
    try fixture.ship("2025-03-01", to: "AE", .lpp, 1_000, parent: 2, consignee: 1)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2025-03-02", to: "QA", hq: "AE", .lpp, 700, parent: 1, consignee: 2)
    #expect(fixture.broken == ["lpp:4"])
    #expect(fixture.ledger.brokenLimits.first?.key.parent == 1)
  }

  @Test("a licence of its own fills the country's allocation and is not bound by it; LPP does neither")
  func installedBase() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-01-05", to: "AE", .licence, 1_000)
    try fixture.ship("2025-06-01", to: "AE", .licence, chip: .aboveCountry)
    try fixture.ship("2025-06-02", to: "AE", .lpp, 1)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2025-06-03", to: "AE", .allocation, 1)
    #expect(fixture.broken == ["country:5"])
    let crossing = try #require(fixture.ledger.brokenLimits.first)
    #expect(crossing.used == ExactTPP(790_000_001 + 1_001 * 15_825))
  }

  @Test("licences to places and recipients that have no allocation fill none")
  func noAllocation() throws {
    var fixture = try LedgerFixture()
    for (destination, home) in [("RU", "RU"), ("MO", "MO"), ("DE", "CN"), ("GB", "GB"), ("AE", "CN")] {
      try fixture.ship("2025-06-01", to: destination, hq: home, .licence, 1_000)
    }
    let country = try #require(
      fixture.ledger.rules.limits.firstIndex { $0.allowance.parameter.id == "country" })
    #expect(fixture.ledger.accountCount(country) == 0)
    try fixture.ship("2025-06-01", to: "AE", .licence, 1_000)
    #expect(fixture.ledger.accountCount(country) == 1)
  }

  @Test("an agreement cannot raise what a country does not have", arguments: ["RU", "MO", "CN", "GB"])
  func noAgreement(country: String) throws {
    let fixture = try LedgerFixture()
    let code = try #require(CountryCode(country))
    #expect(!fixture.ledger.rules.canBeRaised(code, under: .codified))
    #expect(fixture.ledger.rules.canBeRaised(try #require(CountryCode("SA")), under: .codified))
  }

  @Test("after 2027 no allocation and no table is left to draw on", arguments: [Route.allocation, .nveu])
  func ended(route: Route) throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2027-12-31", to: "AE", route, 1)
    #expect(fixture.ledger.tallies.refusedRoutes.isEmpty)
    try fixture.ship("2028-01-01", to: "AE", route, 1)
    #expect(fixture.ledger.tallies.refusedRoutes.map(\.refusal) == [.ended])
  }

  @Test("what was licensed before 2025 does not count")
  func before2025() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2024-12-31", to: "AE", .licence, 1_000)
    try fixture.ship("2025-06-01", to: "AE", .allocation, chip: .country)
    #expect(fixture.broken.isEmpty)
  }

  @Test("a limit that only the highest published figure passes is contested, not broken")
  func contested() throws {
    let operand = Operand(
      15_825, of: .tpp, source: "test", evidence: .declared, published: 15_800...15_840)
    let chip = Subject(name: "h100", operands: [.tpp: operand], facts: [.dataCentre: .yes])
    var ledger = Ledger(rules: try LedgerFixture.rules(), standing: .codified, chips: [chip])
    let place = try LedgerFixture.country("AE")
    try ledger.add(
      Shipment(
        day: LedgerDay("2025-06-01"), line: 2, consignee: 0, parent: 0, headquarters: place,
        destination: place, chip: 0, route: .lpp, quantity: 1_699))
    #expect(ledger.brokenLimits.isEmpty)
    #expect(ledger.contestedLimits.map(\.line) == [2])
    #expect(ledger.contestedLimits.first?.sum.high == ExactTPP(1_699 * 15_840))
  }
}
