import Rating
import Testing

@testable import Rulebook

/// Properties over many items, days and places: the standings stay apart, and unknown is honest.
@Suite struct StandingTests {
  static let days: [CalendarDate] = [
    "2022-11-01", "2023-02-01", "2023-11-17", "2024-06-01", "2025-01-13", "2025-05-01", "2025-12-10",
    "2026-02-01", "2026-06-01", "2026-07-10", "2026-11-24",
  ]
  static let countries = [
    "CN", "HK", "MO", "RU", "IR", "SA", "AE", "VN", "IL", "NI", "CY", "DE", "TW", "US", "BR",
  ]
  .compactMap { CountryCode($0) }
  static let tpps = [100.0, 1_600, 2_368, 2_400, 4_799.9, 4_800, 15_832, 21_000, 60_000]

  static func chip(_ tpp: Double, areaMM2: Double = 814, io: Double = 700, dram: Double? = 4_000) -> Subject {
    var operands: [Quantity: Operand] = [:]
    operands[.tpp] = Operand(tpp, of: .tpp, source: "test")
    operands[.performanceDensity] = Operand(tpp / areaMM2, of: .performanceDensity, source: "test")
    operands[.processingPerformance] = Operand(tpp / 8, of: .processingPerformance, source: "test")
    operands[.aggregateIO] = Operand(io, of: .aggregateIO, source: "test")
    operands[.dramBandwidth] = dram.map { Operand($0, of: .dramBandwidth, source: "test") }
    return Subject(
      name: "chip", operands: operands, facts: [.dataCentre: .yes, .centralProcessor: .no])
  }

  @Test(
    "an answer holds nothing that lacks its standing, and reaches by that standing's version", arguments: days
  )
  func apart(day: CalendarDate) throws {
    let rulebook = try Shipped.rulebook()
    let rules = rulebook.rules(on: day)
    for tpp in Self.tpps {
      let items = try rules.findings(Self.chip(tpp))
      for country in Self.countries {
        let reach = rules.reach(Transaction(destination: country, headquarters: country))
        for standing in Standing.allCases {
          let answer = rules.answer(items, reach, under: standing)
          for (paragraph, finding) in zip(answer.paragraphs, answer.findings) {
            #expect(finding.status[standing].value != .no)
            #expect(paragraph.standing == finding.status[standing].value)
            if standing == .announced {
              #expect(finding.status.codified.value != .yes && finding.status.enforced.value != .yes)
            }
            if let since = paragraph.reach?.since {
              let instrument = try #require(rulebook.instruments.first { $0.id == paragraph.instrument })
              let scope = instrument.paragraphs.first {
                $0.id == paragraph.paragraph && $0.isInForce(on: day)
              }?.scope
              let versions = scope?.versions.filter { $0.from == since && $0.under.contains(standing) }
              #expect(versions?.isEmpty == false)
            }
          }
        }
      }
    }
  }

  @Test(
    "a letter is never codified, a bill is neither codified nor enforced, the Diffusion rule is never enforced"
  )
  func named() throws {
    for day in Self.days {
      let rules = try Shipped.rulebook().rules(on: day)
      let items = try rules.findings(Self.chip(15_832))
      let reach = rules.reach(Transaction(destination: Self.countries[0]))
      func instruments(_ standing: Standing) -> Set<String> {
        Set(rules.answer(items, reach, under: standing).paragraphs.map(\.instrument))
      }
      let bills: Set = ["us-hr-6875", "us-s-4456", "us-s-3374"]
      #expect(instruments(.codified).isDisjoint(with: bills.union(["us-letters-2025"])))
      #expect(instruments(.enforced).isDisjoint(with: bills.union(["us-ai-diffusion"])))
      #expect(instruments(.announced).isSubset(of: bills))
    }
  }

  @Test("more operations a second never lower a control, wherever the item goes", arguments: days)
  func monotonous(day: CalendarDate) throws {
    let rules = try Shipped.rulebook().rules(on: day)
    for (country, io) in Self.countries.flatMap({ country in [400.0, 700].map { (country, $0) } }) {
      let items = try Self.tpps.map { try rules.findings(Self.chip($0, io: io)) }
      let reach = rules.reach(Transaction(destination: country, headquarters: country))
      for standing in Standing.allCases {
        let controlled = items.map { rules.answer($0, reach, under: standing).isControlled == .yes ? 1 : 0 }
        #expect(controlled == controlled.sorted(), "\(country) \(standing)")
      }
    }
  }

  @Test(
    "what is left out of a transaction makes answers unknown with a reason, and turns none", arguments: days)
  func honest(day: CalendarDate) throws {
    let rules = try Shipped.rulebook().rules(on: day)
    let items = try rules.findings(Self.chip(15_832, dram: nil))
    for standing in Standing.allCases {
      let open = rules.answer(items, rules.reach(.unknown), under: standing).paragraphs
      for paragraph in open {
        #expect((paragraph.outcome == .unknown) == (paragraph.reason?.isEmpty == false))
      }
      for destination in Self.countries {
        let half = rules.answer(items, rules.reach(Transaction(destination: destination)), under: standing)
          .paragraphs
        for headquarters in Self.countries {
          let whole = rules.answer(
            items, rules.reach(Transaction(destination: destination, headquarters: headquarters)),
            under: standing
          ).paragraphs
          for (a, (b, c)) in zip(open, zip(half, whole)) {
            #expect(a.outcome == .unknown || a.outcome == b.outcome)
            #expect(b.outcome == .unknown || b.outcome == c.outcome)
          }
        }
      }
    }
  }

  @Test("the one sum for a control agrees with the paragraphs one by one")
  func sum() throws {
    for day in Self.days {
      let rules = try Shipped.rulebook().rules(on: day)
      for tpp in Self.tpps {
        let items = try rules.findings(Self.chip(tpp, dram: nil))
        for country in Self.countries {
          let reach = rules.reach(Transaction(destination: country))
          for standing in [Standing.codified, .enforced] {
            let answer = rules.answer(items, reach, under: standing)
            let controls = answer.paragraphs.filter { $0.effect == .control }
            #expect(answer.isControlled == .any(controls.map(\.outcome)))
          }
        }
      }
    }
  }

  @Test("where a paragraph reaches is told when no destination is asked about")
  func reached() throws {
    let rules = try Shipped.rulebook().rules(on: "2025-06-01")
    let codified = try #require(rules.reached("us-3a090", "3A090.a.1", under: .codified))
    let enforced = try #require(rules.reached("us-3a090", "3A090.a.1", under: .enforced))
    #expect(codified.words == "destination anywhere, not in US")
    #expect(codified.destinations.count == 249 - 7)  // the United States and six territories
    #expect(codified.undecided.isEmpty)
    #expect(enforced.destinations.contains(Self.countries[0]))
    #expect(!enforced.destinations.contains(try #require(CountryCode("DE"))))
    #expect(enforced.undecided.contains(try #require(CountryCode("DE"))))
    #expect(rules.reached("us-4e091", "4E091", under: .codified) == nil)
  }

  @Test("a review grows old with the day asked about, and with today")
  func staleness() throws {
    let instrument = try #require(try Shipped.rulebook().instruments.first { $0.id == "us-3a090" })
    #expect(!instrument.isStale(for: "2026-07-23", today: "2027-01-19"))
    #expect(instrument.isStale(for: "2026-07-23", today: "2027-01-20"))
    #expect(instrument.isStale(for: "2026-07-24", today: "2026-07-24"))
  }
}
