import Rating
import Testing

@testable import Rulebook

@Suite struct LedgerRouteTests {
  @Test(
    "a blank route is AIA where that is open, then LPP while it lasts, then the allocation, then a licence")
  func found() throws {
    var fixture = try LedgerFixture()
    #expect(try fixture.ship("2025-06-01", to: "DE") == .route(.aia))
    #expect(try fixture.ship("2025-06-01", to: "AE", nil, 1_699) == .route(.lpp))
    #expect(try fixture.ship("2025-06-01", to: "AE", nil, 1) == .route(.allocation))
    #expect(try fixture.ship("2025-06-01", to: "AE", chip: .country) == .route(.licence))
    #expect(try fixture.ship("2026-01-01", to: "AE") == .route(.lpp))
    #expect(try fixture.ship("2026-01-01", to: "CN") == .route(.licence))
    #expect(fixture.broken.isEmpty && fixture.refusals.isEmpty)
  }

  @Test("without headquarters a blank route stays unknown and is in no sum")
  func unknownHeadquarters() throws {
    var fixture = try LedgerFixture()
    #expect(try fixture.ship("2025-06-01", to: "SG", hq: "", nil, 5) == .unknown)
    #expect(fixture.ledger.tallies.tally(.unknown).lines == 1)
    #expect(fixture.ledger.tallies.firstUnknown.first?.reason.contains("headquarters") == true)
    #expect(try fixture.ship("2025-06-01", to: "SG", hq: "", .lpp, 5) == .route(.lpp))
    #expect(fixture.ledger.tallies.undecidedRoutes.lines == 1)
  }

  @Test("an item whose class is unknown is counted apart, with what would settle it")
  func unknownClass() throws {
    var fixture = try LedgerFixture()
    #expect(try fixture.ship("2025-06-01", to: "AE", .lpp, 10_000, chip: .unknownArea) == .unknown)
    #expect(fixture.broken.isEmpty)
    #expect(fixture.ledger.tallies.tally(.unknown).tpp == ExactTPP(30_000_000))
    #expect(fixture.ledger.tallies.firstUnknown.first?.reason.contains("area") == true)
  }

  @Test(
    "LPP, NVEU, UVEU, ACM and the allocation are closed to Macau, Country Group D:5 and firms from there",
    arguments: [("CN", "CN"), ("MO", "MO"), ("SG", "CN"), ("DE", "MO"), ("HK", "GB"), ("AE", "RU")])
  func closed(place: String, home: String) throws {
    for route in [Route.lpp, .nveu, .uveu, .acm, .aia, .allocation] {
      var fixture = try LedgerFixture()
      #expect(try fixture.ship("2025-06-01", to: place, hq: home, route, 100_000) == .route(route))
      #expect(fixture.refusals == ["\(route.rawValue):2:place"], "\(route)")
      #expect(fixture.broken.isEmpty)
    }
  }

  @Test("AIA takes both the place and the firm; UVEU takes the firm")
  func authorization() throws {
    var fixture = try LedgerFixture()
    try fixture.ship("2025-06-01", to: "DE", hq: "AE", .aia)
    try fixture.ship("2025-06-01", to: "AE", hq: "DE", .aia)
    try fixture.ship("2025-06-01", to: "AE", hq: "AE", .uveu)
    try fixture.ship("2025-06-01", to: "JP", hq: "FR", .aia)
    #expect(fixture.refusals == ["aia:2:place", "uveu:4:place"])
    #expect(fixture.ledger.tallies.refusedRoutes.first?.tally.lines == 2)
  }

  @Test("the lower tier needs a licence for China, has ACM elsewhere, and uses nothing up")
  func lowerTier() throws {
    var fixture = try LedgerFixture()
    #expect(try fixture.ship("2025-06-01", to: "CN", chip: .lowerTier) == .route(.licence))
    #expect(try fixture.ship("2025-06-01", to: "AE", .lpp, 100_000, chip: .lowerTier) == .route(.lpp))
    #expect(try fixture.ship("2025-06-01", to: "AE", .acm, chip: .lowerTier) == .route(.acm))
    #expect(try fixture.ship("2025-06-01", to: "BR", chip: .lowerTier) == .noLicenceNeeded)
    #expect(fixture.refusals == ["lpp:3:item"] && fixture.broken.isEmpty)
  }

  @Test("before the rule began nothing goes by its routes; within the United States nothing needs one")
  func outside() throws {
    var fixture = try LedgerFixture()
    #expect(try fixture.ship("2025-01-12", to: "BR", .lpp, 5_000) == .noLicenceNeeded)
    #expect(try fixture.ship("2025-01-12", to: "AE", .lpp, 5_000) == .route(.lpp))
    #expect(try fixture.ship("2025-06-01", to: "US", .lpp, 5_000) == .noLicenceNeeded)
    #expect(fixture.broken.isEmpty)
    #expect(fixture.ledger.tallies.needless.lines == 2)
    #expect(fixture.refusals.count == 1)
  }

  @Test(
    "as enforced the allowances do not hold: what needs a licence has no other route, the rest needs none")
  func enforced() throws {
    var fixture = try LedgerFixture(.enforced)
    #expect(try fixture.ship("2025-06-01", to: "BR", .lpp, 100_000) == .noLicenceNeeded)
    #expect(try fixture.ship("2025-06-01", to: "DE") == .noLicenceNeeded)
    #expect(try fixture.ship("2025-06-01", to: "AE", .lpp, 100_000) == .route(.lpp))
    #expect(try fixture.ship("2025-06-01", to: "AE") == .route(.licence))
    #expect(try fixture.ship("2025-06-01", to: "SG", hq: "CN") == .route(.licence))
    #expect(fixture.refusals == ["lpp:4:notInForce"] && fixture.broken.isEmpty)
  }

  @Test("lines before the one above them, before every rule, or too large to add up exactly are refused")
  func refused() throws {
    var fixture = try LedgerFixture()
    #expect(throws: Ledger.Refusal.beforeFirstRule) { try fixture.ship("2010-01-01", to: "AE") }
    try fixture.ship("2025-06-01", to: "AE")
    #expect(throws: Ledger.Refusal.outOfOrder) { try fixture.ship("2025-05-31", to: "AE") }
    #expect(throws: Ledger.Refusal.tooLarge) {
      try fixture.ship("2025-06-01", to: "AE", .licence, .max, chip: .raised)
    }
    #expect(fixture.ledger.tallies.tally(.route(.lpp)).lines == 1)
    #expect(fixture.ledger.tallies.tally(.route(.licence)).lines == 0)
  }

  @Test("countries of one kind have the answers that each has by itself")
  func kinds() throws {
    let rulebook = try Shipped.rulebook()
    let chips = LedgerFixture.Chip.allCases.map(\.subject)
    let homes = try [nil, "US", "CN", "MO", "AE"].map { try $0.map(LedgerFixture.country) }
    for date: CalendarDate in ["2023-01-20", "2025-06-01", "2026-07-10"] {
      let rules = rulebook.rules(on: date)
      let item = try rules.findings(chips[0])
      var classifiers = try [Standing.codified, .enforced].map {
        ShipmentClassifier(rules: try LedgerFixture.rules(), standing: $0, chips: chips)
      }
      let period = try #require(classifiers[0].periodIndex(of: LedgerDay(date)))
      for (place, country) in rulebook.countries.countries.enumerated() {
        for home in homes {
          let reach = rules.reach(
            Transaction(
              destination: country.code,
              headquarters: home.map { rulebook.countries.countries[Int($0)].code }))
          for index in classifiers.indices {
            let position = try classifiers[index].position(
              period: period, chip: 0, destination: UInt16(place), headquarters: home)
            let standing = classifiers[index].standing
            #expect(
              classifiers[index].classes[position].isControlled
                == rules.answer(item, reach, under: standing).isControlled,
              "\(date) \(standing) \(country.code)")
          }
        }
      }
    }
  }
}
