import Rating
import Testing

@testable import Rulebook

@Suite struct ShipmentPlanTests {
  private func recipient(
    _ date: CalendarDate, to place: String, hq: String? = nil, parent: Int32? = 0
  ) throws -> ShipmentPlan.Recipient {
    .init(
      day: LedgerDay(date), parent: parent, consignee: 0,
      headquarters: try LedgerFixture.country(hq ?? place),
      destination: try LedgerFixture.country(place), chip: LedgerFixture.Chip.h100.rawValue)
  }

  private func chips(_ plan: ShipmentPlan, _ route: Route) -> Int? {
    plan.options.first { $0.route == route }?.chips
  }

  @Test("an empty ledger leaves 1,699 by LPP, 49,921 by the allocation and the table's 60,000 by NVEU")
  func empty() throws {
    var fixture = try LedgerFixture()
    fixture.ledger.finish(on: LedgerDay("2025-05-01"))
    let plan = try fixture.ledger.plan(recipient("2025-05-01", to: "AE"))
    #expect(chips(plan, .lpp) == 1_699 && chips(plan, .allocation) == 49_921)
    #expect(chips(plan, .nveu) == 60_000 && chips(plan, .uveu) == 0 && chips(plan, .aia) == 0)
    #expect(plan.found == 51_620)
    #expect(plan.options.first { $0.route == .licence }?.chips == nil)
  }

  @Test(
    "what the plan leaves fits to the chip, and one more does not",
    arguments: [Route.lpp, .allocation, .nveu])
  func fits(route: Route) throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-02-01", to: "AE", route, 100)
    var planned = fixture
    planned.ledger.finish(on: LedgerDay("2025-02-01"))
    let plan = try planned.ledger.plan(recipient("2025-05-01", to: "AE"))
    let left = try #require(chips(plan, route))
    try fixture.ship("2025-05-01", to: "AE", route, left)
    #expect(fixture.broken.isEmpty)
    try fixture.ship("2025-05-01", to: "AE", route, 1)
    #expect(fixture.broken.count == 1)
  }

  @Test("lines after the day are spoken for")
  func later() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-06-01", to: "AE", .nveu, 59_000)
    try fixture.ship("2025-12-01", to: "AE", .lpp, 1_000)
    fixture.ledger.finish(on: LedgerDay("2025-12-31"))
    let plan = try fixture.ledger.plan(recipient("2025-02-01", to: "AE"))
    #expect(chips(plan, .lpp) == 699)
    #expect(chips(plan, .nveu) == 1_000)
  }

  @Test("a UVEU's room is the tightest share; without what the family owns it is unknown")
  func shares() throws {
    let home = try LedgerFixture.stock(.owned, "2025-01-01", in: "DE", 93_000)
    var fixture = try LedgerFixture(stock: [home])
    fixture.ledger.finish(on: LedgerDay("2025-06-01"))
    let plan = try fixture.ledger.plan(recipient("2025-06-01", to: "AE", hq: "DE"))
    #expect(chips(plan, .uveu) == 7_000)
    var blind = try LedgerFixture()
    blind.ledger.finish(on: LedgerDay("2025-06-01"))
    let unknown = try blind.ledger.plan(recipient("2025-06-01", to: "AE", hq: "DE"))
    let option = try #require(unknown.options.first { $0.route == .uveu })
    #expect(option.isOpen == .yes && option.isUnknown && option.chips == nil)
  }

  @Test("as enforced no route of the rule is open")
  func enforced() throws {
    var fixture = try LedgerFixture(.enforced)
    fixture.ledger.finish(on: LedgerDay("2025-06-01"))
    let plan = try fixture.ledger.plan(recipient("2025-06-01", to: "AE"))
    let open = plan.options.filter { $0.isOpen != .no }.map(\.route)
    #expect(open == [.licence] && plan.found == 0)
    #expect(plan.options.first { $0.route == .lpp }?.refusal == .notInForce)
  }
}
