import Rating
import Testing

@testable import Rulebook

/// National and universal validated end users.
@Suite struct LedgerAuthorisationTests {
  @Test("an NVEU's base may be 40,000 H100s in the first quarter and 60,000 in the second, to the chip")
  func quarters() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-03-31", to: "AE", .nveu, 40_000)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2025-04-01", to: "AE", .nveu, 20_000)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2025-04-02", to: "AE", .nveu, 1)
    #expect(fixture.broken == ["nveu:4"])
    #expect(fixture.ledger.brokenLimits.first?.bound == ExactTPP(949_500_000))
  }

  @Test("an NVEU's allowance is its own in each country, and apart from the country's allocation")
  func apart() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-03-31", to: "AE", .nveu, 40_000, parent: 1)
    try fixture.ship("2025-03-31", to: "SA", hq: "AE", .nveu, 40_000, parent: 1)
    try fixture.ship("2025-03-31", to: "AE", .nveu, 40_000, parent: 2)
    try fixture.ship("2025-03-31", to: "AE", .allocation, chip: .country)
    #expect(fixture.broken.isEmpty)
  }

  @Test("attrited chips drop out of an NVEU's base from their day on")
  func attrition() throws {
    let lost = try LedgerFixture.stock(.attrited, "2025-02-15", in: "AE", 1_000, national: true)
    var fixture = try LedgerFixture(stock: [lost])
    try fixture.ship("2025-02-01", to: "AE", .nveu, 40_000)
    try fixture.ship("2025-02-15", to: "AE", .nveu, 1_000)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2025-02-16", to: "AE", .nveu, 1)
    #expect(fixture.broken == ["nveu:4"])

    var early = try LedgerFixture(stock: [lost])
    try early.ship("2025-02-01", to: "AE", .nveu, 40_000)
    try early.ship("2025-02-14", to: "AE", .nveu, 1_000)
    #expect(early.broken == ["nveu:3"])
  }

  @Test("what was owned under the authorisation before the ledger counts; more cannot be lost than is there")
  func owned() throws {
    let before = try LedgerFixture.stock(.owned, "2025-01-20", in: "AE", 40_000, national: true)
    let lost = try LedgerFixture.stock(.attrited, "2025-02-02", in: "AE", 40_002, national: true)
    var fixture = try LedgerFixture(stock: [before, lost])
    try fixture.ship("2025-02-01", to: "AE", .nveu, 1)
    fixture.ledger.finish(on: LedgerDay("2025-03-01"))
    #expect(fixture.broken == ["nveu:2"])
    #expect(fixture.ledger.refusedChanges.map(\.refusal) == [.lostMoreThanOwned])
  }

  @Test("headroom by quarter carries the base on, and follows attrition")
  func headroom() throws {
    let lost = try LedgerFixture.stock(.attrited, "2025-08-01", in: "AE", 500, national: true)
    var fixture = try LedgerFixture(stock: [lost])
    try fixture.ship("2025-02-01", to: "AE", .nveu, 1_000)
    fixture.ledger.finish(on: LedgerDay("2025-12-31"))
    let limit = try #require(fixture.ledger.rules.limits.firstIndex { $0.allowance.id == "nveu" })
    let use = try #require(
      fixture.ledger.uses(of: limit, on: LedgerDay("2025-06-01"), atMost: 5).first)
    #expect(use.now.period == "2025 Q2" && use.now.used == ExactTPP(15_825_000))
    #expect(use.now.left == ExactTPP(949_500_000 - 15_825_000))
    #expect(use.quarters.count == 12)
    #expect(use.quarters.first?.limit == ExactTPP(633_000_000))
    #expect(use.quarters[2].used == ExactTPP(7_912_500) && use.quarters[2].period == "2025 Q3")
    #expect(use.quarters.last?.left == ExactTPP(5_064_000_000 - 7_912_500))
  }

  @Test("a UVEU may have 7 % of its family's compute in one country, and not one chip more")
  func oneCountry() throws {
    let home = try LedgerFixture.stock(.owned, "2025-01-01", in: "DE", 93_000)
    var fixture = try LedgerFixture(stock: [home])
    try fixture.ship("2025-06-01", to: "AE", hq: "DE", .uveu, 7_000)
    #expect(fixture.brokenShares.isEmpty)
    try fixture.ship("2025-06-02", to: "AE", hq: "DE", .uveu, 1)
    #expect(fixture.brokenShares == ["uveu-country:3"])
  }

  @Test("a UVEU may have 25 % outside AI Authorization countries, and not one chip more; other routes count")
  func abroad() throws {
    let home = try LedgerFixture.stock(.owned, "2025-01-01", in: "DE", 7_500)
    var fixture = try LedgerFixture(stock: [home])
    for place in ["AE", "SA", "IN", "BR"] { try fixture.ship("2025-06-01", to: place, hq: "DE", .uveu, 500) }
    try fixture.ship("2025-06-01", to: "MX", hq: "DE", .lpp, 500)
    #expect(fixture.brokenShares.isEmpty)
    try fixture.ship("2025-06-02", to: "CL", hq: "DE", .uveu, 1)
    #expect(fixture.brokenShares == ["uveu-abroad:7"])
  }

  @Test(
    "a UVEU with headquarters in the United States is measured on the reporting dates: 50 % may be outside")
  func unitedStates() throws {
    let home = try LedgerFixture.stock(.owned, "2025-01-01", in: "US", 100)
    var fixture = try LedgerFixture(stock: [home])
    try fixture.ship("2025-06-15", to: "DE", hq: "US", .uveu, 101)
    fixture.ledger.finish(on: LedgerDay("2025-07-31"))
    #expect(fixture.brokenShares.isEmpty)
    fixture.ledger.finish(on: LedgerDay("2025-08-01"))
    #expect(fixture.brokenShares == ["uveu-us:2"])
    #expect(fixture.ledger.brokenShares.first?.day == LedgerDay("2025-08-01"))

    let more = try LedgerFixture.stock(.owned, "2025-07-31", in: "US", 1)
    var even = try LedgerFixture(stock: [home, more])
    try even.ship("2025-06-15", to: "DE", hq: "US", .uveu, 101)
    even.ledger.finish(on: LedgerDay("2025-08-01"))
    #expect(even.brokenShares.isEmpty)
  }

  @Test("what was lost at home raises the share abroad at the next transfer")
  func lossAtHome() throws {
    let home = try LedgerFixture.stock(.owned, "2025-01-01", in: "DE", 93_000)
    let lost = try LedgerFixture.stock(.attrited, "2025-06-02", in: "DE", 50_000)
    var fixture = try LedgerFixture(stock: [home, lost])
    try fixture.ship("2025-06-01", to: "AE", hq: "DE", .uveu, 5_000)
    #expect(fixture.brokenShares.isEmpty)
    try fixture.ship("2025-06-02", to: "AE", hq: "DE", .uveu, 1)
    #expect(fixture.brokenShares == ["uveu-country:3"])
  }
}
