import Rating
import Testing

@testable import Rulebook

/// Chips whose published ratings disagree, or sit just beside a line (facts/regulation.md, section 6).
@Suite struct DisputedRatingTests {
  private func findings(_ subject: Subject, on day: CalendarDate = "2026-06-01") throws -> [Finding] {
    try Shipped.rulebook().classify(subject, on: day)
  }

  @Test(
    "H20, L20 and L2 sit just under every line of 3A090, whatever others label them",
    arguments: [
      ("H20", 2_368.0, 814.0, 4_000.0), ("L20", 1_912, 609, 864), ("L2", 1_544, 294, 300),
    ])
  func justUnder(name: String, tpp: Double, area: Double, dram: Double) throws {
    let chip = Subject.chip(name, tpp: tpp, areaMM2: area, io: 64, dram: dram, dataCentre: .yes)
    #expect(try findings(chip, on: "2024-01-01").met() == [])
  }

  @Test("the H20 was caught by a letter, which China's rules as codified do not show")
  func letter() throws {
    let rules = try Shipped.rulebook().rules(on: "2025-05-01")
    let items = try rules.findings(
      .chip("H20", tpp: 2_368, areaMM2: 814, io: 1_028, dram: 4_000, dataCentre: .yes))
    let china = try #require(CountryCode("CN"))
    let reach = rules.reach(Transaction(destination: china, headquarters: china))
    let letter = "letter of April 2025"
    #expect(rules.answer(items, reach, under: .enforced).outcome("us-letters-2025", letter) == .yes)
    #expect(rules.answer(items, reach, under: .codified).outcome("us-letters-2025", letter) == .no)
    #expect(rules.answer(items, reach, under: .enforced).isControlled == .yes)
    // Undecided for want of the rate in TOP/s alone, which 3A991.p asks for and China's reach then rules out.
    #expect(rules.answer(items, reach, under: .codified).isControlled == .no)
  }

  @Test("the A800 rates 4,992 as the A100 does, and escaped the transfer rate of 2022 alone")
  func a800() throws {
    let chip = Subject.chip(tpp: 4_992, areaMM2: 826, io: 464, dram: 2_039, dataCentre: .yes)
    #expect(try findings(chip, on: "2022-11-01").met() == [])
    #expect(try findings(chip, on: "2023-11-17").met() == ["3A090.a.1", "3A090.a.2"])
  }

  @Test(
    "the MI300X is 3A090.a with or without its I/O dies, and stays just under the restricted lines of S. 4456",
    arguments: [1_017.0, 2_400])
  func ioDies(area: Double) throws {
    let chip = Subject(
      name: "MI300X", operands: Subject.chip(tpp: 20_919, areaMM2: area, dram: 5_300).operands,
      facts: [.dataCentre: .yes, .centralProcessor: .no, .marketedAfter2025: .no])
    let found = try findings(chip)
    #expect(found["3A090.a.1"]?.outcome == .yes)
    #expect(found["S. 4456 restricted"]?.outcome == .no)
  }

  @Test(
    "the MI350P leaves the window of January 2026 if its FP6 rate counts with 6 bits",
    arguments: [(18_400.0, Outcome.yes), (27_600, .no)])
  func fp6(tpp: Double, inWindow: Outcome) throws {
    let found = try findings(.chip(tpp: tpp, areaMM2: 1_000, dram: 4_000, dataCentre: .yes))
    #expect(found["748 supp. 2 (dd)"]?.outcome == inWindow)
  }

  @Test("a Gaudi 3 rated by its 16-bit rate of 1,835 TFLOPS has 29,360, and is 3A090.a either way")
  func gaudi() throws {
    for tpp in [29_360.0, 14_680] {
      #expect(try findings(.chip(tpp: tpp, dataCentre: .yes)).met().contains("3A090.a.1"))
    }
  }

  @Test("the H200 NVL lies in the window and outside the tariff's bands")
  func nvl() throws {
    let found = try findings(.chip(tpp: 13_364, areaMM2: 814, dram: 4_800, dataCentre: .yes))
    #expect(found["748 supp. 2 (dd)"]?.outcome == .yes)
    #expect(found["band 1"]?.outcome == .no)
    #expect(found["band 2"]?.outcome == .no)
  }

  @Test(
    "the LPP allowance holds these many whole chips",
    arguments: [
      (4_992.0, 5_388.0), (15_800, 1_702), (15_825, 1_699), (15_830.4, 1_699), (15_832, 1_699), (36_000, 747),
      (60_000, 448), (200_000, 134),
    ])
  func lpp(tpp: Double, chips: Double) throws {
    let lpp = try #require(try Shipped.rulebook().allowances(on: "2025-06-01").first { $0.id == "lpp" })
    #expect((lpp.value / tpp).rounded(.down) == chips)
  }

  @Test("the White House's whole thousands follow from the rule's numbers")
  func rounded() throws {
    let allowances = try Shipped.rulebook().allowances(on: "2027-06-01")
    func value(_ id: String) throws -> Double { try #require(allowances.first { $0.id == id }).value }
    #expect((try value("country") / 15_825).rounded() == 49_921)
    #expect((try value("country-agreement") / 15_832).rounded() == 99_798)
    #expect((try value("aia-report") / 15_825).rounded() == 15_987)
    #expect((try value("lpp-notice") / 15_825).rounded() == 202)
    #expect(try value("nveu") / 15_825 == 320_000)
    #expect(try value("country-agreement") == 2 * value("country"))
    #expect(try [value("uveu-abroad"), value("uveu-country"), value("uveu-us")] == [25, 7, 50])
  }
}
